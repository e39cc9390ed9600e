import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { averageRange } from './avg-range.ts';
import { type HistoricalIndicatorDefinition, historicalPeriod } from './historical-indicator.ts';

/**
 * The last bar's high − low over the mean of the `period` bars before it: below 1 for a narrow bar, above for a wide
 * one. Undefined with fewer than `period + 1` bars, or where those before had no range.
 */
function lastRangeRatio(bars: ReadonlyBarColumns, period: number): number | undefined {
  const last = bars.length - 1;
  if (last < 0) return undefined;
  const mean = averageRange(bars, period, last);
  if (mean === undefined || mean === 0) return undefined;
  return ((bars.high[last] as number) - (bars.low[last] as number)) / mean;
}

export const rangeRatio: HistoricalIndicatorDefinition = {
  name: 'range_ratio',
  parameters: historicalPeriod(20),
  outputs: ['value'],
  leadingBars: 1,
  compute(bars, period) {
    const ratio = lastRangeRatio(bars, period);
    return ratio === undefined ? undefined : [ratio];
  },
};
