import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { barCount, multiple, parameter } from './parameters.ts';
import { RecentValues } from './recent-values.ts';

const OUTPUTS: readonly string[] = ['upper', 'middle', 'lower'];

/**
 * A window of closes. The deviation is computed around the mean in a second pass, which loses no digits where the price
 * is high and calm.
 */
class BollingerBands extends BarIndicator {
  readonly #window: RecentValues;
  readonly #deviations: number;

  constructor(period: number, deviations: number) {
    super(OUTPUTS, period);
    this.#window = new RecentValues(period);
    this.#deviations = deviations;
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const close = bars.close[at] as number;
    const window = this.#window;
    window.push(close, again);
    if (!window.full) return;
    const mean = window.sum() / window.size;
    const width = this.#deviations * Math.sqrt(window.sumOfSquares(mean) / window.size);
    this.values[0] = mean + width;
    this.values[1] = mean;
    this.values[2] = mean - width;
  }

  protected override clear(): void {
    this.#window.clear();
  }
}

/**
 * Bollinger bands: `sma(period)` of the close, and `deviations` population standard deviations above and below.
 * TA-Lib `BBANDS`. Source: John Bollinger, Bollinger on Bollinger Bands, 2001.
 */
export const bbands: IndicatorDefinition = {
  name: 'bbands',
  parameters: [barCount('period', 20, 2), multiple('deviations', 2)],
  outputs: OUTPUTS,
  resetsEachSession: false,
  create: (given) => new BollingerBands(parameter(given, 'period'), parameter(given, 'deviations')),
};
