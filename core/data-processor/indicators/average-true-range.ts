import { WilderMean } from './moving-means.ts';
import { PreviousValue } from './previous-value.ts';

/**
 * Greatest of high − low, |high − previous close| and |low − previous close|: how far price went since the last close.
 * Source: Wilder, New Concepts in Technical Trading Systems, 1978.
 */
export function trueRange(high: number, low: number, previousClose: number): number {
  return Math.max(high - low, Math.abs(high - previousClose), Math.abs(low - previousClose));
}

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
