import {
  CandlestickSeries,
  HistogramSeries,
  LineStyle,
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type Time,
} from 'lightweight-charts';
import type { SignalRow } from '../../electron/contract/batch.ts';
import type { ZoneFormat } from '../format/zone-format.ts';
import { CatchupShade } from './catchup-shade.ts';
import type { ChartBars, ChartChange } from './chart-cache.ts';
import { chartOptions } from './chart-options.ts';
import { candleAt, formingCandle, formingVolume, volumeAt } from './chart-points.ts';
import type { ChartTheme } from './chart-theme.ts';
import { signalMarkers } from './signal-markers.ts';

/** Up to here bar after bar is cheaper than handing over all of them. */
const FEW_BARS = 8;

/** Bars in sight when a chart opens. */
const OPENING_BARS = 150;

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
}

/** Draws one chart's bars as they come, outside React: at most one change per series and frame. */
export class LiveChart implements Disposable {
  readonly #bars: ChartBars;
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  readonly #shade: CatchupShade;
  readonly #subscription: Disposable;
  readonly #onLegend: LiveChartParts['onLegend'];
  #theme: ChartTheme;
  /** Open time of the bar in progress that is drawn, if one is. */
  #formingMs: number | null = null;
  #crosshairMs: number | null = null;

  constructor({ container, bars, theme, format, onLegend }: LiveChartParts) {
    this.#bars = bars;
    this.#theme = theme;
    this.#onLegend = onLegend;
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
    this.#shade = new CatchupShade(theme);
    this.#candles.attachPrimitive(this.#shade);
    this.#chart.subscribeCrosshairMove(({ time }) => {
      this.#crosshairMs = time === undefined ? null : (time as number) * 1_000;
      this.#tellLegend();
    });
    this.#subscription = bars.changed.subscribe((change) => this.#draw(change));
    this.#draw({ reset: true, from: 0 });
  }

  recolor(theme: ChartTheme, format: ZoneFormat): void {
    this.#theme = theme;
    this.#chart.applyOptions(chartOptions(theme, format));
    this.#candles.applyOptions(candleOptions(theme));
    this.#shade.recolor(theme);
    this.#drawAll();
  }

  showSignals(signals: readonly SignalRow[]): void {
    this.#markers.setMarkers(signalMarkers(signals, this.#bars.columns, this.#theme));
  }

  /** Goes back to the newest bar. */
  follow(): void {
    this.#chart.timeScale().scrollToRealTime();
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
    this.#chart.remove();
  }

  #draw({ reset, from }: ChartChange): void {
    const { bars } = this.#bars;
    const wasEmpty = this.#candles.data().length === 0;
    if (reset || bars.length - from > FEW_BARS) this.#drawAll();
    else this.#drawFrom(from);
    if (wasEmpty && bars.length > 0) this.#showNewest();
    this.#shade.show(this.#bars.catchup);
    this.#tellLegend();
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
      this.#candles.update(candleAt(bars, index));
      this.#volume.update(volumeAt(bars, index, this.#theme));
    }
    if (forming === null) return;
    this.#candles.update(formingCandle(forming, this.#theme));
    this.#volume.update(formingVolume(forming, this.#theme));
    this.#formingMs = forming.openMs;
  }

  #drawAll(): void {
    const { bars, forming } = this.#bars;
    const indices = Array.from({ length: bars.length }, (_, index) => index);
    const candles = indices.map((index) => candleAt(bars, index));
    const volumes = indices.map((index) => volumeAt(bars, index, this.#theme));
    if (forming !== null) {
      candles.push(formingCandle(forming, this.#theme));
      volumes.push(formingVolume(forming, this.#theme));
    }
    this.#candles.setData(candles);
    this.#volume.setData(volumes);
    this.#formingMs = forming?.openMs ?? null;
  }

  #showNewest(): void {
    const { length } = this.#bars.bars;
    this.#chart
      .timeScale()
      .setVisibleLogicalRange({ from: Math.max(-2, length - OPENING_BARS), to: length + 6 });
  }

  #tellLegend(): void {
    const { bars, forming } = this.#bars;
    const wanted = this.#crosshairMs;
    if (forming !== null && (wanted === null || wanted === forming.openMs)) {
      this.#onLegend({ ...forming, forming: true });
      return;
    }
    const index = wanted === null ? bars.length - 1 : bars.openMs.subarray(0, bars.length).indexOf(wanted);
    if (index < 0) {
      this.#onLegend(null);
      return;
    }
    const { open, high, low, close } = candleAt(bars, index);
    this.#onLegend({ open, high, low, close, volume: bars.volume[index] as number, forming: false });
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
    priceLineStyle: LineStyle.LargeDashed,
    priceLineWidth: 1,
  };
}
