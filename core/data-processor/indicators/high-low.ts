import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { barCount, parameter } from './parameters.ts';
import { RollingExtreme } from './rolling-extreme.ts';

const OUTPUTS: readonly string[] = ['high', 'low'];

/** Highest high and lowest low of a window. */
class HighLow extends BarIndicator {
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;

  constructor(period: number) {
    super(OUTPUTS, period);
    this.#highest = new RollingExtreme(period, 'highest');
    this.#lowest = new RollingExtreme(period, 'lowest');
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    this.values[0] = this.#highest.push(high, again);
    this.values[1] = this.#lowest.push(low, again);
  }

  protected override clear(): void {
    this.#highest.clear();
    this.#lowest.clear();
  }
}

/** Highest high and lowest low of the last `period` bars, the last one included. TA-Lib `MAX` of high, `MIN` of low. */
export const highLow: IndicatorDefinition = {
  name: 'high_low',
  parameters: [barCount('period', 20)],
  outputs: OUTPUTS,
  resetsEachSession: false,
  create: (given) => new HighLow(parameter(given, 'period')),
};
