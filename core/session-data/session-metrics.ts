import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { FloatArena } from '../model/float-arena.ts';

/** Offsets of the numbers from the symbol's first place. */
const VOLUME = 0;
const HIGH = 1;
const LOW = 2;
const LAST = 3;
const FIRST_OPEN = 4;
const TURNOVER = 5;
const REGULAR = 6;

const WIDTH = 7;

/** The key of their pool. */
export const METRICS = 'metrics';

/**
 * Running figures of one symbol's session over its base bars, from the open on; reset each session. `NaN` until there
 * is a bar. Their numbers are in the day's pool.
 */
export class SessionMetrics {
  readonly #pool: FloatArena;
  /** Where the numbers begin in the pool. */
  readonly at: number;

  constructor(pool: FloatArena) {
    this.#pool = pool;
    this.at = pool.take(WIDTH);
    this.reset();
  }

  /** As before the session's first bar. */
  reset(): void {
    const { numbers } = this.#pool;
    for (const place of [VOLUME, TURNOVER, REGULAR]) numbers[this.at + place] = 0;
    for (const place of [HIGH, LOW, LAST, FIRST_OPEN]) numbers[this.at + place] = Number.NaN;
  }

  get volume(): number {
    return this.#number(VOLUME);
  }

  get high(): number {
    return this.#number(HIGH);
  }

  get low(): number {
    return this.#number(LOW);
  }

  get last(): number {
    return this.#number(LAST);
  }

  /** Open of the session's first bar. */
  get firstOpen(): number {
    return this.#number(FIRST_OPEN);
  }

  /** Base bars inside regular hours: the numerator of quality. */
  get regularBars(): number {
    return this.#number(REGULAR);
  }

  /** Volume-weighted mean of the bars' typical prices (high + low + close) / 3; `NaN` before any volume. */
  get vwap(): number {
    return this.volume > 0 ? this.#number(TURNOVER) / this.volume : Number.NaN;
  }

  add(bars: ReadonlyBarColumns, index: number, regular: boolean): void {
    addToMetrics(this.#pool.numbers, this.at, bars, index, regular);
  }

  #number(place: number): number {
    return this.#pool.numbers[this.at + place] as number;
  }
}

/** The last close of the figures that begin at `at`. */
export const lastClose = (numbers: Float64Array, at: number): number => numbers[at + LAST] as number;

/** Adds the bar at `index` to the figures that begin at `at`. */
export function addToMetrics(
  numbers: Float64Array,
  at: number,
  bars: ReadonlyBarColumns,
  index: number,
  regular: boolean,
): void {
  const high = bars.high[index] as number;
  const low = bars.low[index] as number;
  const close = bars.close[index] as number;
  const volume = bars.volume[index] as number;
  if (Number.isNaN(numbers[at + LAST])) {
    numbers[at + HIGH] = high;
    numbers[at + LOW] = low;
    numbers[at + FIRST_OPEN] = bars.open[index] as number;
  } else {
    if (high > (numbers[at + HIGH] as number)) numbers[at + HIGH] = high;
    if (low < (numbers[at + LOW] as number)) numbers[at + LOW] = low;
  }
  numbers[at + LAST] = close;
  numbers[at + VOLUME] = (numbers[at + VOLUME] as number) + volume;
  numbers[at + TURNOVER] = (numbers[at + TURNOVER] as number) + ((high + low + close) / 3) * volume;
  if (regular) numbers[at + REGULAR] = (numbers[at + REGULAR] as number) + 1;
}

/** The figures as a reader gets them: undefined where there is no value yet. */
export interface MetricsReading {
  readonly volume: number;
  readonly high: number | undefined;
  readonly low: number | undefined;
  readonly vwap: number | undefined;
  readonly last: number | undefined;
}

const defined = (value: number): number | undefined => (value === value ? value : undefined);

export const readMetrics = (metrics: SessionMetrics): MetricsReading => ({
  volume: metrics.volume,
  high: defined(metrics.high),
  low: defined(metrics.low),
  vwap: defined(metrics.vwap),
  last: defined(metrics.last),
});
