import '../../core/base/disposable.ts';
import { spanMs, type Interval } from '../../core/base/interval.ts';
import {
  CandlestickSeries,
  HistogramSeries,
  LineStyle,
  type CandlestickData,
  type HistogramData,
  type WhitespaceData,
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type Time,
} from 'lightweight-charts';
import type { SignalRow } from '../../electron/contract/batch.ts';
import type { ZoneFormat } from '../format/zone-format.ts';
import { CatchupShade } from './catchup-shade.ts';
import type { ChartBars, ChartChange } from './chart-cache.ts';
import type { ChartLink, LinkedChart, TimeView } from './chart-link.ts';
import { chartOptions } from './chart-options.ts';
import { candleAt, chartTime, formingCandle, formingVolume, volumeAt } from './chart-points.ts';
import type { ChartTheme } from './chart-theme.ts';
import { GapShade } from './gap-shade.ts';
import { holeBefore, slotsOf, type Hole } from './missing-bars.ts';
import { signalMarkers } from './signal-markers.ts';
import { StudyLayers, type StudyReading } from './study-layers.ts';
import { TimeScaleView } from './time-scale-view.ts';

/** Up to here bar after bar is cheaper than handing over all of them. */
const FEW_BARS = 8;

export interface LegendValues {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly forming: boolean;
}

export interface LiveChartParts {
  readonly container: HTMLElement;
  readonly bars: ChartBars;
  readonly theme: ChartTheme;
  readonly format: ZoneFormat;
  /** Told at most once a change what the legend says: the bar under the crosshair, else the newest. */
  readonly onLegend: (values: LegendValues | null) => void;
  /** Told together with the legend: what each indicator says there, and where the panes begin. */
  readonly onStudies: (readings: readonly StudyReading[], paneTops: readonly number[]) => void;
  readonly interval: Interval;
  readonly link: ChartLink;
  readonly chartId: string;
}

