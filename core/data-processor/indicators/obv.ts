import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SINGLE_OUTPUT } from './parameters.ts';
import { PreviousValue } from './previous-value.ts';

/** A running sum of signed volume. */
class OnBalanceVolume extends BarIndicator {
  readonly #previousClose = new PreviousValue();
  #sum = 0;
  #before = 0;

  constructor() {
    super(SINGLE_OUTPUT, 1);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const close = bars.close[at] as number;
    const volume = bars.volume[at] as number;
    if (!again) this.#before = this.#sum;
    const previousClose = this.#previousClose.push(close, again);
    if (close < previousClose) this.#sum = this.#before - volume;
    else if (close > previousClose || this.bars === 1) this.#sum = this.#before + volume;
    else this.#sum = this.#before;
    this.values[0] = this.#sum;
  }

  protected override clear(): void {
    this.#previousClose.clear();
    this.#sum = 0;
    this.#before = 0;
  }
}

/**
 * On-balance volume: volume added on a higher close, subtracted on a lower one; starts with the first bar's volume. Its
 * level depends on where the series begins; only its course means something. TA-Lib `OBV`. Source: Joseph Granville,
 * 1963.
 */
export const obv: IndicatorDefinition = {
  name: 'obv',
  parameters: [],
  outputs: SINGLE_OUTPUT,
  resetsEachSession: false,
  create: () => new OnBalanceVolume(),
};
