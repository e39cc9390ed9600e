import type { ExchangeGroup } from '../../../model/exchange-groups.ts';

/** The market hours of a symbol, judged by its letters. */
export interface GroupBySymbol {
  readonly group: ExchangeGroup;
  readonly evidence: string;
}

/** Suffixes of Yahoo, Reuters and EODHD behind a dot. */
const SUFFIXES: Readonly<Record<string, ExchangeGroup>> = {
  L: 'XLON',
  LSE: 'XLON',
  DE: 'XETR',
  XETRA: 'XETR',
  PA: 'XPAR',
  AS: 'XAMS',
  MI: 'XMIL',
  SW: 'XSWX',
  ST: 'XSTO',
  T: 'XTKS',
  HK: 'XHKG',
  SS: 'XSHG',
  SH: 'XSHG',
  SZ: 'XSHG',
  NS: 'XNSE',
  BO: 'XNSE',
  NSE: 'XNSE',
  SI: 'XSES',
  AX: 'XASX',
  AU: 'XASX',
  TO: 'XTSE',
  KS: 'XKRX',
  KQ: 'XKRX',
  TW: 'XTAI',
  SA: 'BVMF',
  JO: 'XJSE',
  MX: 'XMEX',
  US: 'US_EQUITY',
};

/** Exchanges before a colon or an underscore, as TradingView and others write them. */
const PREFIXES: Readonly<Record<string, ExchangeGroup>> = {
  NASDAQ: 'US_EQUITY',
  NYSE: 'US_EQUITY',
  AMEX: 'US_EQUITY',
  BATS: 'US_EQUITY',
  ARCA: 'US_EQUITY',
  LSE: 'XLON',
  XETR: 'XETR',
  TSE: 'XTKS',
  HKEX: 'XHKG',
  SSE: 'XSHG',
  SZSE: 'XSHG',
  NSE: 'XNSE',
  BSE: 'XNSE',
  SGX: 'XSES',
  ASX: 'XASX',
  TSX: 'XTSE',
  KRX: 'XKRX',
  TWSE: 'XTAI',
  BMFBOVESPA: 'BVMF',
  BINANCE: 'CRYPTO',
  COINBASE: 'CRYPTO',
  KRAKEN: 'CRYPTO',
  BITSTAMP: 'CRYPTO',
  BYBIT: 'CRYPTO',
  OKX: 'CRYPTO',
  KUCOIN: 'CRYPTO',
  BITFINEX: 'CRYPTO',
  CRYPTO: 'CRYPTO',
  OANDA: 'FOREX',
  FX: 'FOREX',
  FXCM: 'FOREX',
  FOREXCOM: 'FOREX',
  PEPPERSTONE: 'FOREX',
};

const CURRENCIES =
  'USD EUR GBP JPY CHF AUD NZD CAD SEK NOK DKK PLN HUF CZK TRY ZAR MXN SGD HKD CNH CNY INR BRL KRW THB ILS RUB XAU XAG XPT XPD'.split(
    ' ',
  );

const COINS =
  'BTC XBT ETH LTC XRP BCH BNB SOL ADA DOGE DOT AVAX MATIC LINK TRX XLM EOS XMR ETC ATOM UNI SHIB PEPE FIL APT ARB OP NEAR ICP ALGO DASH ZEC NEO XTZ AAVE SUI TON WIF BONK'.split(
    ' ',
  );
const QUOTES = 'USDT USDC BUSD FDUSD TUSD DAI USD EUR GBP JPY KRW TRY BRL AUD BTC XBT ETH BNB PERP'.split(
  ' ',
);

/** Futures by root: the group of their product. */
const FUTURES: Readonly<Record<string, ExchangeGroup>> = Object.fromEntries(
  (
    [
      ['CME_EQUITY', 'ES MES NQ MNQ YM MYM RTY M2K NKD EMD'],
      ['CME_ENERGY', 'CL MCL QM NG QG RB HO BZ MNG'],
      ['CME_METALS', 'GC MGC SI SIL HG MHG PL PA'],
      ['CME_FX', '6E 6J 6B 6A 6C 6S 6N 6M M6E M6A M6B E7 J7 DX'],
      ['CME_RATES', 'ZB ZN ZF ZT UB TN SR3 ZQ GE'],
      ['CME_GRAINS', 'ZC ZW ZS ZM ZL KE ZO ZR XC XW XK'],
      ['CFE', 'VX VXM'],
    ] as const
  ).flatMap(([group, roots]) => roots.split(' ').map((root) => [root, group])),
);

const FUTURE = /^[@/]?([A-Z0-9]{1,3}?)(?:[FGHJKMNQUVXZ](?:\d{1,2}|20\d{2})|=F|[ _-]?\d{2}-\d{2}|1!|#(?:C)?)$/;

/** The exchange group that a symbol's own letters say; undefined for a plain ticker, which may be of any market. */
export function groupOfSymbol(symbol: string): GroupBySymbol | undefined {
  const upper = symbol.toUpperCase();
  const [, prefix, name = upper] = /^([A-Z]+):(.+)$/.exec(upper) ?? [];
  if (prefix !== undefined && Object.hasOwn(PREFIXES, prefix))
    return said(PREFIXES[prefix] as ExchangeGroup, `${prefix} before its colon`);
  if (isCoinPair(name)) return said('CRYPTO', 'a pair of a coin and its quote');
  if (isCurrencyPair(name)) return said('FOREX', 'a pair of currencies');
  const root = FUTURE.exec(name)?.[1];
  if (root !== undefined && Object.hasOwn(FUTURES, root))
    return said(FUTURES[root] as ExchangeGroup, `a future of ${root}`);
  const suffix = /^[^.]{1,12}\.([A-Z]{1,5})$/.exec(name)?.[1];
  // BRK.B and BF.A are share classes: single letters are exchanges only where Yahoo has them and no class is called so.
  if (suffix !== undefined && Object.hasOwn(SUFFIXES, suffix) && !(suffix === 'T' && !/\d/.test(name)))
    return said(SUFFIXES[suffix] as ExchangeGroup, `the suffix .${suffix}`);
  return undefined;
}

const said = (group: ExchangeGroup, evidence: string): GroupBySymbol => ({ group, evidence });

function isCoinPair(symbol: string): boolean {
  const name = symbol.replace(/^X:/, '').replace(/[-_.]?(PERP|SWAP)$/, '-PERP');
  const [, base = '', quote = ''] = /^([A-Z0-9]{2,12})[-/_]([A-Z]{3,5})$/.exec(name) ?? [];
  if (base !== '')
    return (
      (COINS.includes(base) && QUOTES.includes(quote)) || /^(USDT|USDC|BUSD|FDUSD|TUSD|PERP)$/.test(quote)
    );
  if (/^[A-Z0-9]{2,12}(USDT|USDC|BUSD|FDUSD|TUSD)$/.test(name)) return true;
  return COINS.some((coin) => name.startsWith(coin) && QUOTES.includes(name.slice(coin.length)));
}

function isCurrencyPair(symbol: string): boolean {
  const [, base = '', quote = ''] = /^(?:C:)?([A-Z]{3})[-/_.]?([A-Z]{3})(?:=X)?$/.exec(symbol) ?? [];
  return CURRENCIES.includes(base) && CURRENCIES.includes(quote);
}
