import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { AverageTrueRange } from '../indicators/average-true-range.ts';
import { type HistoricalIndicatorDefinition, historicalPeriod } from './historical-indicator.ts';

/**
 * Wilder's average true range after the last bar, in price units; undefined with fewer than `period + 1` bars.
 * Wilder's smoothing remembers all bars given, so a longer history gives a slightly other value, as in TA-Lib.
 */
function dailyAverageTrueRange(bars: ReadonlyBarColumns, period: number): number | undefined {
  if (period < 1 || bars.length < period + 1) return undefined;
  const range = new AverageTrueRange(period);
  let value = Number.NaN;
  for (let at = 0; at < bars.length; at += 1) {
    value = range.push(bars.high[at] as number, bars.low[at] as number, bars.close[at] as number, false);
  }
  return value;
}

export const atrDaily: HistoricalIndicatorDefinition = {
  name: 'atr_daily',
  parameters: historicalPeriod(14),
  outputs: ['value'],
  leadingBars: 1,
  compute(bars, period) {
    const range = dailyAverageTrueRange(bars, period);
    return range === undefined ? undefined : [range];
  },
};
