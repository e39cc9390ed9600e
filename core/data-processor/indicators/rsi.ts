import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { FloatArena } from '../../model/float-arena.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { wilderMean } from './moving-means.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';
import { BARS, PooledIndicator, VALUE } from './pooled-indicator.ts';

/** Places after the output: the close, and the means of gains and of losses, each before the last bar and with it. */
const CLOSE_BEFORE = 2;
const GAIN_BEFORE = 3;
const LOSS_BEFORE = 4;
const CLOSE = 5;
const GAIN = 6;
const LOSS = 7;

/** Wilder means of gains and of losses from close to close. */
class RelativeStrength extends PooledIndicator {
  readonly #period: number;

  constructor(period: number, pool: FloatArena | undefined) {
    super(SINGLE_OUTPUT, period + 1, 6, pool);
    this.#period = period;
  }

  protected override take(
    numbers: Float64Array,
    row: number,
    bars: ReadonlyBarColumns,
    at: number,
    again: boolean,
  ): void {
    const close = bars.close[at] as number;
    if (!again) {
      numbers[row + CLOSE_BEFORE] = numbers[row + CLOSE] as number;
      numbers[row + GAIN_BEFORE] = numbers[row + GAIN] as number;
      numbers[row + LOSS_BEFORE] = numbers[row + LOSS] as number;
    }
    numbers[row + CLOSE] = close;
    const changes = (numbers[row + BARS] as number) - 1;
    if (changes === 0) return;
    const change = close - (numbers[row + CLOSE_BEFORE] as number);
    const period = this.#period;
    const gain = wilderMean(numbers[row + GAIN_BEFORE] as number, change > 0 ? change : 0, changes, period);
    const loss = wilderMean(numbers[row + LOSS_BEFORE] as number, change < 0 ? -change : 0, changes, period);
    numbers[row + GAIN] = gain;
    numbers[row + LOSS] = loss;
    if (changes < period) return;
    const both = gain + loss;
    numbers[row + VALUE] = both === 0 ? 0 : 100 * (gain / both);
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
  create: (given, pool) => new RelativeStrength(parameter(given, 'period'), pool),
};
