import { WilderMean } from './moving-means.ts';
import { PreviousValue } from './previous-value.ts';
import { trueRange } from './true-range.ts';

/**
 * Wilder's mean of the true range, the part that `atr` and `keltner` share. The first bar has no previous close and
 * so no true range: warm after `period + 1` bars, as TA-Lib's `ATR`.
 */
export class AverageTrueRange {
  readonly #previousClose = new PreviousValue();
  readonly #mean: WilderMean;

  constructor(period: number) {
    this.#mean = new WilderMean(period);
  }

  /** The mean after a bar; `NaN` until warm. */
  push(high: number, low: number, close: number, again: boolean): number {
    const previousClose = this.#previousClose.push(close, again);
    if (Number.isNaN(previousClose)) return Number.NaN;
    return this.#mean.push(trueRange(high, low, previousClose), again);
  }

  clear(): void {
    this.#previousClose.clear();
    this.#mean.clear();
  }
}
