import {
  HistogramSeries,
  LineSeries,
  LineStyle,
  LineType,
  type IChartApi,
  type ISeriesApi,
  type LineData,
  type WhitespaceData,
} from 'lightweight-charts';
import type { ChartBars } from './chart-cache.ts';
import { chartTime } from './chart-points.ts';
import type { ChartTheme } from './chart-theme.ts';
import type { StudyColumns } from './study-columns.ts';
import { studyLook, type StudyLook } from './study-looks.ts';

/** Beside prices that get three parts of the height, each pane of an indicator gets one. */
const PRICE_PARTS = 3;

interface Layer {
  readonly study: StudyColumns;
  readonly output: number;
  readonly color: string;
  readonly pane: number;
  readonly series: ISeriesApi<'Line'> | ISeriesApi<'Histogram'>;
}

/** An indicator's value at a bar, for the legend; null before it was warm. */
export interface StudyReading {
  readonly key: string;
  readonly color: string;
  readonly pane: number;
  readonly values: readonly (number | null)[];
  /** False for a past bar: without a value now, it will not get one. */
  readonly isNewest: boolean;
  /** The scale of its values. */
  readonly isPrice: boolean;
}

/** Draws a chart's indicators: price-like ones over the prices, the others beneath in panes of their own. */
export class StudyLayers {
  readonly #chart: IChartApi;
  readonly #bars: ChartBars;
  readonly #theme: ChartTheme;
  #studies: readonly StudyColumns[] = [];
  #isSmall = false;
  #layers: readonly Layer[] = [];

  constructor(chart: IChartApi, bars: ChartBars, theme: ChartTheme) {
    this.#chart = chart;
    this.#bars = bars;
    this.#theme = theme;
  }

  /** A small pane draws only the indicators over prices. The caller must call `drawAll` afterwards. */
  fit(isSmall: boolean): void {
    this.#isSmall = isSmall;
    this.#build();
  }

  /** The numbers at all bars from the one at `first` on. */
  drawAll(first: number): void {
    if (this.#studies !== this.#bars.studies && !this.#takeOver(this.#bars.studies)) this.#build();
    for (const { study, output, series, color } of this.#layers) {
      const points = Array.from({ length: Math.max(0, study.length - first) }, (_, index) =>
        this.#point(study, output, first + index, color),
      );
      series.setData(points);
    }
  }

  drawFrom(from: number): void {
    for (const { study, output, series, color } of this.#layers) {
      for (let index = from; index < study.length; index += 1) {
        series.update(this.#point(study, output, index, color));
      }
    }
  }

  readings(index: number): readonly StudyReading[] {
    return this.#studies
      .filter((study) => this.#hasRoom(study))
      .map((study) => {
        const own = this.#layers.find((layer) => layer.study === study);
        return {
          key: study.key,
          color: own?.color ?? this.#theme.text,
          pane: own?.pane ?? 0,
          isNewest: index >= study.length - 1,
          isPrice: studyLook(study.name).place === 'price',
          values: study.outputs.map((_, output) => warm(study.at(output, index))),
        };
      });
  }

  /** Where each pane begins, in pixels from the top. */
  paneTops(): readonly number[] {
    let top = 0;
    return this.#chart.panes().map((pane) => {
      const at = top;
      top += pane.getHeight() + 1;
      return at;
    });
  }

  #hasRoom({ name }: StudyColumns): boolean {
    return !this.#isSmall || studyLook(name).place === 'price';
  }

  #point(study: StudyColumns, output: number, index: number, color: string): LineData | WhitespaceData {
    const time = chartTime(this.#bars.bars.openMs[index] as number);
    const value = study.at(output, index);
    if (Number.isNaN(value)) return { time };
    const isColumn = studyLook(study.name).columns.includes(study.outputs[output] ?? '');
    if (!isColumn) return { time, value };
    return { time, value, color: value >= 0 ? color : this.#theme.volumeForming };
  }

  /** The same indicators again, as at the start of every day: their series and panes stay. */
  #takeOver(studies: readonly StudyColumns[]): boolean {
    if (namesOf(studies) !== namesOf(this.#studies)) return false;
    this.#layers = this.#layers.map((layer) => ({
      ...layer,
      study: studies[this.#studies.indexOf(layer.study)] ?? layer.study,
    }));
    this.#studies = studies;
    return true;
  }

  #build(): void {
    for (const { series } of this.#layers) this.#chart.removeSeries(series);
    this.#studies = this.#bars.studies;
    let own = 0;
    this.#layers = this.#studies.flatMap((study, at) => {
      if (!this.#hasRoom(study)) return [];
      const look = studyLook(study.name);
      const pane = look.place === 'own' ? ++own : 0;
      const color = this.#theme.studies[at % this.#theme.studies.length] ?? this.#theme.text;
      return study.outputs.map((_, output) => ({
        study,
        output,
        color,
        pane,
        series: this.#addSeries(study, output, look, color, pane),
      }));
    });
    for (const [index, pane] of this.#chart.panes().entries()) {
      pane.setStretchFactor(index === 0 ? PRICE_PARTS : 1);
    }
  }

  #addSeries(
    { outputs }: StudyColumns,
    output: number,
    { place, guides, columns, shape }: StudyLook,
    color: string,
    pane: number,
  ): Layer['series'] {
    const shared = {
      color,
      priceLineVisible: false,
      lastValueVisible: place === 'own' && output === 0,
      ...(place === 'volume' ? { priceScaleId: 'volume' } : {}),
    };
    if (columns.includes(outputs[output] ?? '')) {
      return this.#chart.addSeries(HistogramSeries, shared, pane);
    }
    const line = this.#chart.addSeries(
      LineSeries,
      {
        ...shared,
        lineWidth: 1,
        lineStyle: output === 0 || shape === 'points' ? LineStyle.Solid : LineStyle.LargeDashed,
        lineType: shape === 'steps' ? LineType.WithSteps : LineType.Simple,
        lineVisible: shape !== 'points',
        pointMarkersVisible: shape === 'points',
        pointMarkersRadius: 2,
        crosshairMarkerVisible: false,
      },
      pane,
    );
    if (output === 0) for (const price of guides) line.createPriceLine(this.#guide(price));
    return line;
  }

  #guide(price: number): Parameters<ISeriesApi<'Line'>['createPriceLine']>[0] {
    const color = this.#theme.border;
    return { price, color, lineWidth: 1, lineStyle: LineStyle.Dashed, axisLabelVisible: false, title: '' };
  }
}

const namesOf = (studies: readonly StudyColumns[]): string =>
  studies.map(({ key, outputs }) => `${key} ${outputs.join(' ')}`).join('|');

const warm = (value: number): number | null => (Number.isNaN(value) ? null : value);
