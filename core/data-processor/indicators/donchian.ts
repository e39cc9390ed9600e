import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { barCount, parameter } from './parameters.ts';
import { RollingExtreme } from './rolling-extreme.ts';

const OUTPUTS: readonly string[] = ['upper', 'middle', 'lower'];

/** Highest high and lowest low of a window. */
class DonchianChannel extends BarIndicator {
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
    const upper = this.#highest.push(high, again);
    const lower = this.#lowest.push(low, again);
    this.values[0] = upper;
    this.values[1] = (upper + lower) / 2;
    this.values[2] = lower;
  }

  protected override clear(): void {
    this.#highest.clear();
    this.#lowest.clear();
  }
}

/**
 * Donchian channel: highest high and lowest low of the last `period` bars, the last one included, and their middle.
 * TA-Lib `DONCHIAN`. Source: Richard Donchian, 1960.
 */
export const donchian: IndicatorDefinition = {
  name: 'donchian',
  parameters: [barCount('period', 20)],
  outputs: OUTPUTS,
  resetsEachSession: false,
  create: (given) => new DonchianChannel(parameter(given, 'period')),
};
