import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { type HistoricalIndicatorDefinition, historicalPeriod } from './historical-indicator.ts';

/** Highest high and lowest low of the last `period` bars; undefined when there are fewer. */
function highestAndLowest(
  bars: ReadonlyBarColumns,
  period: number,
): { readonly high: number; readonly low: number } | undefined {
  if (period < 1 || bars.length < period) return undefined;
  let high = Number.NEGATIVE_INFINITY;
  let low = Number.POSITIVE_INFINITY;
  for (let at = bars.length - period; at < bars.length; at += 1) {
    high = Math.max(high, bars.high[at] as number);
    low = Math.min(low, bars.low[at] as number);
  }
  return { high, low };
}

export const historicalHighLow: HistoricalIndicatorDefinition = {
  name: 'high_low',
  parameters: historicalPeriod(20),
  outputs: ['high', 'low'],
  leadingBars: 0,
  compute(bars, period) {
    const found = highestAndLowest(bars, period);
    return found === undefined ? undefined : [found.high, found.low];
  },
};
