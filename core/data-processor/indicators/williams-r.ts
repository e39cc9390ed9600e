import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';
import { RollingExtreme } from './rolling-extreme.ts';

/** Highest high and lowest low of a window. */
class WilliamsRange extends BarIndicator {
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;

  constructor(period: number) {
    super(SINGLE_OUTPUT, period);
    this.#highest = new RollingExtreme(period, 'highest');
    this.#lowest = new RollingExtreme(period, 'lowest');
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    const close = bars.close[at] as number;
    const highest = this.#highest.push(high, again);
    const range = highest - this.#lowest.push(low, again);
    this.values[0] = range === 0 ? 0 : (100 * (close - highest)) / range;
  }

  protected override clear(): void {
    this.#highest.clear();
    this.#lowest.clear();
  }
}

/**
 * Williams %R, −100 to 0: how far the close is below the highest high of `period` bars; 0 where the range is 0. TA-Lib
 * `WILLR`. Source: Larry Williams, 1973.
 */
export const williamsR: IndicatorDefinition = {
  name: 'williams_r',
  parameters: [barCount('period', 14)],
  outputs: SINGLE_OUTPUT,
  resetsEachSession: false,
  create: (given) => new WilliamsRange(parameter(given, 'period')),
};
