import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SINGLE_OUTPUT } from './parameters.ts';

/** Two running sums since the last reset. */
class SessionVwap extends BarIndicator {
  #value = 0;
  #valueBefore = 0;
  #volume = 0;
  #volumeBefore = 0;

  constructor() {
    super(SINGLE_OUTPUT, 1);
  }

  protected override take(
    _open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    again: boolean,
  ): void {
    if (!again) {
      this.#valueBefore = this.#value;
      this.#volumeBefore = this.#volume;
    }
    const typical = (high + low + close) / 3;
    this.#value = this.#valueBefore + typical * volume;
    this.#volume = this.#volumeBefore + volume;
    this.values[0] = this.#volume > 0 ? this.#value / this.#volume : typical;
  }

  protected override clear(): void {
    this.#value = 0;
    this.#valueBefore = 0;
    this.#volume = 0;
    this.#volumeBefore = 0;
  }
}

/**
 * Volume weighted average price of the session: sum of (high + low + close) / 3 × volume over sum of volume.
 *
 * While nothing was traded since the session's start it is the typical price of the last bar, so that an index, whose
 * volume is always 0, still has one; a bar without volume later in the session leaves it where it was.
 */
export const vwap: IndicatorDefinition = {
  name: 'vwap',
  parameters: [],
  outputs: SINGLE_OUTPUT,
  resetsEachSession: true,
  create: () => new SessionVwap(),
};
