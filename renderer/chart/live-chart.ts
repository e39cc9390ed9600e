import '../../core/base/disposable.ts';
import {
  CandlestickSeries,
  HistogramSeries,
  LineStyle,
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
import { chartOptions } from './chart-options.ts';
import { candleAt, formingCandle, formingVolume, volumeAt } from './chart-points.ts';
import type { ChartTheme } from './chart-theme.ts';
import { signalMarkers } from './signal-markers.ts';

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
}

/** Draws one chart's bars as they come, outside React: at most one change per series and frame. */
export class LiveChart implements Disposable {
  readonly #bars: ChartBars;
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  readonly #shade: CatchupShade;
  readonly #lastPrice: IPriceLine;
  readonly #subscription: Disposable;
  readonly #onLegend: LiveChartParts['onLegend'];
  readonly #theme: ChartTheme;
  #signals: readonly SignalRow[] = [];
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
    this.#lastPrice = this.#candles.createPriceLine({
      price: 0,
      lineWidth: 1,
      lineStyle: LineStyle.LargeDashed,
      lineVisible: false,
      axisLabelVisible: false,
    });
    this.#shade = new CatchupShade(() => bars.columns, theme);
    this.#candles.attachPrimitive(this.#shade);
    this.#chart.subscribeCrosshairMove(({ time }) => {
      this.#crosshairMs = time === undefined ? null : (time as number) * 1_000;
      this.#tellLegend();
    });
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

  [Symbol.dispose](): void {
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
    priceLineVisible: false,
    lastValueVisible: false,
  };
}
