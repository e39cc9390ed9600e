import type { Ticker } from '../../base/epoch-ms.ts';
import { BarColumns, firstIndexAtOrAfter } from '../../model/bar-columns.ts';

/**
 * Where a bar comes from: `b` a finished minute of the stream, `u` a correction, `r` the vendor's history. A minute of the
 * history counts as `u` when the line was down while a correction may have been sent.
 */
export type FeedRowKind = 'b' | 'u' | 'r';

/** A bar from a live feed; `openMs` in UTC. */
export type FeedRow = readonly [
  symbol: string,
  kind: FeedRowKind,
  openMs: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
];

/** A correction beats what was streamed first, which beats the history. */
const RANK: Readonly<Record<FeedRowKind, number>> = { r: 0, b: 1, u: 2 };

/** The effect of a delivered bar on its symbol's queue. */
export type Delivery =
  | { readonly change: 'added' | 'replaced'; readonly index: number }
  | { readonly change: 'duplicate' | 'outranked' };

/**
 * One symbol's bars of today as a feed delivered them, ascending and unique, including those that the session has not
 * taken yet.
 */
export class LiveSeries {
  readonly bars = new BarColumns(512);
  /** Minutes, by their open, without trades according to the vendor. */
  readonly noTrades = new Set<number>();
  readonly #ranks: number[] = [];

  has(openMs: number): boolean {
    const { bars } = this;
    const index = firstIndexAtOrAfter(bars, openMs);
    return index < bars.length && bars.openMs[index] === openMs;
  }

  /** False for a duplicate, or a bar that loses against the existing one. */
  wouldChange(row: FeedRow): boolean {
    if (!this.has(row[2])) return true;
    const index = firstIndexAtOrAfter(this.bars, row[2]);
    return RANK[row[1]] >= (this.#ranks[index] as number) && !this.#isSame(index, row);
  }

  deliver(row: FeedRow): Delivery {
    const { bars } = this;
    const [, kind, openMs, open, high, low, close, volume] = row;
    const index = firstIndexAtOrAfter(bars, openMs);
    if (index === bars.length || bars.openMs[index] !== openMs) {
      bars.insertAt(index, openMs, open, high, low, close, volume);
      this.#ranks.splice(index, 0, RANK[kind]);
      this.noTrades.delete(openMs);
      return { change: 'added', index };
    }
    const isSame = this.#isSame(index, row);
    const rank = this.#ranks[index] as number;
    if (RANK[kind] < rank) return { change: isSame ? 'duplicate' : 'outranked' };
    this.#ranks[index] = RANK[kind];
    if (isSame) return { change: 'duplicate' };
    bars.replaceAt(index, open, high, low, close, volume);
    return { change: 'replaced', index };
  }

  #isSame(index: number, [, , , open, high, low, close, volume]: FeedRow): boolean {
    const { bars } = this;
    return (
      bars.open[index] === open &&
      bars.high[index] === high &&
      bars.low[index] === low &&
      bars.close[index] === close &&
      bars.volume[index] === volume
    );
  }
}

/** Today's bars of all symbols as a feed delivered them. */
export class LiveBars {
  readonly #series = new Map<Ticker, LiveSeries>();

  of(symbol: Ticker): LiveSeries {
    let series = this.#series.get(symbol);
    if (series === undefined) {
      series = new LiveSeries();
      this.#series.set(symbol, series);
    }
    return series;
  }

  symbols(): readonly Ticker[] {
    return [...this.#series.keys()];
  }
}
