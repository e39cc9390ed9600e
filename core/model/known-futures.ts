/** Known facts of a future, by its root. */
export interface KnownFuture {
  readonly root: string;
  /** US dollars for a move of 1.0 of the price, as the price is quoted (grains: in cents). */
  readonly multiplier: number;
  readonly tick: number;
  /** The page that says so. */
  readonly source: string;
}

const CME = 'cmegroup.com, contract specifications of';
const CFE = 'cboe.com, contract specifications of';

/**
 * The usual futures, each from its exchange's contract specifications: contract unit and minimum price fluctuation.
 * Prices of ZB, ZN, ZF and ZT are decimal, not in 32nds.
 */
const KNOWN_FUTURES: readonly KnownFuture[] = [
  { root: 'ES', multiplier: 50, tick: 0.25, source: `${CME} E-mini S&P 500` },
  { root: 'MES', multiplier: 5, tick: 0.25, source: `${CME} Micro E-mini S&P 500` },
  { root: 'NQ', multiplier: 20, tick: 0.25, source: `${CME} E-mini Nasdaq-100` },
  { root: 'MNQ', multiplier: 2, tick: 0.25, source: `${CME} Micro E-mini Nasdaq-100` },
  { root: 'YM', multiplier: 5, tick: 1, source: `${CME} E-mini Dow ($5)` },
  { root: 'MYM', multiplier: 0.5, tick: 1, source: `${CME} Micro E-mini Dow` },
  { root: 'RTY', multiplier: 50, tick: 0.1, source: `${CME} E-mini Russell 2000` },
  { root: 'M2K', multiplier: 5, tick: 0.1, source: `${CME} Micro E-mini Russell 2000` },
  { root: 'CL', multiplier: 1_000, tick: 0.01, source: `${CME} Crude Oil` },
  { root: 'MCL', multiplier: 100, tick: 0.01, source: `${CME} Micro WTI Crude Oil` },
  { root: 'NG', multiplier: 10_000, tick: 0.001, source: `${CME} Henry Hub Natural Gas` },
  { root: 'GC', multiplier: 100, tick: 0.1, source: `${CME} Gold` },
  { root: 'MGC', multiplier: 10, tick: 0.1, source: `${CME} Micro Gold` },
  { root: 'SI', multiplier: 5_000, tick: 0.005, source: `${CME} Silver` },
  { root: 'HG', multiplier: 25_000, tick: 0.0005, source: `${CME} Copper` },
  { root: 'ZB', multiplier: 1_000, tick: 1 / 32, source: `${CME} U.S. Treasury Bond` },
  { root: 'ZN', multiplier: 1_000, tick: 1 / 64, source: `${CME} 10-Year T-Note` },
  { root: 'ZF', multiplier: 1_000, tick: 1 / 128, source: `${CME} 5-Year T-Note` },
  { root: 'ZT', multiplier: 2_000, tick: 1 / 256, source: `${CME} 2-Year T-Note` },
  { root: 'ZC', multiplier: 50, tick: 0.25, source: `${CME} Corn` },
  { root: 'ZW', multiplier: 50, tick: 0.25, source: `${CME} Chicago SRW Wheat` },
  { root: 'ZS', multiplier: 50, tick: 0.25, source: `${CME} Soybean` },
  { root: '6E', multiplier: 125_000, tick: 0.00005, source: `${CME} Euro FX` },
  { root: '6J', multiplier: 12_500_000, tick: 0.0000005, source: `${CME} Japanese Yen` },
  { root: 'VX', multiplier: 1_000, tick: 0.05, source: `${CFE} Cboe Volatility Index (VX)` },
];

/** A month and a year, a continuous contract of one of several vendors, or nothing after the root; then a venue. */
const AFTER_ROOT =
  /^(?:|=F|_F|#C?|[1-9]\d?!|[FGHJKMNQUVXZ](?:\d{1,2}|\d{4})|[ _-]?\d{2}-\d{2}(?:\d{2})?|\.[CNV]\.\d+)(?:[.-][A-Z]{2,6})?$/;

const BY_LENGTH = [...KNOWN_FUTURES].sort((one, other) => other.root.length - one.root.length);

/** `ESM5`, `ESM2025`, `ES=F`, `ES 03-25`, `CME_MINI:ES1!`, `@ES`, `/ES`, `ES.c.0`; undefined for a root that is not known. */
export function knownFuture(symbol: string): KnownFuture | undefined {
  const name = symbol
    .toUpperCase()
    .replace(/^[A-Z_]+:/, '')
    .replace(/^[@/]/, '');
  return BY_LENGTH.find(({ root }) => name.startsWith(root) && AFTER_ROOT.test(name.slice(root.length)));
}
