import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { WilderMean } from './moving-means.ts';
import { barCount, parameter } from './parameters.ts';
import { PreviousValue } from './previous-value.ts';
import { trueRange } from './average-true-range.ts';
import { WilderSum } from './wilder-sum.ts';

const OUTPUTS: readonly string[] = ['adx', 'plus_di', 'minus_di'];

/** Wilder sums of directional movement and true range, and a Wilder mean of how far apart the directions are. */
class DirectionalIndex extends BarIndicator {
  readonly #period: number;
  readonly #previousHigh = new PreviousValue();
  readonly #previousLow = new PreviousValue();
  readonly #previousClose = new PreviousValue();
  readonly #range: WilderSum;
  readonly #plus: WilderSum;
  readonly #minus: WilderSum;
  readonly #adx: WilderMean;

  constructor(period: number) {
    super(OUTPUTS, 2 * period);
    this.#period = period;
    this.#range = new WilderSum(period);
    this.#plus = new WilderSum(period);
    this.#minus = new WilderSum(period);
    this.#adx = new WilderMean(period);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    const close = bars.close[at] as number;
    const rise = high - this.#previousHigh.push(high, again);
    const fall = this.#previousLow.push(low, again) - low;
    const previousClose = this.#previousClose.push(close, again);
    if (this.bars === 1) return;
    const range = this.#range.push(trueRange(high, low, previousClose), again);
    const plus = this.#plus.push(rise > 0 && rise > fall ? rise : 0, again);
    const minus = this.#minus.push(fall > 0 && fall > rise ? fall : 0, again);
    if (this.bars <= this.#period) return;
    const plusDi = range === 0 ? 0 : 100 * (plus / range);
    const minusDi = range === 0 ? 0 : 100 * (minus / range);
    const both = plusDi + minusDi;
    const adx = this.#adx.push(both === 0 ? 0 : 100 * (Math.abs(plusDi - minusDi) / both), again);
    if (this.bars < this.warmUp) return;
    this.values[0] = adx;
    this.values[1] = plusDi;
    this.values[2] = minusDi;
  }

  protected override clear(): void {
    this.#previousHigh.clear();
    this.#previousLow.clear();
    this.#previousClose.clear();
    this.#range.clear();
    this.#plus.clear();
    this.#minus.clear();
    this.#adx.clear();
  }
}

/**
 * Average directional index and the two directional indicators, 0 to 100. TA-Lib `ADX`, `PLUS_DI`, `MINUS_DI`.
 * Source: Wilder, New Concepts in Technical Trading Systems, 1978. All outputs begin with the index.
 */
export const adx: IndicatorDefinition = {
  name: 'adx',
  parameters: [barCount('period', 14, 2)],
  outputs: OUTPUTS,
  resetsEachSession: false,
  create: (given) => new DirectionalIndex(parameter(given, 'period')),
};
