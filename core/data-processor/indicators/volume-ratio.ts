import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { SimpleMean } from './moving-means.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';
import { PreviousValue } from './previous-value.ts';

/** A plain mean, one bar behind. */
class VolumeRatio extends BarIndicator {
  readonly #previous = new PreviousValue();
  readonly #mean: SimpleMean;

  constructor(period: number) {
    super(SINGLE_OUTPUT, period + 1);
    this.#mean = new SimpleMean(period);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    const volume = bars.volume[at] as number;
    const previous = this.#previous.push(volume, again);
    if (this.bars === 1) return;
    const mean = this.#mean.push(previous, again);
    this.values[0] = mean === 0 ? 0 : volume / mean;
  }

  protected override clear(): void {
    this.#previous.clear();
    this.#mean.clear();
  }
}

/**
 * Relative volume: the last bar's volume over the mean of the `period` bars before it; 0 where those had none.
 * TA-Lib `RVOL`, which gives infinity for a volume after none.
 */
export const volumeRatio: IndicatorDefinition = {
  name: 'volume_ratio',
  parameters: [barCount('period', 20)],
  outputs: SINGLE_OUTPUT,
  resetsEachSession: false,
  create: (given) => new VolumeRatio(parameter(given, 'period')),
};
