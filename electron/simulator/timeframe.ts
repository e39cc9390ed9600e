import { asEpochMs, asTradingDay, HOUR_MS, MINUTE_MS, type EpochMs } from '../../core/base/epoch-ms.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';

/** A length of bars as the history accepts it: `1Min` to `59Min`, `1Hour` to `23Hour`, `1Day`, `1Week`, `1Month` … */
export interface Timeframe {
  readonly base: '1m' | '1d';
  /** The open of the bar that covers an instant. */
  bucketOf(openMs: number, calendar: MarketCalendar): EpochMs;
}

const TIMEFRAME = /^(\d{1,2})(Min|T|Hour|H|Day|D|Week|W|Month|M)$/;
const MONTHS: ReadonlySet<number> = new Set([1, 2, 3, 4, 6, 12]);

/** Undefined for timeframes that Alpaca refuses as well. */
export function parseTimeframe(text: string): Timeframe | undefined {
  const [, digits, unit] = TIMEFRAME.exec(text) ?? [];
  const count = Number(digits);
  if (unit === undefined || count < 1) return undefined;
  if (unit === 'Min' || unit === 'T') return count <= 59 ? spans(count * MINUTE_MS) : undefined;
  if (unit === 'Hour' || unit === 'H') return count <= 23 ? spans(count * HOUR_MS) : undefined;
  if (unit === 'Month' || unit === 'M') return MONTHS.has(count) ? daily(monthsOf(count)) : undefined;
  if (count !== 1) return undefined;
  return daily(unit === 'Week' || unit === 'W' ? mondayOf : (day) => day);
}

const spans = (span: number): Timeframe => ({
  base: '1m',
  bucketOf: (openMs) => asEpochMs(Math.floor(openMs / span) * span),
});

/** Bars of days and longer are stamped with midnight in New York of their first day. */
const daily = (firstDayOf: (day: string) => string): Timeframe => ({
  base: '1d',
  bucketOf(openMs, calendar) {
    const day = asTradingDay(firstDayOf(calendar.dayOf(asEpochMs(openMs))));
    return calendar.instantOf(day, '00:00') as EpochMs;
  },
});

const monthsOf =
  (count: number) =>
  (day: string): string => {
    const month = Number(day.slice(5, 7)) - 1;
    return `${day.slice(0, 5)}${String(month - (month % count) + 1).padStart(2, '0')}-01`;
  };

function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

/** Bars of the base merged into those of the timeframe. */
export function toTimeframe(
  bars: ReadonlyBarColumns,
  timeframe: Timeframe,
  calendar: MarketCalendar,
): ReadonlyBarColumns {
  const merged = new BarColumns(bars.length);
  let from = 0;
  while (from < bars.length) {
    const bucket = timeframe.bucketOf(bars.openMs[from] as number, calendar);
    let to = from + 1;
    while (to < bars.length && timeframe.bucketOf(bars.openMs[to] as number, calendar) === bucket) to++;
    mergeIntoTimeframe(merged, bars, from, to, bucket);
    from = to;
  }
  return merged;
}

/** Appends one bar merged from the bars `[from, to)`. */
export function mergeIntoTimeframe(
  target: BarColumns,
  bars: ReadonlyBarColumns,
  from: number,
  to: number,
  openMs: EpochMs,
): void {
  let high = bars.high[from] as number;
  let low = bars.low[from] as number;
  let volume = 0;
  for (let index = from; index < to; index++) {
    high = Math.max(high, bars.high[index] as number);
    low = Math.min(low, bars.low[index] as number);
    volume += bars.volume[index] as number;
  }
  target.append(openMs, bars.open[from] as number, high, low, bars.close[to - 1] as number, volume);
}
