import {
  findHistoricalIndicator,
  historicalIndicator,
} from '../data-processor/historical-indicators/registry.ts';
import { sliceColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { HistoricalIndicatorSpec } from '../model/session-config.ts';
import type { HistoricalReading, HistorySeries } from '../session-data/symbol-record.ts';

/** A historical indicator of a symbol, under its key. */
export function historicalReading(
  spec: HistoricalIndicatorSpec,
  history: HistorySeries | undefined,
): HistoricalReading & { readonly key: string } {
  const bars = history === undefined ? undefined : barsLookedAt(spec, history);
  const { key, outputs, values } = historicalIndicator(spec, bars);
  return { key, outputs, values };
}

/**
 * The bars that a spec means. One that counts days of an interval other than `1d` means the bars of the last so many
 * trading days by the calendar, and as many before them as the formula compares with; none when history begins later.
 */
function barsLookedAt(
  spec: HistoricalIndicatorSpec,
  { bars, days, wantedDays }: HistorySeries,
): ReadonlyBarColumns | undefined {
  if (spec.unit !== 'days' || spec.interval === '1d') return bars;
  const leading = findHistoricalIndicator(spec.name)?.leadingBars ?? 0;
  const first = wantedDays[wantedDays.length - spec.period];
  const from = days.find(({ day }) => day === first)?.from;
  return from === undefined || from < leading ? undefined : sliceColumns(bars, from - leading);
}
