import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { type HistoricalIndicatorDefinition, historicalPeriod } from './historical-indicator.ts';

/** How a symbol opened against the close before, over some bars. Percent of the close before; shares from 0 to 1. */
interface GapStats {
  readonly meanPercent: number;
  readonly meanAbsolutePercent: number;
  /** Bars that opened above the close before, of all. */
  readonly upShare: number;
  /** Gaps of any size whose bar came back to the close before, of all gaps; 0 where there was no gap. */
  readonly filledShare: number;
  /** At least 0. */
  readonly largestUpPercent: number;
  /** At most 0. */
  readonly largestDownPercent: number;
}

/** True when a bar that opened away from the close before traded there again. */
function isFilled(bars: ReadonlyBarColumns, at: number, gap: number): boolean {
  const before = bars.close[at - 1] as number;
  return gap > 0 ? (bars.low[at] as number) <= before : (bars.high[at] as number) >= before;
}

/** Gaps of the last `period` bars; undefined with fewer than `period + 1` bars or a close of 0 or below. */
function gapStatistics(bars: ReadonlyBarColumns, period: number): GapStats | undefined {
  if (period < 1 || bars.length < period + 1) return undefined;
  let sum = 0;
  let absolute = 0;
  let up = 0;
  let down = 0;
  let filled = 0;
  let largestUp = 0;
  let largestDown = 0;
  for (let at = bars.length - period; at < bars.length; at += 1) {
    const before = bars.close[at - 1] as number;
    if (!(before > 0)) return undefined;
    const gap = (((bars.open[at] as number) - before) / before) * 100;
    sum += gap;
    absolute += Math.abs(gap);
    if (gap > 0) up += 1;
    if (gap < 0) down += 1;
    if (gap !== 0 && isFilled(bars, at, gap)) filled += 1;
    largestUp = Math.max(largestUp, gap);
    largestDown = Math.min(largestDown, gap);
  }
  return {
    meanPercent: sum / period,
    meanAbsolutePercent: absolute / period,
    upShare: up / period,
    filledShare: up + down === 0 ? 0 : filled / (up + down),
    largestUpPercent: largestUp,
    largestDownPercent: largestDown,
  };
}

export const gapStats: HistoricalIndicatorDefinition = {
  name: 'gap_stats',
  parameters: historicalPeriod(20),
  outputs: [
    'mean_percent',
    'mean_absolute_percent',
    'up_share',
    'filled_share',
    'largest_up_percent',
    'largest_down_percent',
  ],
  leadingBars: 1,
  compute(bars, period) {
    const stats = gapStatistics(bars, period);
    if (stats === undefined) return undefined;
    const { meanPercent, meanAbsolutePercent, upShare, filledShare, largestUpPercent, largestDownPercent } =
      stats;
    return [meanPercent, meanAbsolutePercent, upShare, filledShare, largestUpPercent, largestDownPercent];
  },
};
