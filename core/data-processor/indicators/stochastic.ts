import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SimpleMean } from './moving-means.ts';
import { barCount, parameter } from './parameters.ts';
import { RollingExtreme } from './rolling-extreme.ts';

const OUTPUTS: readonly string[] = ['k', 'd'];

/** Plain means of the close's position between lowest low and highest high; 0 where the range is 0. */
class SlowStochastic extends BarIndicator {
  readonly #period: number;
  readonly #firstK: number;
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  readonly #k: SimpleMean;
  readonly #d: SimpleMean;

  constructor(period: number, smoothing: number, signal: number) {
    super(OUTPUTS, period + smoothing + signal - 2);
    this.#period = period;
    this.#firstK = period + smoothing - 1;
    this.#highest = new RollingExtreme(period, 'highest');
    this.#lowest = new RollingExtreme(period, 'lowest');
    this.#k = new SimpleMean(smoothing);
    this.#d = new SimpleMean(signal);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    const close = bars.close[at] as number;
    const highest = this.#highest.push(high, again);
    const lowest = this.#lowest.push(low, again);
    if (this.bars < this.#period) return;
    const range = highest - lowest;
    const k = this.#k.push(range === 0 ? 0 : (100 * (close - lowest)) / range, again);
    if (this.bars < this.#firstK) return;
    const d = this.#d.push(k, again);
    if (this.bars < this.warmUp) return;
    this.values[0] = k;
    this.values[1] = d;
  }

  protected override clear(): void {
    this.#highest.clear();
    this.#lowest.clear();
    this.#k.clear();
    this.#d.clear();
  }
}

/**
 * Slow stochastic oscillator, 0 to 100: the position of the close in the range of `period` bars, smoothed twice. TA-Lib
 * `STOCH`. Source: George Lane.
 */
export const stochastic: IndicatorDefinition = {
  name: 'stochastic',
  parameters: [barCount('period', 14), barCount('smoothing', 3), barCount('signal', 3)],
  outputs: OUTPUTS,
  resetsEachSession: false,
  create: (given) =>
    new SlowStochastic(parameter(given, 'period'), parameter(given, 'smoothing'), parameter(given, 'signal')),
};
