import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { AverageTrueRange } from './average-true-range.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { ExponentialMean } from './moving-means.ts';
import { barCount, multiple, parameter } from './parameters.ts';

const OUTPUTS: readonly string[] = ['upper', 'middle', 'lower'];

/** An exponential mean and an average true range; all outputs begin together. */
class KeltnerChannel extends BarIndicator {
  readonly #middle: ExponentialMean;
  readonly #range: AverageTrueRange;
  readonly #multiplier: number;

  constructor(period: number, atrPeriod: number, multiplier: number) {
    super(OUTPUTS, Math.max(period, atrPeriod + 1));
    this.#middle = new ExponentialMean(period);
    this.#range = new AverageTrueRange(atrPeriod);
    this.#multiplier = multiplier;
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    const close = bars.close[at] as number;
    const middle = this.#middle.push(close, again);
    const width = this.#multiplier * this.#range.push(high, low, close, again);
    if (this.bars < this.warmUp) return;
    this.values[0] = middle + width;
    this.values[1] = middle;
    this.values[2] = middle - width;
  }

  protected override clear(): void {
    this.#middle.clear();
    this.#range.clear();
  }
}

/**
 * Keltner channel: `ema(period)` of the close, and `multiplier` × `atr(atr_period)` above and below. Source: Chester
 * Keltner, 1960, in Linda Raschke's form. TA-Lib's `KC` starts its range later than `ATR`; this one is `ATR`.
 */
export const keltner: IndicatorDefinition = {
  name: 'keltner',
  parameters: [barCount('period', 20), barCount('atr_period', 10), multiple('multiplier', 2)],
  outputs: OUTPUTS,
  resetsEachSession: false,
  create: (given) =>
    new KeltnerChannel(
      parameter(given, 'period'),
      parameter(given, 'atr_period'),
      parameter(given, 'multiplier'),
    ),
};
