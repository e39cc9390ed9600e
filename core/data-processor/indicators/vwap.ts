import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SINGLE_OUTPUT } from './parameters.ts';

/** Places beside the output: money and volume before the last bar, then with it. */
const MONEY_BEFORE = 1;
const VOLUME_BEFORE = 2;
const MONEY = 3;
const VOLUME = 4;

/** Two running sums since the last reset. */
class SessionVwap extends BarIndicator {
  constructor() {
    super(SINGLE_OUTPUT, 1, 4);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    const close = bars.close[at] as number;
    const volume = bars.volume[at] as number;
    const { values } = this;
    if (!again) {
      values[MONEY_BEFORE] = values[MONEY] as number;
      values[VOLUME_BEFORE] = values[VOLUME] as number;
    }
    const typical = (high + low + close) / 3;
    const money = (values[MONEY_BEFORE] as number) + typical * volume;
    const traded = (values[VOLUME_BEFORE] as number) + volume;
    values[MONEY] = money;
    values[VOLUME] = traded;
    values[0] = traded > 0 ? money / traded : typical;
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
