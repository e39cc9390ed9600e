import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';
import { RecentValues } from './recent-values.ts';

/** Puts most values between −100 and 100 (Lambert 1980). */
const LAMBERT = 0.015;

/** A window of typical prices. */
class CommodityChannel extends BarIndicator {
  readonly #window: RecentValues;

  constructor(period: number) {
    super(SINGLE_OUTPUT, period);
    this.#window = new RecentValues(period);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    const close = bars.close[at] as number;
    const typical = (high + low + close) / 3;
    const window = this.#window;
    window.push(typical, again);
    if (!window.full) return;
    // Distances from the last price are exact where prices are close: at large prices a mean of prices would round
    // more than the prices move, and equal prices would seem to deviate.
    const mean = window.sumFrom(typical) / window.size;
    const deviation = window.sumOfDistances(typical, mean) / window.size;
    this.values[0] = deviation === 0 ? 0 : -mean / (LAMBERT * deviation);
  }

  protected override clear(): void {
    this.#window.clear();
  }
}

/**
 * Commodity channel index: (typical price − its mean) / (0.015 × its mean deviation); 0 where that is 0. TA-Lib `CCI`.
 * Source: Donald Lambert, Commodities, October 1980.
 */
export const cci: IndicatorDefinition = {
  name: 'cci',
  parameters: [barCount('period', 20, 2)],
  outputs: SINGLE_OUTPUT,
  resetsEachSession: false,
  create: (given) => new CommodityChannel(parameter(given, 'period')),
};
