import type { BarBatch } from '../session-data/bar-batch.ts';
import type { SeriesIndicator, Series } from '../session-data/series.ts';
import { NO_ROW, PooledIndicator } from './indicators/pooled-indicator.ts';
import { type BaseInterval, type Interval, isCalendarInterval } from '../base/interval.ts';
import { beginBar, closeOfForming, hasBegun, mergeBar } from '../session-data/forming-bar.ts';
import type { FloatArena } from '../model/float-arena.ts';
import type { Bucket, SessionGrid } from '../time-manager/session-grid.ts';
import { endForming } from './derive-bars.ts';

/** One indicator of the base interval of all symbols, each at its symbol's place. */
export class IndicatorLane {
  /** Undefined where the symbol has no such indicator. */
  readonly #each: readonly (SeriesIndicator | undefined)[];
  /** Where all of them keep their numbers in one pool: one of them, and the row of each. */
  readonly #like: PooledIndicator | undefined;
  readonly #rows: Int32Array;

  constructor(each: readonly (SeriesIndicator | undefined)[]) {
    this.#each = each;
    const like = each.find((indicator) => indicator !== undefined);
    const rowOf = (indicator: SeriesIndicator | undefined): number | undefined => {
      if (indicator === undefined) return NO_ROW;
      const isLike = indicator instanceof PooledIndicator && like instanceof PooledIndicator;
      return isLike && indicator.pool === like.pool ? indicator.row : undefined;
    };
    const rows = each.map(rowOf).filter((row) => row !== undefined);
    this.#rows = new Int32Array(rows);
    this.#like = rows.length === each.length && like instanceof PooledIndicator ? like : undefined;
  }

  update(batch: BarBatch): void {
    if (this.#like !== undefined) this.#like.updateRows(this.#rows, batch);
    else this.#updateEach(batch);
  }

  #updateEach({ bars, has }: BarBatch): void {
    const each = this.#each;
    for (let place = 0; place < each.length; place++) {
      if (has[place] === 1) each[place]?.update(bars, place);
    }
  }
}

/** Inlined in the loops: V8 treats a module constant, and a value compared with it, as an object there. */
const NEVER = Number.POSITIVE_INFINITY;
const NOBODY = -1;

/** The series of one derived interval of all symbols that stream the same base, each at its symbol's place. */
export class IntervalColumn {
  readonly interval: Interval;
  readonly base: BaseInterval;
  /** Undefined where the symbol has no such series. */
  readonly series: (Series | undefined)[];
  /** True when a bar was published at the last closed instant, and 1 at the places where it was. */
  published = false;
  readonly closed: Uint8Array;
  /** When the next bar in progress ends. */
  nextClose = NEVER;
  readonly #pool: FloatArena;
  readonly #grid: SessionGrid;
  readonly #wholeDays: boolean;
  /** Where each bar in progress begins in the pool. */
  readonly #formingAt: Int32Array;
  /** The bar that was begun last: symbols of one instant share it, and finding it takes divisions. */
  readonly #bucket: Bucket = { openMs: NEVER, closeMs: NEVER };
  #possible = 0;

  constructor(
    interval: Interval,
    base: BaseInterval,
    series: (Series | undefined)[],
    pool: FloatArena,
    grid: SessionGrid,
  ) {
    this.interval = interval;
    this.base = base;
    this.series = series;
    this.closed = new Uint8Array(series.length);
    this.#pool = pool;
    this.#grid = grid;
    this.#wholeDays = isCalendarInterval(interval);
    this.#formingAt = new Int32Array(series.map((each) => each?.forming.at ?? NOBODY));
    for (const each of series) this.nextClose = Math.min(this.nextClose, each?.forming.closeMs ?? NEVER);
  }

  /** Merges the batch into the bars in progress, beginning one where necessary. */
  merge({ bars, has }: BarBatch): void {
    const { numbers } = this.#pool;
    const formingAt = this.#formingAt;
    for (let place = 0; place < formingAt.length; place++) {
      const at = formingAt[place] as number;
      if (at === NOBODY || has[place] === 0) continue;
      const openMs = bars.openMs[place] as number;
      if (this.#wholeDays && !this.#grid.isRegular(openMs)) continue;
      if (!hasBegun(numbers, at)) {
        this.#findBucket(openMs);
        beginBar(numbers, at, this.#bucket, this.#possible);
      }
      mergeBar(numbers, at, bars, place);
    }
  }

  /** Closes what ends at or before `instant`, whether or not another bar came. */
  close(instant: number, skipIncomplete: boolean): void {
    this.published = false;
    if (this.nextClose > instant) return;
    const { numbers } = this.#pool;
    const formingAt = this.#formingAt;
    let next = Number.POSITIVE_INFINITY;
    for (let place = 0; place < formingAt.length; place++) {
      const at = formingAt[place] as number;
      const closeMs = at === NOBODY ? Number.POSITIVE_INFINITY : closeOfForming(numbers, at);
      const isOver = closeMs <= instant;
      if (!isOver && closeMs < next) next = closeMs;
      const closes = isOver && endForming(this.series[place] as Series, skipIncomplete);
      this.closed[place] = closes ? 1 : 0;
      this.published ||= closes;
    }
    this.nextClose = next;
  }

  /** The first place whose bar ends at or before `instant`; `Infinity` where none does. */
  firstClosing(instant: number): number {
    const { numbers } = this.#pool;
    const first = this.#formingAt.findIndex((at) => at !== NOBODY && closeOfForming(numbers, at) <= instant);
    return first < 0 ? NEVER : first;
  }

  #findBucket(openMs: number): void {
    const bucket = this.#bucket;
    if (openMs < bucket.openMs || openMs >= bucket.closeMs) {
      this.#grid.bucketAt(this.interval, openMs, bucket);
      this.#possible = this.#grid.possibleBars(this.interval, this.base, bucket);
    }
    if (bucket.closeMs < this.nextClose) this.nextClose = bucket.closeMs;
  }
}
