import { asEpochMs, DAY_MS, HOUR_MS, type EpochMs, type TradingDay } from '../base/epoch-ms.ts';
import { firstIndexAtOrAfter, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';

/** The bars `[from, to)` of one exchange day. */
export interface DaySlice {
  readonly day: TradingDay;
  readonly from: number;
  readonly to: number;
}

/** No day is longer than 25 hours, not even the one on which clocks go back. */
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
    slices.push({ day, from, to: low });
    from = low;
  }
  return slices;
}

/** The same bars cut into months `2025-07`, by the exchange day in which each opens. */
export function splitByMonth(
  bars: ReadonlyBarColumns,
  calendar: MarketCalendar,
): readonly { readonly month: string; readonly from: number; readonly to: number }[] {
  const months: { month: string; from: number; to: number }[] = [];
  for (const slice of splitByExchangeDay(bars, calendar)) {
    const month = slice.day.slice(0, 7);
    const last = months[months.length - 1];
    if (last !== undefined && last.month === month) last.to = slice.to;
    else months.push({ month, from: slice.from, to: slice.to });
  }
  return months;
}

/** Midnight at the end of an exchange day, which may have 23 or 25 hours. */
export function endOfExchangeDay(day: TradingDay, calendar: MarketCalendar): EpochMs {
  const noon = calendar.instantOf(day, '12:00') ?? asEpochMs(0);
  const next = calendar.dayOf(asEpochMs(noon + DAY_MS));
  return calendar.instantOf(next, '00:00') ?? asEpochMs(noon + DAY_MS);
}

/** From the first midnight to the last of the exchange days that ascending bars, at least one, lie in. */
export function wholeDaysOf(
  bars: ReadonlyBarColumns,
  calendar: MarketCalendar,
): { readonly from: EpochMs; readonly to: EpochMs } {
  const [first, last] = [bars.openMs[0], bars.openMs[bars.length - 1]].map((openMs) =>
    calendar.dayOf(asEpochMs(openMs ?? 0)),
  ) as [TradingDay, TradingDay];
  return {
    from: calendar.instantOf(first, '00:00') ?? asEpochMs(bars.openMs[0] ?? 0),
    to: endOfExchangeDay(last, calendar),
  };
}
