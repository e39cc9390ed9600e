import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';
import { RecentValues } from './recent-values.ts';

/** The closes from `period` bars ago on. */
class RateOfChange extends BarIndicator {
  readonly #closes: RecentValues;

  constructor(period: number) {
    super(SINGLE_OUTPUT, period + 1);
    this.#closes = new RecentValues(period + 1);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const close = bars.close[at] as number;
    const closes = this.#closes;
    closes.push(close, again);
    const before = closes.at(closes.size - 1);
    this.values[0] = before === 0 ? 0 : (close / before - 1) * 100;
  }

  protected override clear(): void {
    this.#closes.clear();
  }
}

/** Rate of change: the close against that of `period` bars ago, in percent; 0 when that was 0. TA-Lib `ROC`. */
export const roc: IndicatorDefinition = {
  name: 'roc',
  parameters: [barCount('period', 10)],
  outputs: SINGLE_OUTPUT,
  resetsEachSession: false,
  create: (given) => new RateOfChange(parameter(given, 'period')),
};
