import { MINUTE_MS, civilFromDays, daysFromCivil } from '../base/epoch-ms.ts';
import { type CalendarOverrides, readOverrides } from './calendar-overrides.ts';
import { SATURDAY, SUNDAY, dayNumberOf, weekdayName, weekdayOf } from './civil-day.ts';
import { ExchangeCalendar } from './exchange-calendar.ts';
import type { MarketRules, SessionHours } from './market-rules.ts';
import type { MarketCalendar } from './market-calendar.ts';
import { NEW_YORK_CLOCK } from './new-york-time.ts';
import {
  EARLY_CLOSES,
  HOLIDAYS,
  ONE_OFF_CLOSURES,
  ONE_OFF_EARLY_CLOSES,
  daysByRule,
  earlyCloseTime,
} from './us-equity-closures.ts';
import { CLOSE, EXTENDED_CLOSE, EXTENDED_EARLY_CLOSE, EXTENDED_OPEN, OPEN } from './us-equity-hours.ts';

/** Day number → reason, and day number → close in ms since midnight, of one year. */
interface YearTable {
  readonly closures: ReadonlyMap<number, string>;
  readonly earlyCloses: ReadonlyMap<number, number>;
}

function yearTable(year: number): YearTable {
  const closures = daysByRule(HOLIDAYS, year);
  const earlyCloses = new Map<number, number>();
  for (const day of daysByRule(EARLY_CLOSES, year).keys()) earlyCloses.set(day, earlyCloseTime(year));
  const ofYear = (day: string): boolean => day.startsWith(String(year));
  for (const { day, reason } of ONE_OFF_CLOSURES) {
    if (ofYear(day)) closures.set(dayNumberOf(day) as number, reason);
  }
  for (const day of ONE_OFF_EARLY_CLOSES) {
    if (ofYear(day)) earlyCloses.set(dayNumberOf(day) as number, earlyCloseTime(year));
  }
  return { closures, earlyCloses };
}

const OPEN_MINUTE = OPEN / MINUTE_MS;
const CLOSE_MINUTE = CLOSE / MINUTE_MS;
const FULL_DAY: SessionHours = { minutes: [OPEN_MINUTE, CLOSE_MINUTE], earlyClose: false };

/** The rules of the New York Stock Exchange and Nasdaq: holidays and early closes by rule, one-off closures by list. */
export function usEquityRules(): MarketRules {
  const years = new Map<number, YearTable>();
  function yearOf(dayNumber: number): YearTable {
    const { year } = civilFromDays(dayNumber);
    let table = years.get(year);
    if (table === undefined) {
      table = yearTable(year);
      years.set(year, table);
    }
    return table;
  }
  return {
    exchangeGroup: 'US_EQUITY',
    source: 'NYSE Rule 7.2 and the yearly notices of early closes, as rules',
    clock: NEW_YORK_CLOCK,
    firstDay: daysFromCivil(1990, 1, 1),
    lastDay: daysFromCivil(2099, 12, 31),
    usualHours: () => FULL_DAY,
    hoursOf(dayNumber) {
      const close = yearOf(dayNumber).earlyCloses.get(dayNumber);
      if (close === undefined) return FULL_DAY;
      return { minutes: [OPEN_MINUTE, close / MINUTE_MS], earlyClose: true };
    },
    closure(dayNumber) {
      const weekday = weekdayOf(dayNumber);
      if (weekday === SATURDAY || weekday === SUNDAY) return `a ${weekdayName(dayNumber)}`;
      return yearOf(dayNumber).closures.get(dayNumber);
    },
    extendedHours(closeMinute) {
      const early = Math.max(EXTENDED_EARLY_CLOSE / MINUTE_MS, closeMinute);
      return {
        open: EXTENDED_OPEN / MINUTE_MS,
        close: closeMinute < CLOSE_MINUTE ? early : EXTENDED_CLOSE / MINUTE_MS,
      };
    },
  };
}

/**
 * The trading days of US equities, 1990-01-01 to 2099-12-31, in New York time. Future years are rules, not facts: a
 * user's overrides win. Throws an `InvariantError` on overrides that `parseCalendarOverrides` would have refused.
 * Each question costs O(1) but for the days walked over; sessions and years are kept once made.
 */
export function createUsEquityCalendar(overrides: CalendarOverrides = {}): MarketCalendar {
  return new ExchangeCalendar(usEquityRules(), readOverrides(overrides));
}
