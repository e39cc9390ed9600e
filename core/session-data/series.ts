import { isCalendarInterval, type BaseInterval, type Interval } from '../base/interval.ts';
import type { Ticker } from '../base/epoch-ms.ts';
import type { SessionIndicatorSpec } from '../model/session-config.ts';
import { BarColumns } from '../model/bar-columns.ts';

/** What happened to a series at an instant: a bar of it closed. One object per series, never one per bar. */
export interface SeriesRef {
  readonly symbol: Ticker;
  readonly interval: Interval;
}

/** An indicator as session data hold it; the data processor knows more of it. */
export interface SeriesIndicator {
  readonly key: string;
  /** What the config or a caller asked for, so that it can be built anew. */
  readonly spec: SessionIndicatorSpec;
  readonly outputs: readonly string[];
  update(openMs: number, open: number, high: number, low: number, close: number, volume: number): void;
  value(output?: number): number | undefined;
}

/** The bar in progress. `closeMs` is `Infinity` while there is none. */
export interface Forming {
  openMs: number;
  closeMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  /** Base bars merged so far, and how many there could be in the whole bar. */
  present: number;
  possible: number;
}

const emptyForming = (): Forming => ({
  openMs: 0,
  closeMs: Number.POSITIVE_INFINITY,
  open: 0,
  high: 0,
  low: 0,
  close: 0,
  volume: 0,
  present: 0,
  possible: 0,
});

/** Today's bars of one symbol in one interval, closed ones only, and the one in progress beside them. */
export class Series {
  readonly ref: SeriesRef;
  readonly interval: Interval;
  /** True for `1d` and `1w`, which look at regular hours only. */
  readonly wholeDays: boolean;
  /** Undefined for the base interval itself. */
  readonly base: BaseInterval | undefined;
  bars: BarColumns;
  /** Base bars present / possible, of derived series; empty for the base. Indexed like `bars`. */
  coverage: Float64Array;
  readonly forming: Forming = emptyForming();
  readonly indicators: SeriesIndicator[] = [];

  constructor(symbol: Ticker, interval: Interval, base: BaseInterval | undefined, capacity: number) {
    this.ref = { symbol, interval };
    this.interval = interval;
    this.wholeDays = isCalendarInterval(interval);
    this.base = base;
    this.bars = new BarColumns(capacity);
    this.coverage = new Float64Array(base === undefined ? 0 : Math.max(capacity, 16));
  }

  get derived(): boolean {
    return this.base !== undefined;
  }

  get hasForming(): boolean {
    return this.forming.present > 0;
  }

  /** Appends a closed derived bar with its coverage. */
  appendDerived(forming: Forming): void {
    const at = this.bars.length;
    if (at === this.coverage.length) {
      const larger = new Float64Array(at * 2);
      larger.set(this.coverage);
      this.coverage = larger;
    }
    this.coverage[at] = forming.present / forming.possible;
    this.bars.append(forming.openMs, forming.open, forming.high, forming.low, forming.close, forming.volume);
  }
}
