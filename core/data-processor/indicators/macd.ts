import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { ExponentialMean } from './moving-means.ts';
import { barCount, parameter } from './parameters.ts';

const OUTPUTS: readonly string[] = ['macd', 'signal', 'histogram'];

/**
 * Two exponential means and a third of their difference. As in TA-Lib the fast one is seeded at the same bar as the
 * slow one, from the `fast` closes up to it, and all outputs begin together.
 */
class ConvergenceDivergence extends BarIndicator {
  readonly #slowPeriod: number;
  readonly #fastStartsAfter: number;
  readonly #fast: ExponentialMean;
  readonly #slow: ExponentialMean;
  readonly #signal: ExponentialMean;

  constructor(fast: number, slow: number, signal: number) {
    super(OUTPUTS, slow + signal - 1);
    this.#slowPeriod = slow;
    this.#fastStartsAfter = slow - fast;
    this.#fast = new ExponentialMean(fast);
    this.#slow = new ExponentialMean(slow);
    this.#signal = new ExponentialMean(signal);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const close = bars.close[at] as number;
    const slow = this.#slow.push(close, again);
    if (this.bars <= this.#fastStartsAfter) return;
    const macd = this.#fast.push(close, again) - slow;
    if (this.bars < this.#slowPeriod) return;
    const signal = this.#signal.push(macd, again);
    if (this.bars < this.warmUp) return;
    this.values[0] = macd;
    this.values[1] = signal;
    this.values[2] = macd - signal;
  }

  protected override clear(): void {
    this.#fast.clear();
    this.#slow.clear();
    this.#signal.clear();
  }
}

/**
 * Moving average convergence divergence: `ema(fast) − ema(slow)`, the `ema(signal)` of that, and their difference.
 * TA-Lib `MACD`. Source: Gerald Appel, 1979.
 */
export const macd: IndicatorDefinition = {
  name: 'macd',
  parameters: [barCount('fast', 12, 2), barCount('slow', 26, 2), barCount('signal', 9)],
  outputs: OUTPUTS,
  resetsEachSession: false,
  contradiction: ({ fast = 0, slow = 0 }) =>
    fast < slow ? undefined : `fast ${fast} is not below slow ${slow}`,
  create: (given) =>
    new ConvergenceDivergence(parameter(given, 'fast'), parameter(given, 'slow'), parameter(given, 'signal')),
};
