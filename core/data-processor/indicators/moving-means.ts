import { RecentValues } from './recent-values.ts';

/**
 * The means from which indicators are built. Each takes a number by `push` and returns the mean after it, `NaN` until
 * warm; `again` = true repeats the last number, from the state before it.
 */
export interface MovingMean {
  push(value: number, again: boolean): number;
  clear(): void;
}

/** Plain mean of the last `period` numbers. O(period), see `RecentValues`. */
export class SimpleMean implements MovingMean {
  readonly #window: RecentValues;

  constructor(period: number) {
    this.#window = new RecentValues(period);
  }

  push(value: number, again: boolean): number {
    const window = this.#window;
    window.push(value, again);
    return window.full ? window.sum() / window.size : Number.NaN;
  }

  clear(): void {
    this.#window.clear();
  }
}

/** Mean of the last `period` numbers with weights 1 (oldest) to `period` (newest). O(period). */
export class WeightedMean implements MovingMean {
  readonly #window: RecentValues;
  readonly #weights: number;

  constructor(period: number) {
    this.#window = new RecentValues(period);
    this.#weights = (period * (period + 1)) / 2;
  }

  push(value: number, again: boolean): number {
    const window = this.#window;
    window.push(value, again);
    return window.full ? window.weightedSum() / this.#weights : Number.NaN;
  }

  clear(): void {
    this.#window.clear();
  }
}

/**
 * A mean that remembers everything: seeded with the plain mean of the first `period` numbers, as TA-Lib does, then
 * moved by each number. While it is being seeded, its state is their sum.
 */
abstract class SeededMean implements MovingMean {
  protected readonly period: number;
  #count = 0;
  /** The state before the last number, and with it: side by side, since both are touched at every bar. */
  readonly #states = new Float64Array(2);

  constructor(period: number) {
    this.period = period;
  }

  push(value: number, again: boolean): number {
    const states = this.#states;
    if (!again) {
      states[0] = states[1] as number;
      this.#count += 1;
    }
    const before = states[0] as number;
    if (this.#count > this.period) return (states[1] = this.moved(before, value));
    const sum = before + value;
    const seeded = this.#count === this.period;
    states[1] = seeded ? sum / this.period : sum;
    return seeded ? states[1] : Number.NaN;
  }

  clear(): void {
    this.#count = 0;
    this.#states.fill(0);
  }

  protected abstract moved(mean: number, value: number): number;
}

/** Exponential mean, alpha = 2 / (period + 1). O(1). */
export class ExponentialMean extends SeededMean {
  readonly #alpha: number;

  constructor(period: number) {
    super(period);
    this.#alpha = 2 / (period + 1);
  }

  protected override moved(mean: number, value: number): number {
    return mean + this.#alpha * (value - mean);
  }
}

/** Wilder's smoothing, alpha = 1 / period (New Concepts in Technical Trading Systems, 1978). O(1). */
export class WilderMean extends SeededMean {
  protected override moved(mean: number, value: number): number {
    return movedByWilder(mean, value, this.period);
  }
}

/**
 * The same for a caller that keeps the state: after the `count`th number, the sum of the numbers while `count` is below
 * `period`.
 */
export function wilderMean(before: number, value: number, count: number, period: number): number {
  if (count > period) return movedByWilder(before, value, period);
  return count === period ? (before + value) / period : before + value;
}

const movedByWilder = (mean: number, value: number, period: number): number =>
  (mean * (period - 1) + value) / period;
