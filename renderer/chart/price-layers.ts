import {
  CandlestickSeries,
  HistogramSeries,
  LineStyle,
  type CandlestickData,
  type HistogramData,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type WhitespaceData,
} from 'lightweight-charts';
import type { ChartBars } from './chart-cache.ts';
import { candleAt, chartTime, formingCandle, formingVolume, volumeAt } from './chart-points.ts';
import type { ChartTheme } from './chart-theme.ts';
import { formatPrice, type Ticks } from '../format/number.ts';
import type { Closure } from '../../electron/contract/batch.ts';
import { holesBefore, slotsOf, type Hole } from './missing-bars.ts';

/** Room above and below the prices, in parts of the height; volume has the lowest part unless the pane is small. */
const MARGINS = { top: 0.08, bottom: 0.24 } as const;
const SMALL_MARGINS = { top: 0.12, bottom: 0.06 } as const;

/** Candles, volume and the line of the last price. */
export class PriceLayers {
  readonly candles: ISeriesApi<'Candlestick'>;
  /** Missing bars among those drawn. */
  readonly holes: Hole[] = [];
  readonly #bars: ChartBars;
  readonly #theme: ChartTheme;
  readonly #span: number;
  readonly #closures: () => readonly Closure[];
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #lastPrice: IPriceLine;
  /** Open time of the drawn bar in progress; undefined without one. */
  #formingMs: number | null = null;
  #isEmpty = true;
  #hasVolume = true;

  constructor(
    chart: IChartApi,
    bars: ChartBars,
    theme: ChartTheme,
    spanMs: number,
    closures: () => readonly Closure[],
    ticks?: Ticks,
  ) {
    this.#closures = closures;
    this.#bars = bars;
    this.#theme = theme;
    this.#span = spanMs;
    this.candles = chart.addSeries(CandlestickSeries, candleOptions(theme));
    if (ticks !== undefined) this.candles.applyOptions({ priceFormat: priceFormat(ticks) });
    this.#volume = chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.#volume.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
    this.#lastPrice = this.candles.createPriceLine({
      price: 0,
      lineWidth: 1,
      lineStyle: LineStyle.LargeDashed,
      lineVisible: false,
      axisLabelVisible: false,
    });
  }

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** In a small pane prices have all of the room. The caller must call `drawAll` afterwards. */
  fit(isSmall: boolean): void {
    this.#hasVolume = !isSmall;
    if (isSmall) this.#volume.setData([]);
    this.candles.priceScale().applyOptions({ scaleMargins: isSmall ? SMALL_MARGINS : MARGINS });
  }

  drawFrom(from: number): void {
    const { bars, forming } = this.#bars;
    const next = from < bars.length ? (bars.openMs[from] as number) : (forming?.openMs ?? null);
    if (this.#formingMs !== null && this.#formingMs !== next) {
      this.candles.pop(1);
      if (this.#hasVolume) this.#volume.pop(1);
    }
    this.#formingMs = null;
    this.#isEmpty = bars.length === 0 && forming === null;
    for (let index = from; index < bars.length; index += 1) {
      this.#noteHole(index, (slot) => this.candles.update({ time: chartTime(slot) }));
      this.candles.update(candleAt(bars, index));
      if (this.#hasVolume) this.#volume.update(volumeAt(bars, index, this.#theme));
    }
    if (forming === null) return;
    this.candles.update(formingCandle(forming, this.#theme));
    if (this.#hasVolume) this.#volume.update(formingVolume(forming, this.#theme));
    this.#formingMs = forming.openMs;
  }

  /** All bars from the one at `first` on. */
  drawAll(first: number): void {
    const { bars, forming } = this.#bars;
    const candles: (CandlestickData | WhitespaceData)[] = [];
    const volumes: HistogramData[] = [];
    this.holes.length = 0;
    for (let index = first; index < bars.length; index += 1) {
      this.#noteHole(index, (slot) => candles.push({ time: chartTime(slot) }));
      candles.push(candleAt(bars, index));
      if (this.#hasVolume) volumes.push(volumeAt(bars, index, this.#theme));
    }
    if (forming !== null) {
      candles.push(formingCandle(forming, this.#theme));
      if (this.#hasVolume) volumes.push(formingVolume(forming, this.#theme));
    }
    this.candles.setData(candles);
    if (this.#hasVolume) this.#volume.setData(volumes);
    this.#isEmpty = candles.length === 0;
    this.#formingMs = forming?.openMs ?? null;
  }

  /** A line of our own: the library's takes the colour of the newest bar, and a hollow one has none. */
  showLastPrice(): void {
    const { bars, forming } = this.#bars;
    const newest = forming ?? (bars.length > 0 ? candleAt(bars, bars.length - 1) : null);
    if (newest === null) {
      this.#lastPrice.applyOptions({ lineVisible: false, axisLabelVisible: false });
      return;
    }
    const color = newest.close >= newest.open ? this.#theme.up : this.#theme.down;
    this.#lastPrice.applyOptions({ price: newest.close, color, lineVisible: true, axisLabelVisible: true });
  }

  /** Bars that never came keep their room, empty; incomplete derived bars are marked too. */
  #noteHole(index: number, leaveRoom: (slot: number) => void): void {
    const { bars, coverage } = this.#bars;
    for (const hole of holesBefore(bars, index, this.#span, this.#closures())) {
      this.holes.push(hole);
      for (const slot of slotsOf(hole, this.#span)) leaveRoom(slot);
    }
    const openMs = bars.openMs[index] as number;
    if ((coverage[index] ?? 1) < 1) this.holes.push({ fromMs: openMs, toMs: openMs + this.#span });
  }
}

/** The price axis counts in ticks and prints prices with their digits. */
const priceFormat = (ticks: Ticks) => ({
  type: 'custom' as const,
  minMove: Math.min(ticks.tick, ticks.tickBelowOne),
  formatter: (price: number): string => formatPrice(price, ticks),
});

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
