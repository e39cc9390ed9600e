import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { type HistoricalIndicatorDefinition, historicalPeriod } from './historical-indicator.ts';

/** Mean of high − low, in price units, of `period` bars that end before index `end`; undefined when there are fewer. */
export function averageRange(
  bars: ReadonlyBarColumns,
  period: number,
  end = bars.length,
): number | undefined {
  if (period < 1 || end < period) return undefined;
  let sum = 0;
  for (let at = end - period; at < end; at += 1) sum += (bars.high[at] as number) - (bars.low[at] as number);
  return sum / period;
}

export const avgRange: HistoricalIndicatorDefinition = {
  name: 'avg_range',
  parameters: historicalPeriod(20),
  outputs: ['value'],
  leadingBars: 0,
  compute(bars, period) {
    const mean = averageRange(bars, period);
    return mean === undefined ? undefined : [mean];
  },
};