/** Draws one chart's bars as they come, outside React: at most one change per series and frame. */
export class LiveChart implements Disposable, LinkedChart {
  readonly #bars: ChartBars;
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  readonly #shade: CatchupShade;
  readonly #lastPrice: IPriceLine;
  readonly #subscription: Disposable;
  readonly #leaveLink: () => void;
  readonly #parts: LiveChartParts;
  readonly #studies: StudyLayers;
  readonly #time: TimeScaleView;
  readonly #span: number;
  readonly #holes: Hole[] = [];
  /** Panes that move under a resting pointer leave no crosshair behind. */
  readonly #resizes = new ResizeObserver(() => {
    this.showCrosshair(null);
    this.#placeLegends();
  });
  #disposed = false;
  readonly #theme: ChartTheme;
  #signals: readonly SignalRow[] = [];
  /** Open time of the bar in progress that is drawn, if one is. */
  #formingMs: number | null = null;
  #crosshairMs: number | null = null;

  constructor(parts: LiveChartParts) {
    const { container, bars, theme, format, interval, link, chartId } = parts;
    this.#parts = parts;
    this.#bars = bars;
    this.#theme = theme;
    this.#span = spanMs(interval);
    this.#chart = createChart(container, chartOptions(theme, format));
    this.#candles = this.#chart.addSeries(CandlestickSeries, candleOptions(theme));
    this.#volume = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.#volume.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
    this.#markers = createSeriesMarkers(this.#candles, []);
    this.#lastPrice = this.#candles.createPriceLine({
      price: 0,
      lineWidth: 1,
      lineStyle: LineStyle.LargeDashed,
      lineVisible: false,
      axisLabelVisible: false,
    });
    this.#studies = new StudyLayers(this.#chart, bars, theme);
    this.#time = new TimeScaleView(this.#chart, () => bars.columns, interval);
    const edge = (instant: number): number | null => this.#time.leftEdge(instant);
    this.#shade = new CatchupShade(edge, theme);
    this.#candles.attachPrimitive(this.#shade);
    this.#candles.attachPrimitive(new GapShade(() => this.#holes, edge, theme.gap));
    this.#leaveLink = link.join(chartId, this);
    this.#chart.subscribeCrosshairMove(({ time, sourceEvent }) => {
      this.#crosshairMs = time === undefined ? null : (time as number) * 1_000;
      this.#tellLegend();
      // Moved by hand, not by another chart.
      if (sourceEvent !== undefined) link.crosshair(this, this.#crosshairMs);
    });
    this.#resizes.observe(container);
    this.#time.onMovedByHand(container, (view) => link.time(this, view));
    container.addEventListener('pointerleave', () => link.crosshair(this, null));
    this.#subscription = bars.changed.subscribe((change) => this.#draw(change));
    this.#draw({ reset: true, from: 0 });
  }

  showSignals(signals: readonly SignalRow[]): void {
    if (signals === this.#signals) return;
    this.#signals = signals;
    this.#mark();
  }

  #mark(): void {
    this.#markers.setMarkers(signalMarkers(this.#signals, this.#bars.columns, this.#theme));
  }

  /** Goes back to the newest bar. */
  follow(): void {
    this.#chart.timeScale().scrollToRealTime();
  }

  showCrosshair(instantMs: number | null): void {
    this.#crosshairMs = instantMs;
    const index = instantMs === null ? -1 : this.#time.barAt(instantMs);
    if (index < 0) this.#chart.clearCrosshairPosition();
    else {
      const { openMs, close } = this.#bars.columns;
      this.#crosshairMs = openMs[index] as number;
      this.#chart.setCrosshairPosition(close[index] as number, chartTime(this.#crosshairMs), this.#candles);
    }
    this.#tellLegend();
  }

  showTime(view: TimeView): void {
    this.#time.show(view);
  }

  picture(): HTMLCanvasElement {
    return this.#chart.takeScreenshot(true);
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#resizes.disconnect();
    this.#leaveLink();
    this.#time[Symbol.dispose]();
    this.#subscription[Symbol.dispose]();
    this.#chart.remove();
  }

  #draw({ reset, from }: ChartChange): void {
    const { bars } = this.#bars;
    const wasEmpty = this.#candles.data().length === 0;
    if (reset || bars.length - from > FEW_BARS) this.#drawAll();
    else this.#drawFrom(from);
    if (reset || wasEmpty) this.#mark();
    if (wasEmpty) this.follow();
    this.#shade.show(this.#bars.catchup);
    this.#showLastPrice();
    this.#tellLegend();
  }

  /** A line of our own: the library's takes the colour of the newest bar, and a hollow one has none. */
  #showLastPrice(): void {
    const { bars, forming } = this.#bars;
    const newest = forming ?? (bars.length > 0 ? candleAt(bars, bars.length - 1) : null);
    if (newest === null) {
      this.#lastPrice.applyOptions({ lineVisible: false, axisLabelVisible: false });
      return;
    }
    const color = newest.close >= newest.open ? this.#theme.up : this.#theme.down;
    this.#lastPrice.applyOptions({ price: newest.close, color, lineVisible: true, axisLabelVisible: true });
  }

  #drawFrom(from: number): void {
    const { bars, forming } = this.#bars;
    const next = from < bars.length ? (bars.openMs[from] as number) : (forming?.openMs ?? null);
    if (this.#formingMs !== null && this.#formingMs !== next) {
      this.#candles.pop(1);
      this.#volume.pop(1);
    }
    this.#formingMs = null;
    for (let index = from; index < bars.length; index += 1) {
      this.#noteHole(index, (slot) => this.#candles.update({ time: chartTime(slot) }));
      this.#candles.update(candleAt(bars, index));
      this.#volume.update(volumeAt(bars, index, this.#theme));
    }
    this.#studies.drawFrom(from);
    if (forming === null) return;
    this.#candles.update(formingCandle(forming, this.#theme));
    this.#volume.update(formingVolume(forming, this.#theme));
    this.#formingMs = forming.openMs;
  }

  #drawAll(): void {
    const { bars, forming } = this.#bars;
    const candles: (CandlestickData | WhitespaceData)[] = [];
    const volumes: HistogramData[] = [];
    this.#holes.length = 0;
    for (let index = 0; index < bars.length; index += 1) {
      this.#noteHole(index, (slot) => candles.push({ time: chartTime(slot) }));
      candles.push(candleAt(bars, index));
      volumes.push(volumeAt(bars, index, this.#theme));
    }
    if (forming !== null) {
      candles.push(formingCandle(forming, this.#theme));
      volumes.push(formingVolume(forming, this.#theme));
    }
    this.#candles.setData(candles);
    this.#volume.setData(volumes);
    this.#studies.drawAll();
    this.#placeLegends();
    this.#formingMs = forming?.openMs ?? null;
  }

  /** Heights of panes are known once the library has laid them out, a frame later. */
  #placeLegends(): void {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (!this.#disposed) this.#tellLegend();
      }),
    );
  }

  /** Bars that never came keep their room, empty; those that came with holes are marked too. */
  #noteHole(index: number, leaveRoom: (slot: number) => void): void {
    const { bars, coverage } = this.#bars;
    const hole = holeBefore(bars, index, this.#span);
    if (hole !== null) {
      this.#holes.push(hole);
      for (const slot of slotsOf(hole, this.#span)) leaveRoom(slot);
    }
    const openMs = bars.openMs[index] as number;
    if ((coverage[index] ?? 1) < 1) this.#holes.push({ fromMs: openMs, toMs: openMs + this.#span });
  }

  #tellLegend(): void {
    const { bars, forming } = this.#bars;
    const { onLegend, onStudies } = this.#parts;
    const wanted = this.#crosshairMs;
    const isNewest = wanted === null || wanted === forming?.openMs;
    const index = isNewest ? bars.length - 1 : bars.openMs.subarray(0, bars.length).indexOf(wanted);
    onStudies(this.#studies.readings(index), this.#studies.paneTops());
    if (forming !== null && isNewest) onLegend({ ...forming, forming: true });
    else if (index < 0) onLegend(null);
    else {
      const { open, high, low, close } = candleAt(bars, index);
      onLegend({ open, high, low, close, volume: bars.volume[index] as number, forming: false });
    }
  }
}

function candleOptions(theme: ChartTheme): Parameters<ISeriesApi<'Candlestick'>['applyOptions']>[0] {
  return {
    upColor: theme.up,
    downColor: theme.down,
    borderUpColor: theme.up,
    borderDownColor: theme.down,
    wickUpColor: theme.up,
    wickDownColor: theme.down,
    priceLineVisible: false,
    lastValueVisible: false,
  };
}
