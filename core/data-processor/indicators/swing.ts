import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';
import { RecentValues } from './recent-values.ts';

/**
 * The last swing of a series: a high above the highs of `period` bars on both sides (for lows: below), known when the
 * last of them has closed, which is `period` bars later. Of equal highs within reach none is a swing.
 * Source: Bill Williams' fractals (Trading Chaos, 1995), TA-Lib `FRACTAL`; that marks the bar, this keeps the price.
 */
class Swing extends BarIndicator {
  /** 1 for highs; −1 for lows, which are the highs of the negated prices. */
  readonly #sign: 1 | -1;
  readonly #period: number;
  readonly #window: RecentValues;
  #before = Number.NaN;

  constructor(sign: 1 | -1, period: number) {
    super(SINGLE_OUTPUT, 2 * period + 1);
    this.#sign = sign;
    this.#period = period;
    this.#window = new RecentValues(2 * period + 1);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    if (!again) this.#before = this.values[0] as number;
    this.#window.push(this.#sign === 1 ? high : -low, again);
    const candidate = this.#window.at(this.#period);
    this.values[0] = this.#isSwing(candidate) ? this.#sign * candidate : this.#before;
  }

  protected override clear(): void {
    this.#before = Number.NaN;
    this.#window.clear();
  }

  #isSwing(candidate: number): boolean {
    if (!this.#window.full) return false;
    for (let age = 2 * this.#period; age >= 0; age -= 1) {
      if (age !== this.#period && this.#window.at(age) >= candidate) return false;
    }
    return true;
  }
}

/** Defines the indicator that keeps the last swing high (1) or low (−1). */
export function swing(name: string, sign: 1 | -1): IndicatorDefinition {
  return {
    name,
    parameters: [barCount('period', 5)],
    outputs: SINGLE_OUTPUT,
    resetsEachSession: false,
    create: (given) => new Swing(sign, parameter(given, 'period')),
  };
}
