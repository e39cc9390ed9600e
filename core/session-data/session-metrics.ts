import type { NumberPool } from './number-pool.ts';

/** Places of the numbers, from where the symbol's begin. */
const VOLUME = 0;
const HIGH = 1;
const LOW = 2;
const LAST = 3;
const FIRST_OPEN = 4;
const TURNOVER = 5;

/**
 * Running figures of one symbol's session over its base bars, from the open on; reset each session. `NaN` until there is
 * a bar. Their numbers stand in the day's pool.
 */
export class SessionMetrics {
  readonly #numbers: Float64Array;
  readonly #at: number;

  constructor(pool: NumberPool) {
    const { numbers, at } = pool.take(6);
    this.#numbers = numbers;
    this.#at = at;
    this.reset();
  }

  /** As before the session's first bar. */
  reset(): void {
    for (const place of [VOLUME, TURNOVER]) this.#numbers[this.#at + place] = 0;
    for (const place of [HIGH, LOW, LAST, FIRST_OPEN]) this.#numbers[this.#at + place] = Number.NaN;
  }

  get volume(): number {
    return this.#numbers[this.#at + VOLUME] as number;
  }

  get high(): number {
    return this.#numbers[this.#at + HIGH] as number;
  }

  get low(): number {
    return this.#numbers[this.#at + LOW] as number;
  }

  get last(): number {
    return this.#numbers[this.#at + LAST] as number;
  }

  /** Open of the session's first bar. */
  get firstOpen(): number {
    return this.#numbers[this.#at + FIRST_OPEN] as number;
  }

  add(open: number, high: number, low: number, close: number, volume: number): void {
    const numbers = this.#numbers;
    const at = this.#at;
    if (Number.isNaN(numbers[at + LAST])) {
      numbers[at + HIGH] = high;
      numbers[at + LOW] = low;
      numbers[at + FIRST_OPEN] = open;
    } else {
      if (high > (numbers[at + HIGH] as number)) numbers[at + HIGH] = high;
      if (low < (numbers[at + LOW] as number)) numbers[at + LOW] = low;
    }
    numbers[at + LAST] = close;
    numbers[at + VOLUME] = (numbers[at + VOLUME] as number) + volume;
    numbers[at + TURNOVER] = (numbers[at + TURNOVER] as number) + ((high + low + close) / 3) * volume;
  }

  /** Volume-weighted mean of the bars' typical prices (high + low + close) / 3; `NaN` before any volume. */
  get vwap(): number {
    return this.volume > 0 ? (this.#numbers[this.#at + TURNOVER] as number) / this.volume : Number.NaN;
  }
}

/** What a reader gets of them: undefined where there is no value yet. */
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
