import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { FloatArena } from '../../model/float-arena.ts';
import { SINGLE_OUTPUT } from './parameters.ts';
import { BARS, PooledIndicator, VALUE } from './pooled-indicator.ts';

export type SeriesName = 'close' | 'volume';

/** Where the ring of the last `period` numbers begins. */
const RING = VALUE + 1;

/** Plain mean of the last `period` closes or volumes, summed again at each bar, oldest first: see `RecentValues`. */
export class SimpleMeanOfSeries extends PooledIndicator {
  readonly #series: SeriesName;
  readonly #period: number;

  constructor(series: SeriesName, period: number, pool: FloatArena | undefined) {
    super(SINGLE_OUTPUT, period, period, pool);
    this.#series = series;
    this.#period = period;
  }

  protected override take(numbers: Float64Array, row: number, bars: ReadonlyBarColumns, at: number): void {
    const period = this.#period;
    const count = numbers[row + BARS] as number;
    const ring = row + RING;
    const newest = ring + ((count - 1) % period);
    numbers[newest] = bars[this.#series][at] as number;
    if (count < period) return;
    let sum = 0;
    for (let slot = newest + 1; slot < ring + period; slot++) sum += numbers[slot] as number;
    for (let slot = ring; slot <= newest; slot++) sum += numbers[slot] as number;
    numbers[row + VALUE] = sum / period;
  }
}
