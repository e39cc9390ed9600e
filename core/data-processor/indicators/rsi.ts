import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { wilderMean } from './moving-means.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';

/** Places beside the output: the close, and the means of gains and of losses, each before the last bar and with it. */
const CLOSE_BEFORE = 1;
const GAIN_BEFORE = 2;
const LOSS_BEFORE = 3;
const CLOSE = 4;
const GAIN = 5;
const LOSS = 6;

/** Wilder means of gains and of losses from close to close. */
class RelativeStrength extends BarIndicator {
  readonly #period: number;

  constructor(period: number) {
    super(SINGLE_OUTPUT, period + 1, 6);
    this.#period = period;
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const close = bars.close[at] as number;
    const { values } = this;
    if (!again) {
      values[CLOSE_BEFORE] = values[CLOSE] as number;
      values[GAIN_BEFORE] = values[GAIN] as number;
      values[LOSS_BEFORE] = values[LOSS] as number;
    }
    values[CLOSE] = close;
    const changes = this.bars - 1;
    if (changes === 0) return;
    const change = close - (values[CLOSE_BEFORE] as number);
    const period = this.#period;
    const gain = wilderMean(values[GAIN_BEFORE] as number, change > 0 ? change : 0, changes, period);
    const loss = wilderMean(values[LOSS_BEFORE] as number, change < 0 ? -change : 0, changes, period);
    values[GAIN] = gain;
    values[LOSS] = loss;
    if (changes < period) return;
    const both = gain + loss;
    values[0] = both === 0 ? 0 : 100 * (gain / both);
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
