import type { SeriesMarker, Time } from 'lightweight-charts';
import { MINUTE_MS } from '../../core/base/epoch-ms.ts';
import { firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { Fill } from '../../core/execution/order.ts';
import type { ProgressMark, SignalRow } from '../../electron/contract/batch.ts';
import { signedShares } from '../format/order-words.ts';
import { chartTime } from './chart-points.ts';
import type { ChartTheme } from './chart-theme.ts';

/** Marks of signals, each at the bar that was the newest then: the last one that opened before the signal. */
export function signalMarkers(
  signals: readonly SignalRow[],
  bars: ReadonlyBarColumns,
  theme: ChartTheme,
): SeriesMarker<Time>[] {
  const markers: SeriesMarker<Time>[] = [];
  for (const { clockMs, direction } of signals) {
    const index = firstIndexAtOrAfter(bars, clockMs) - 1;
    if (index < 0) continue;
    const time = chartTime(bars.openMs[index] as number);
    if (direction === 'long')
      markers.push({ time, position: 'belowBar', shape: 'arrowUp', color: theme.up, size: 0.8 });
    else if (direction === 'short')
      markers.push({ time, position: 'aboveBar', shape: 'arrowDown', color: theme.down, size: 0.8 });
    else markers.push({ time, position: 'aboveBar', shape: 'circle', color: theme.text, size: 0.5 });
  }
  return markers;
}

/** True after trading was resumed and before its first bar has come: the mark has no place yet. */
export function awaitsBar(halts: readonly ProgressMark[], bars: ReadonlyBarColumns): boolean {
  const last = halts.at(-1);
  return last?.kind === 'resumed' && (bars.openMs[bars.length - 1] ?? 0) + MINUTE_MS <= last.clockMs;
}

/**
 * Marks of a symbol's halts and resumptions, in the order in which they happened: a halt above the bar that
 * was the newest then, a resumption below the first bar after it, so that they do not overlap.
 */
export function haltMarkers(
  halts: readonly ProgressMark[],
  bars: ReadonlyBarColumns,
  theme: ChartTheme,
): SeriesMarker<Time>[] {
  const look = { shape: 'square', color: theme.shadeLine, size: 0 } as const;
  let haltedAt = -1;
  return halts.flatMap(({ kind, clockMs }): SeriesMarker<Time>[] => {
    const isHalt = kind === 'halted';
    const newest = firstIndexAtOrAfter(bars, isHalt ? clockMs : clockMs + 1) - 1;
    const index = isHalt ? newest : Math.max(newest, haltedAt + 1);
    if (isHalt) haltedAt = index;
    const openMs = bars.openMs[index];
    if (newest < 0 || index >= bars.length || openMs === undefined) return [];
    const time = chartTime(openMs);
    return isHalt
      ? [{ ...look, time, position: 'aboveBar', text: '❚❚ halted' }]
      : [{ ...look, time, position: 'belowBar', text: '▶ trading' }];
  });
}

/** Marks of executions, with the number of shares, each at the bar in which it happened or that contains it. */
export function fillMarkers(
  fills: readonly Fill[],
  bars: ReadonlyBarColumns,
  theme: ChartTheme,
): SeriesMarker<Time>[] {
  return fills.flatMap(({ barOpen, side, quantity }): SeriesMarker<Time>[] => {
    const index = firstIndexAtOrAfter(bars, barOpen + 1) - 1;
    if (index < 0) return [];
    const time = chartTime(bars.openMs[index] as number);
    const text = signedShares(side, quantity);
    const position = side === 'buy' ? 'belowBar' : 'aboveBar';
    return [{ time, position, shape: 'square', color: theme.shadeLine, size: 0.7, text }];
  });
}

/**
 * Marks of bars that the feed corrected after they had closed, each at that bar or the derived bar that
 * contains it.
 */
export function correctedMarkers(
  corrected: Float64Array,
  bars: ReadonlyBarColumns,
  theme: ChartTheme,
): SeriesMarker<Time>[] {
  const marked = new Set<number>();
  for (const openMs of corrected) {
    const index = firstIndexAtOrAfter(bars, openMs + 1) - 1;
    if (index >= 0) marked.add(bars.openMs[index] as number);
  }
  return Array.from(marked, (openMs) => ({
    time: chartTime(openMs),
    position: 'aboveBar',
    shape: 'circle',
    color: theme.shadeLine,
    size: 0.6,
  }));
}
