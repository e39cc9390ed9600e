import type { Ticks } from '../format/number.ts';
import '../../core/base/disposable.ts';
import { isCalendarInterval, spanMs, type Interval } from '../../core/base/interval.ts';
import {
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type ISeriesMarkersPluginApi,
  type Time,
} from 'lightweight-charts';
import type { Fill } from '../../core/execution/order.ts';
import type { Closure, ProgressMark, SignalRow } from '../../electron/contract/batch.ts';
import type { ZoneFormat } from '../format/zone-format.ts';
import { CatchupShade } from './catchup-shade.ts';
import type { ChartBars, ChartChange } from './chart-cache.ts';
import type { ChartLink, LinkedChart, TimeView } from './chart-link.ts';
import { chartOptions } from './chart-options.ts';
import { candleAt, chartTime } from './chart-points.ts';
import { readChartTheme, type ChartTheme } from './chart-theme.ts';
import type { DrawQueue } from './draw-queue.ts';
import { DrawnStretch } from './drawn-stretch.ts';
import { GapShade } from './gap-shade.ts';
import { PriceLayers } from './price-layers.ts';
import { awaitsBar, correctedMarkers, fillMarkers, haltMarkers, signalMarkers } from './markers.ts';
import { SessionLines } from './session-lines.ts';
import { StudyLayers, type StudyReading } from './study-layers.ts';
import { TimeScaleView } from './time-scale-view.ts';

/** Up to this many bars, adding one by one is cheaper than passing all of them. */
const FEW_BARS = 3;
/** A lower pane has room for prices only. */
const SMALL_PX = 170;
/** With fewer bars than these left of the visible range, older ones are requested. */
const OLDER_AT_BARS = 120;

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
  /** Called at most once per change with the legend's values: the bar under the crosshair, else the newest. */
  readonly onLegend: (values: LegendValues | null) => void;
  /** Called together with the legend: each indicator's value there, and where the panes begin. */
  readonly onStudies: (readings: readonly StudyReading[], paneTops: readonly number[]) => void;
  readonly interval: Interval;
  readonly link: ChartLink;
  readonly chartId: string;
  /** Nights and breaks of the session's market. */
  readonly closures: () => readonly Closure[];
  /** The grid of the symbol's prices; cents where left out. */
  readonly ticks?: Ticks | undefined;
  /** Called while the oldest bars are in sight. */
  readonly onOldestInSight: () => void;
  readonly queue: DrawQueue;
}

