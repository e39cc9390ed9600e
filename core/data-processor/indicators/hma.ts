import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { WeightedMean } from './moving-means.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';

/** Three weighted means, the last one of the difference of the first two. */
class HullMean extends BarIndicator {
  readonly #period: number;
  readonly #half: WeightedMean;
  readonly #whole: WeightedMean;
  readonly #smoothed: WeightedMean;

  constructor(period: number) {
    const smoothing = Math.floor(Math.sqrt(period));
    super(SINGLE_OUTPUT, period + smoothing - 1);
    this.#period = period;
    this.#half = new WeightedMean(Math.floor(period / 2));
    this.#whole = new WeightedMean(period);
    this.#smoothed = new WeightedMean(smoothing);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const close = bars.close[at] as number;
    const half = this.#half.push(close, again);
    const whole = this.#whole.push(close, again);
    if (this.bars >= this.#period) this.values[0] = this.#smoothed.push(2 * half - whole, again);
  }

  protected override clear(): void {
    this.#half.clear();
    this.#whole.clear();
    this.#smoothed.clear();
  }
}

/**
 * Hull moving average: `wma(√period)` of `2 × wma(period / 2) − wma(period)`, both fractions cut off. TA-Lib `HMA`.
 * Source: Alan Hull, Hull Moving Average, 2005.
 */
export const hma: IndicatorDefinition = {
  name: 'hma',
  parameters: [barCount('period', 20, 2)],
  outputs: SINGLE_OUTPUT,
  resetsEachSession: false,
  create: (given) => new HullMean(parameter(given, 'period')),
};
