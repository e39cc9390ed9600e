import { isCalendarInterval, type BaseInterval, type Interval } from '../base/interval.ts';
import type { Ticker } from '../base/epoch-ms.ts';
import type { SessionIndicatorSpec } from '../model/session-config.ts';
import { BarColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import { FormingBar } from './forming-bar.ts';
import type { FloatArena } from '../model/float-arena.ts';

/** The change of a series at an instant: a bar of it closed. One object per series, never one per bar. */
export interface SeriesRef {
  readonly symbol: Ticker;
  readonly interval: Interval;
}

/** An indicator as session data holds it; the data processor knows more about it. */
export interface SeriesIndicator {
  readonly key: string;
  /** The spec from the config or a caller, so that it can be built again. */
  readonly spec: SessionIndicatorSpec;
  readonly outputs: readonly string[];
  /** Bars of the days before, with which it was warmed up, kept where today's bars may still change. */
  readonly warmUp?: ReadonlyBarColumns | undefined;
  update(bars: ReadonlyBarColumns, at: number): void;
  value(output?: number): number | undefined;
  /** Forgets everything, as new. */
  reset(): void;
}

/** The key of the pool of an interval's bars in progress. */
export const barsInProgress = (interval: Interval): string => `${interval} in progress`;

/** Today's bars of one symbol in one interval, closed ones only, and the one in progress beside them. */
export class Series {
  readonly ref: SeriesRef;
  readonly interval: Interval;
  /** True for `1d` and `1w`, which consist of regular hours only. */
  readonly wholeDays: boolean;
  /** Undefined for the base interval itself. */
  readonly base: BaseInterval | undefined;
  bars: BarColumns;
  /** Base bars present / possible, of derived series; empty for the base. Indexed like `bars`. */
  coverage: Float64Array;
  readonly forming: FormingBar;
  readonly indicators: SeriesIndicator[] = [];
  /** Bars of the week's earlier sessions with which a weekly bar began, kept where today's bars may still change. */
  seed: ReadonlyBarColumns | undefined;

  constructor(
    symbol: Ticker,
    interval: Interval,
    base: BaseInterval | undefined,
    capacity: number,
    pool: FloatArena,
  ) {
    this.forming = new FormingBar(pool);
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

  /** Appends the bar in progress as a closed one, with its coverage. */
  appendForming(): void {
    const { forming } = this;
    const at = this.bars.length;
    if (at === this.coverage.length) {
      const larger = new Float64Array(at * 2);
      larger.set(this.coverage);
      this.coverage = larger;
    }
    this.coverage[at] = forming.present / forming.possible;
    forming.appendTo(this.bars);
  }

  /** Passes the bar that was appended last to the indicators. */
  updateIndicators(): void {
    const { indicators, bars } = this;
    const last = bars.length - 1;
    for (let index = 0; index < indicators.length; index++) {
      (indicators[index] as SeriesIndicator).update(bars, last);
    }
  }
}
