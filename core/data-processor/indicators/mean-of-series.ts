import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { FloatArena } from '../../model/float-arena.ts';
import type { Indicator, IndicatorDefinition } from './indicator.ts';
import type { MovingMean } from './moving-means.ts';
import { SINGLE_OUTPUT, barCount, parameter } from './parameters.ts';
import { SimpleMeanOfSeries, type SeriesName } from './simple-mean-of-series.ts';

/** An indicator that is one moving mean of the close or the volume. */
class MeanOfSeries extends BarIndicator {
  readonly #series: SeriesName;
  readonly #mean: MovingMean;

  constructor(series: SeriesName, period: number, mean: MovingMean) {
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
export const meanOfSeries = (
  name: string,
  series: SeriesName,
  createMean: (period: number) => MovingMean,
): IndicatorDefinition => define(name, (period) => new MeanOfSeries(series, period, createMean(period)));

/** The same for the plain mean. */
export const simpleMeanOfSeries = (name: string, series: SeriesName): IndicatorDefinition =>
  define(name, (period, pool) => new SimpleMeanOfSeries(series, period, pool));

const define = (
  name: string,
  create: (period: number, pool: FloatArena | undefined) => Indicator,
): IndicatorDefinition => ({
  name,
  parameters: [barCount('period', 20)],
  outputs: SINGLE_OUTPUT,
  resetsEachSession: false,
  create: (given, pool) => create(parameter(given, 'period'), pool),
});
