import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { FloatArena } from '../../model/float-arena.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SINGLE_OUTPUT } from './parameters.ts';
import { PooledIndicator, VALUE } from './pooled-indicator.ts';

/** Places after the output: money and volume before the last bar, then with it. */
const MONEY_BEFORE = 2;
const VOLUME_BEFORE = 3;
const MONEY = 4;
const VOLUME = 5;

/** Two running sums since the last reset. */
class SessionVwap extends PooledIndicator {
  constructor(pool: FloatArena | undefined) {
    super(SINGLE_OUTPUT, 1, 4, pool);
  }

  protected override take(
    numbers: Float64Array,
    row: number,
    bars: ReadonlyBarColumns,
    at: number,
    again: boolean,
  ): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    const close = bars.close[at] as number;
    const volume = bars.volume[at] as number;
    if (!again) {
      numbers[row + MONEY_BEFORE] = numbers[row + MONEY] as number;
      numbers[row + VOLUME_BEFORE] = numbers[row + VOLUME] as number;
    }
    const typical = (high + low + close) / 3;
    const money = (numbers[row + MONEY_BEFORE] as number) + typical * volume;
    const traded = (numbers[row + VOLUME_BEFORE] as number) + volume;
    numbers[row + MONEY] = money;
    numbers[row + VOLUME] = traded;
    numbers[row + VALUE] = traded > 0 ? money / traded : typical;
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
  create: (_given, pool) => new SessionVwap(pool),
};
