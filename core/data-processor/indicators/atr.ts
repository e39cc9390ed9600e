import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { AverageTrueRange } from './average-true-range.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';

/** The average true range of the series. */
class Atr extends BarIndicator {
  readonly #range: AverageTrueRange;

  constructor(period: number) {
    super(SINGLE_OUTPUT, period + 1);
    this.#range = new AverageTrueRange(period);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    const close = bars.close[at] as number;
    this.values[0] = this.#range.push(high, low, close, again);
  }

  protected override clear(): void {
    this.#range.clear();
  }
}

/**
 * Average true range in price units: Wilder's smoothing, seeded with the mean of the first `period`. TA-Lib `ATR`.
 * Source: Wilder, New Concepts in Technical Trading Systems, 1978.
 */
export const atr: IndicatorDefinition = {
  name: 'atr',
  parameters: [barCount('period', 14)],
  outputs: SINGLE_OUTPUT,
  resetsEachSession: false,
  create: (given) => new Atr(parameter(given, 'period')),
};
