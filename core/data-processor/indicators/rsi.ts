import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { WilderMean } from './moving-means.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';
import { PreviousValue } from './previous-value.ts';

/** Wilder means of gains and of losses from close to close. */
class RelativeStrength extends BarIndicator {
  readonly #previousClose = new PreviousValue();
  readonly #gain: WilderMean;
  readonly #loss: WilderMean;

  constructor(period: number) {
    super(SINGLE_OUTPUT, period + 1);
    this.#gain = new WilderMean(period);
    this.#loss = new WilderMean(period);
  }

  protected override take(
    _open: number,
    _high: number,
    _low: number,
    close: number,
    _volume: number,
    again: boolean,
  ): void {
    const change = close - this.#previousClose.push(close, again);
    if (this.bars === 1) return;
    const gain = this.#gain.push(change > 0 ? change : 0, again);
    const loss = this.#loss.push(change < 0 ? -change : 0, again);
    const both = gain + loss;
    this.values[0] = both === 0 ? 0 : 100 * (gain / both);
  }

  protected override clear(): void {
    this.#previousClose.clear();
    this.#gain.clear();
    this.#loss.clear();
  }
}

/**
 * Relative strength index, 0 to 100; 0 when price never moved. TA-Lib `RSI`.
 * Source: Wilder, New Concepts in Technical Trading Systems, 1978; the first averages are plain means of `period` changes.
 */
export const rsi: IndicatorDefinition = {
  name: 'rsi',
  parameters: [barCount('period', 14, 2)],
  outputs: SINGLE_OUTPUT,
  resetsEachSession: false,
  create: (given) => new RelativeStrength(parameter(given, 'period')),
};
