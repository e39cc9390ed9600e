import { asEpochMs, HOUR_MS, type EpochMs, type TradingDay } from '../base/epoch-ms.ts';
import { firstIndexAtOrAfter, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import { dayNumberOf, dayOfNumber } from '../time-manager/civil-day.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';
import { storageMonthOf, storageMonthRange } from '../time-manager/storage-month.ts';

/** The bars `[from, to)` of one exchange day. */
export interface DaySlice {
  readonly day: TradingDay;
  readonly from: number;
  readonly to: number;
}

/** The search for the end of a day covers 25 hours: the day on which clocks go back. */
const LONGEST_DAY_MS = 25 * HOUR_MS;

/** Cuts ascending bars into exchange days. O(days × log bars): the calendar is asked a few times a day, not per bar. */
export function splitByExchangeDay(bars: ReadonlyBarColumns, calendar: MarketCalendar): readonly DaySlice[] {
  const slices: DaySlice[] = [];
  let from = 0;
  while (from < bars.length) {
    const first = bars.openMs[from] as number;
    const day = calendar.dayOf(asEpochMs(first));
    let low = from + 1;
    let high = firstIndexAtOrAfter(bars, first + LONGEST_DAY_MS);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (calendar.dayOf(asEpochMs(bars.openMs[middle] as number)) === day) low = middle + 1;
      else high = middle;
    }
    const last = slices.at(-1);
    // The day of a session after a weekend is longer.
    if (last?.day === day) slices[slices.length - 1] = { ...last, to: low };
    else slices.push({ day, from, to: low });
    from = low;
  }
  return slices;
}

/** Ascending bars cut into the months `2025-07` of the store's files. O(months × log bars). */
export function splitByMonth(
  bars: ReadonlyBarColumns,
): readonly { readonly month: string; readonly from: number; readonly to: number }[] {
  const months: { month: string; from: number; to: number }[] = [];
  let from = 0;
  while (from < bars.length) {
    const month = storageMonthOf(bars.openMs[from] as number);
    const to = firstIndexAtOrAfter(bars, storageMonthRange(month).to);
    months.push({ month, from, to });
    from = to;
  }
  return months;
}

/**
 * `[from, to)` of an exchange day: the instants that `dayOf` gives to its session, or the civil day where it is closed. A day of
 * US equities may have 23 or 25 hours, one after a weekend elsewhere has more.
 */
export function boundsOfDay(
  day: TradingDay,
  calendar: MarketCalendar,
): { readonly from: EpochMs; readonly to: EpochMs } {
  const session = calendar.tradingSession(day);
  if (session !== undefined) return { from: session.dayStart, to: session.dayEnd };
  const next = dayOfNumber((dayNumberOf(day) ?? 0) + 1);
  const [from, to] = [day, next].map((each) => calendar.instantOf(each, '00:00') ?? asEpochMs(0));
  return { from: from as EpochMs, to: to as EpochMs };
}

/** From the first instant to the last of the exchange days that ascending bars, at least one, lie in. */
export function wholeDaysOf(
  bars: ReadonlyBarColumns,
  calendar: MarketCalendar,
): { readonly from: EpochMs; readonly to: EpochMs } {
  const [first, last] = [bars.openMs[0], bars.openMs[bars.length - 1]].map((openMs) =>
    calendar.dayOf(asEpochMs(openMs ?? 0)),
  ) as [TradingDay, TradingDay];
  return { from: boundsOfDay(first, calendar).from, to: boundsOfDay(last, calendar).to };
}
