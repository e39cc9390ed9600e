import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';
import type { MovingMean } from './moving-means.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';

type Series = 'close' | 'volume';

/** An indicator that is one moving mean of the close or the volume. */
class MeanOfSeries extends BarIndicator {
  readonly #series: Series;
  readonly #mean: MovingMean;

  constructor(series: Series, period: number, mean: MovingMean) {
    super(SINGLE_OUTPUT, period);
    this.#series = series;
    this.#mean = mean;
  }

  protected override take(bars: ReadonlyBarColumns, at: number, again: boolean): void {
    this.values[0] = this.#mean.push(bars[this.#series][at] as number, again);
  }

  protected override clear(): void {
    this.#mean.clear();
  }
}

/** Defines an indicator that is a moving mean of one series, warm after `period` bars. */
export function meanOfSeries(
  name: string,
  series: Series,
  createMean: (period: number) => MovingMean,
): IndicatorDefinition {
  return {
    name,
    parameters: [barCount('period', 20)],
    outputs: SINGLE_OUTPUT,
    resetsEachSession: false,
    create: (given) => {
      const period = parameter(given, 'period');
      return new MeanOfSeries(series, period, createMean(period));
    },
  };
}
