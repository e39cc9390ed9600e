import type { BaseInterval } from '../../base/interval.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import { splitByExchangeDay } from '../exchange-days.ts';
import { encodeMonth } from '../parquet/encode-month.ts';
import { SYNTHETIC_SOURCE } from '../parquet/month-metadata.ts';

export interface ExportedBars {
  readonly symbol: string;
  readonly interval: BaseInterval;
  readonly bars: ReadonlyBarColumns;
  readonly synthetic: boolean;
}

/**
 * Bars as one Parquet file in the layout of the store (`t o h l c v`, a row group per day), the symbol in its metadata,
 * checksums included. Deterministic: same input, same bytes.
 */
export function barsAsParquet(
  { symbol, interval, bars, synthetic }: ExportedBars,
  calendar: MarketCalendar,
): Uint8Array {
  const lengths =
    interval === '1d' ? [bars.length] : splitByExchangeDay(bars, calendar).map(({ from, to }) => to - from);
  const metadata = { symbol, sources: synthetic ? [SYNTHETIC_SOURCE] : [], adjustment: 'unknown' as const };
  return encodeMonth(bars, bars.length === 0 ? [0] : lengths, metadata, calendar.zone);
}
