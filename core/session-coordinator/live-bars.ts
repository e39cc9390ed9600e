import type { Ticker } from '../base/epoch-ms.ts';
import { BarColumns, firstIndexAtOrAfter } from '../model/bar-columns.ts';
import type { FeedRow, FeedRowKind } from './command.ts';

/** A correction beats what was streamed first, which beats the history. */
const RANK: Readonly<Record<FeedRowKind, number>> = { r: 0, b: 1, u: 2 };

/** What a delivered bar did to its symbol's queue. */
export type Delivery =
  | { readonly change: 'added' | 'replaced'; readonly index: number }
  | { readonly change: 'duplicate' | 'outranked' };

/** One symbol's bars of today as a feed told them, ascending and unique, whether or not the session has taken them. */
export class LiveSeries {
  readonly bars = new BarColumns(512);
  readonly #ranks: number[] = [];

  deliver([, kind, openMs, open, high, low, close, volume]: FeedRow): Delivery {
    const { bars } = this;
    const index = firstIndexAtOrAfter(bars, openMs);
    if (index === bars.length || bars.openMs[index] !== openMs) {
      bars.insertAt(index, openMs, open, high, low, close, volume);
      this.#ranks.splice(index, 0, RANK[kind]);
      return { change: 'added', index };
    }
    const isSame =
      bars.open[index] === open &&
      bars.high[index] === high &&
      bars.low[index] === low &&
      bars.close[index] === close &&
      bars.volume[index] === volume;
    const rank = this.#ranks[index] as number;
    if (RANK[kind] < rank) return { change: isSame ? 'duplicate' : 'outranked' };
    this.#ranks[index] = RANK[kind];
    if (isSame) return { change: 'duplicate' };
    bars.replaceAt(index, open, high, low, close, volume);
    return { change: 'replaced', index };
  }
}

/** Today's bars of all symbols as a feed told them. */
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
