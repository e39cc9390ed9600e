import { RecentValues } from './recent-values.ts';

/**
 * The means that indicators are made of. Each takes a number by `push` and gives the mean after it, `NaN` until warm;
 * `again` = true takes the last number anew, from the state before it.
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
  #before = 0;
  #state = 0;

  constructor(period: number) {
    this.period = period;
  }

  push(value: number, again: boolean): number {
    if (!again) {
      this.#before = this.#state;
      this.#count += 1;
    }
    if (this.#count > this.period) {
      this.#state = this.moved(this.#before, value);
      return this.#state;
    }
    const sum = this.#before + value;
    const seeded = this.#count === this.period;
    this.#state = seeded ? sum / this.period : sum;
    return seeded ? this.#state : Number.NaN;
  }

  clear(): void {
    this.#count = 0;
    this.#before = 0;
    this.#state = 0;
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
    return (mean * (this.period - 1) + value) / this.period;
  }
}
