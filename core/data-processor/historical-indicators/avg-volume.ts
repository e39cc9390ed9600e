import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { type HistoricalIndicatorDefinition, historicalPeriod } from './historical-indicator.ts';

/** Mean volume of the last `period` bars; undefined when there are fewer. */
function averageVolume(bars: ReadonlyBarColumns, period: number): number | undefined {
  if (period < 1 || bars.length < period) return undefined;
  let sum = 0;
  for (let at = bars.length - period; at < bars.length; at += 1) sum += bars.volume[at] as number;
  return sum / period;
}

export const avgVolume: HistoricalIndicatorDefinition = {
  name: 'avg_volume',
  parameters: historicalPeriod(20),
  outputs: ['value'],
  leadingBars: 0,
  compute(bars, period) {
    const mean = averageVolume(bars, period);
    return mean === undefined ? undefined : [mean];
  },
};
