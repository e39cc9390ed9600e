import type { TradingDay } from '../base/epoch-ms.ts';
import { dayNumberOf, dayOfNumber, MONDAY, weekdayOf } from './civil-day.ts';
import type { MarketCalendar } from './market-calendar.ts';
import type { TradingWeek } from './session-grid.ts';

/** The sessions of the calendar week (Monday to Sunday) in which a day lies, oldest first. */
export function weekOf(calendar: MarketCalendar, day: TradingDay): TradingWeek {
  const number = dayNumberOf(day) ?? 0;
  const monday = number - ((weekdayOf(number) - MONDAY + 7) % 7);
  const days = calendar.tradingDays(dayOfNumber(monday), dayOfNumber(monday + 6));
  return days.flatMap((each) => calendar.tradingSession(each) ?? []);
}
