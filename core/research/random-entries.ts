import { createRandom } from '../data-manager/sample/random.ts';

/** A trade as the comparison needs it: its place in the closes of its symbol. */
export interface HeldTrade {
  readonly symbol: string;
  /** Bars from entry to exit, at least 1. */
  readonly bars: number;
  /** 1 of a long trade, -1 of a short one. */
  readonly side: 1 | -1;
  /** Money at the entry, in the account's currency. */
  readonly notional: number;
}

/** Closes of a symbol over all its sessions, ascending, and the index of each session's first close. */
export interface SymbolCloses {
  readonly closes: ArrayLike<number>;
  readonly sessionStarts: readonly number[];
  /** Whether a position may be held from one session into the next. */
  readonly overnight: boolean;
}

export interface RandomEntryResult {
  /** Share of random schedules that earned at least as much; small is good. NaN without trades. */
  readonly pValue: number;
  /** Profit before costs of the median schedule. */
  readonly median: number;
  readonly samples: number;
}

/**
 * Compares a profit before costs with schedules that enter at random: the same trades of the same length, side, symbol and
 * money, each at a bar drawn at random. The p-value counts the observed schedule as one of all (Davison and Hinkley, 1997).
 */
export function compareWithRandomEntries(
  profit: number,
  trades: readonly HeldTrade[],
  closesOf: (symbol: string) => SymbolCloses | undefined,
  { samples, seed }: { readonly samples: number; readonly seed: number },
): RandomEntryResult {
  if (trades.length === 0) return { pValue: Number.NaN, median: Number.NaN, samples: 0 };
  const random = createRandom(`random entries ${seed}`);
  const profits = new Float64Array(samples);
  for (let round = 0; round < samples; round++) {
    let sum = 0;
    for (const trade of trades) sum += randomProfit(trade, closesOf(trade.symbol), () => random.uniform());
    profits[round] = sum;
  }
  const atLeast = profits.filter((value) => value >= profit).length;
  profits.sort();
  return {
    pValue: (atLeast + 1) / (samples + 1),
    median: profits[Math.floor(samples / 2)] ?? Number.NaN,
    samples,
  };
}

/** How often a place is drawn again because the trade would leave its session. */
const MAX_DRAWS = 64;

function randomProfit(
  { bars, side, notional }: HeldTrade,
  series: SymbolCloses | undefined,
  uniform: () => number,
): number {
  if (series === undefined || series.closes.length <= bars) return 0;
  const { closes } = series;
  let entry = 0;
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    entry = Math.floor(uniform() * (closes.length - bars));
    if (series.overnight || sessionOf(series, entry) === sessionOf(series, entry + bars)) break;
  }
  const price = closes[entry] ?? Number.NaN;
  return side * notional * ((closes[entry + bars] ?? price) / price - 1);
}

/** Index of the session that a bar belongs to, by binary search. */
function sessionOf({ sessionStarts }: SymbolCloses, bar: number): number {
  let low = 0;
  let high = sessionStarts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sessionStarts[middle] ?? 0) <= bar) low = middle + 1;
    else high = middle;
  }
  return low;
}
