import type { CandlestickData, HistogramData, UTCTimestamp } from 'lightweight-charts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { FormingBarUpdate } from '../../electron/contract/batch.ts';
import type { ChartTheme } from './chart-theme.ts';

const at = (column: Float64Array, index: number): number => column[index] as number;

/** Chart keys are seconds since 1970 in UTC; the labels are in the exchange zone. */
export const chartTime = (instant: number): UTCTimestamp => (instant / 1_000) as UTCTimestamp;

export function candleAt(bars: ReadonlyBarColumns, index: number): CandlestickData {
  return {
    time: chartTime(at(bars.openMs, index)),
    open: at(bars.open, index),
    high: at(bars.high, index),
    low: at(bars.low, index),
    close: at(bars.close, index),
  };
}

export function volumeAt(bars: ReadonlyBarColumns, index: number, theme: ChartTheme): HistogramData {
  const rises = at(bars.close, index) >= at(bars.open, index);
  return {
    time: chartTime(at(bars.openMs, index)),
    value: at(bars.volume, index),
    color: rises ? theme.volumeUp : theme.volumeDown,
  };
}

/** The bar in progress is hollow and dimmed, so that it cannot be mistaken for a closed one. */
export function formingCandle(bar: FormingBarUpdate, theme: ChartTheme): CandlestickData {
  const color = bar.close >= bar.open ? theme.upDim : theme.downDim;
  const { open, high, low, close } = bar;
  return {
    time: chartTime(bar.openMs),
    open,
    high,
    low,
    close,
    color: 'transparent',
    borderColor: color,
    wickColor: color,
  };
}

export function formingVolume(bar: FormingBarUpdate, theme: ChartTheme): HistogramData {
  return { time: chartTime(bar.openMs), value: bar.volume, color: theme.volumeForming };
}