/** Draws one chart's bars as they arrive, outside React: at most one change per series and frame. */
export class LiveChart implements Disposable, LinkedChart {
  readonly #bars: ChartBars;
  readonly #chart: IChartApi;
  readonly #prices: PriceLayers;
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  readonly #shade: CatchupShade;
  readonly #subscription: Disposable;
  readonly #leaveLink: () => void;
  readonly #parts: LiveChartParts;
  readonly #studies: StudyLayers;
  readonly #time: TimeScaleView;
  readonly #stretch: DrawnStretch;
  readonly #draw = (change: ChartChange): void => this.#drawChange(change);
  /** Panes that move under a resting pointer leave no crosshair behind. */
  readonly #resizes = new ResizeObserver(() => {
    this.showCrosshair(null);
    this.#fit();
    this.#placeLegends();
  });
  #isSmall = false;
  #disposed = false;
  readonly #theme: ChartTheme;
  #signals: readonly SignalRow[] = [];
  #fills: readonly Fill[] = [];
  #halts: readonly ProgressMark[] = [];
  /** Trading was resumed, and no bar has come since. */
  #haltAwaitsBar = false;
  #crosshairMs: number | null = null;

  constructor(parts: LiveChartParts) {
    const { container, bars, theme, format, interval, link, chartId, queue } = parts;
    this.#parts = parts;
    this.#bars = bars;
    this.#theme = theme;
    this.#chart = createChart(container, chartOptions(theme, format));
    this.#prices = new PriceLayers(this.#chart, bars, theme, spanMs(interval), parts.closures, parts.ticks);
    this.#markers = createSeriesMarkers(this.#prices.candles, [], { autoScale: false });
    this.#studies = new StudyLayers(this.#chart, bars, theme);
    this.#time = new TimeScaleView(this.#chart, () => bars.columns, interval);
    this.#stretch = new DrawnStretch({
      barsInSight: () => (this.#time.isLookedBack || this.#prices.isEmpty ? null : this.#time.barsInSight),
      redraw: () => queue.add(this.#draw, { reset: true, from: 0 }),
    });
    const edge = (instant: number): number | null => this.#time.leftEdge(instant);
    this.#shade = new CatchupShade(edge, theme);
    this.#prices.candles.attachPrimitive(this.#shade);
    this.#prices.candles.attachPrimitive(new GapShade(() => this.#prices.holes, edge, theme.gap));
    if (!isCalendarInterval(interval)) this.#prices.candles.attachPrimitive(this.#sessionLines(edge));
    this.#leaveLink = link.join(chartId, this);
    this.#chart.subscribeCrosshairMove(({ time, sourceEvent }) => {
      this.#crosshairMs = time === undefined ? null : (time as number) * 1_000;
      this.#tellLegend();
      // Moved by hand, not by another chart.
      if (sourceEvent !== undefined) link.crosshair(this, this.#crosshairMs);
    });
    this.#resizes.observe(container);
    this.#time.onMovedByHand(container, {
      reached: () => this.#drawWhole(),
      moved: (view) => link.time(this, view),
    });
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      const isAtStart = range !== null && range.from < OLDER_AT_BARS && !this.#prices.isEmpty;
      if (isAtStart && this.#time.isLookedBack) parts.onOldestInSight();
    });
    container.addEventListener('pointerleave', () => link.crosshair(this, null));
    this.#subscription = bars.changed.subscribe((change) => queue.add(this.#draw, change));
    queue.add(this.#draw, { reset: true, from: 0 });
  }

  #sessionLines(edge: (instant: number) => number | null): SessionLines {
    return new SessionLines({
      closures: this.#parts.closures,
      drawn: () => {
        const { openMs, length } = this.#bars.columns;
        const first = openMs[this.#stretch.first];
        const last = openMs[length - 1];
        return length === 0 || first === undefined || last === undefined ? null : [first, last];
      },
      edge,
      colors: this.#theme,
    });
  }

  /** Marks of this symbol: signals, executions and trading halts. */
  showMarks(signals: readonly SignalRow[], fills: readonly Fill[], halts: readonly ProgressMark[]): void {
    const isSame =
      isSameList(signals, this.#signals) && isSameList(fills, this.#fills) && isSameList(halts, this.#halts);
    if (isSame) return;
    this.#signals = signals;
    this.#fills = fills;
    this.#halts = halts;
    this.#mark();
  }

  #mark(): void {
    const { columns } = this.#bars;
    this.#haltAwaitsBar = awaitsBar(this.#halts, columns);
    const from = chartTime(columns.openMs[this.#stretch.first] ?? 0);
    const marks = [
      ...signalMarkers(this.#signals, columns, this.#theme),
      ...fillMarkers(this.#fills, columns, this.#theme),
      ...haltMarkers(this.#halts, columns, this.#theme),
      ...correctedMarkers(this.#bars.corrected, columns, this.#theme),
    ].filter(({ time }) => (time as number) >= from);
    this.#markers.setMarkers(marks.sort((a, b) => (a.time as number) - (b.time as number)));
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
      if (index < this.#stretch.first) this.#drawWhole();
      this.#crosshairMs = openMs[index] as number;
      this.#chart.setCrosshairPosition(
        close[index] as number,
        chartTime(this.#crosshairMs),
        this.#prices.candles,
      );
    }
    this.#tellLegend();
  }

  showTime(view: TimeView): void {
    this.#drawWhole();
    this.#time.show(view);
  }

  picture(): HTMLCanvasElement {
    this.#parts.queue.flush(this.#draw);
    return this.#chart.takeScreenshot(true);
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#resizes.disconnect();
    this.#leaveLink();
    this.#time[Symbol.dispose]();
    this.#stretch[Symbol.dispose]();
    this.#subscription[Symbol.dispose]();
    this.#parts.queue.forget(this.#draw);
    this.#chart.remove();
  }

  #drawChange({ reset, from }: ChartChange): void {
    const { bars } = this.#bars;
    const wasEmpty = this.#prices.isEmpty;
    if (reset || bars.length - from > FEW_BARS) this.#drawAll(reset);
    else {
      this.#prices.drawFrom(from);
      this.#studies.drawFrom(from);
    }
    if (reset || wasEmpty || this.#stretch.isShort || this.#haltAwaitsBar) this.#mark();
    if (wasEmpty) this.#begin();
    this.#shade.show(this.#bars.catchup);
    this.#prices.showLastPrice();
    this.#tellLegend();
  }

  /** A chart that joins linked ones shows their range, if it has bars for it. */
  #begin(): void {
    const { view } = this.#parts.link;
    const first = this.#bars.columns.openMs[0] ?? Number.POSITIVE_INFINITY;
    if (view !== null && (view.rightMs === null || view.rightMs > first)) this.#time.show(view);
    else this.follow();
  }

  #drawAll(reset: boolean): void {
    const first = this.#stretch.choose(this.#bars.bars.length);
    this.#prices.drawAll(first);
    this.#studies.drawAll(first);
    // Panes of indicators come and go with a reset alone.
    if (reset) this.#placeLegends();
  }

  /** Drawn immediately, because the user reaches for bars that are out of sight. */
  #drawWhole(): void {
    if (!this.#stretch.isShort) return;
    this.#stretch.wantAll();
    this.#parts.queue.add(this.#draw, { reset: true, from: 0 });
    this.#parts.queue.flush(this.#draw);
  }

  /** A small pane shows prices and their overlays; volume and panes of indicators wait for more room. */
  #fit(): void {
    // The font grows with the window, and the window may have had another size when the chart was created.
    this.#chart.applyOptions({ layout: { fontSize: readChartTheme(this.#parts.container).fontSize } });
    const isSmall = this.#parts.container.clientHeight < SMALL_PX;
    if (isSmall === this.#isSmall) return;
    this.#isSmall = isSmall;
    this.#prices.fit(isSmall);
    this.#studies.fit(isSmall);
    this.#drawAll(true);
  }

  /** Heights of panes are known once the library has laid them out, a frame later. */
  #placeLegends(): void {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (!this.#disposed) this.#tellLegend();
      }),
    );
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

/** Both lists only grow at their end. */
const isSameList = <T>(one: readonly T[], other: readonly T[]): boolean =>
  one.length === other.length && one.at(-1) === other.at(-1);
