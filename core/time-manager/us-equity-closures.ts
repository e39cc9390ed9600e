import { HOUR_MS, daysFromCivil } from '../base/epoch-ms.ts';
import {
  FRIDAY,
  MONDAY,
  SATURDAY,
  SUNDAY,
  THURSDAY,
  TUESDAY,
  WEDNESDAY,
  easterSunday,
  lastWeekday,
  nthWeekday,
  weekdayOf,
} from './civil-day.ts';

/**
 * When the NYSE and Nasdaq do not trade from 09:30 to 16:00, from 1990 on, as tables.
 *
 * Source of the rules: NYSE Rule 7.2 (holidays, and what happens when one falls on a weekend) and the exchange's
 * yearly notices of early closings. They reproduce the XNYS table of exchange_calendars for 1990 to 2023, and its
 * code to 2030, without a difference. Halts within a day and late openings are no part of a calendar.
 */

/** A day that comes every year; `day` gives its day number, undefined in years without it. */
interface YearlyRule {
  readonly name: string;
  readonly firstYear: number;
  readonly lastYear: number;
  readonly day: (year: number) => number | undefined;
}

const ALWAYS = { firstYear: 1990, lastYear: 2099 } as const;

/** NYSE Rule 7.2: a holiday on a Saturday is kept on the Friday, one on a Sunday on the Monday. */
function nearestWeekday(dayNumber: number): number {
  const weekday = weekdayOf(dayNumber);
  if (weekday === SATURDAY) return dayNumber - 1;
  return weekday === SUNDAY ? dayNumber + 1 : dayNumber;
}

/** NYSE Rule 7.2: no Friday is given for a New Year on Saturday, since that Friday ends an accounting year. */
const newYear = (year: number): number => {
  const dayNumber = daysFromCivil(year, 1, 1);
  return weekdayOf(dayNumber) === SUNDAY ? dayNumber + 1 : dayNumber;
};

const thanksgiving = (year: number): number => nthWeekday(year, 11, THURSDAY, 4);

const onWeekdays =
  (month: number, day: number, weekdays: readonly number[]) =>
  (year: number): number | undefined => {
    const dayNumber = daysFromCivil(year, month, day);
    return weekdays.includes(weekdayOf(dayNumber)) ? dayNumber : undefined;
  };

/** Holidays, closed all day. */
export const HOLIDAYS: readonly YearlyRule[] = [
  { ...ALWAYS, name: 'New Year’s Day', day: newYear },
  // Kept by the exchanges since 1998 (NYSE notice of 1997).
  {
    ...ALWAYS,
    firstYear: 1998,
    name: 'Martin Luther King Day',
    day: (year) => nthWeekday(year, 1, MONDAY, 3),
  },
  { ...ALWAYS, name: 'Presidents’ Day', day: (year) => nthWeekday(year, 2, MONDAY, 3) },
  { ...ALWAYS, name: 'Good Friday', day: (year) => easterSunday(year) - 2 },
  { ...ALWAYS, name: 'Memorial Day', day: (year) => lastWeekday(year, 5, MONDAY) },
  // Kept by the exchanges since 2022; in 2021 it became a federal holiday two days before it, too late for them.
  {
    ...ALWAYS,
    firstYear: 2022,
    name: 'Juneteenth',
    day: (year) => nearestWeekday(daysFromCivil(year, 6, 19)),
  },
  { ...ALWAYS, name: 'Independence Day', day: (year) => nearestWeekday(daysFromCivil(year, 7, 4)) },
  { ...ALWAYS, name: 'Labor Day', day: (year) => nthWeekday(year, 9, MONDAY, 1) },
  { ...ALWAYS, name: 'Thanksgiving Day', day: thanksgiving },
  { ...ALWAYS, name: 'Christmas Day', day: (year) => nearestWeekday(daysFromCivil(year, 12, 25)) },
];

/** Days that ended early, every year. Source: NYSE's notices of early closings, as in exchange_calendars' XNYS. */
export const EARLY_CLOSES: readonly YearlyRule[] = [
  { ...ALWAYS, name: 'Christmas Eve', day: onWeekdays(12, 24, [MONDAY, TUESDAY, WEDNESDAY, THURSDAY]) },
  { ...ALWAYS, firstYear: 1992, name: 'Day after Thanksgiving', day: (year) => thanksgiving(year) + 1 },
  {
    ...ALWAYS,
    firstYear: 1995,
    name: 'Day before Independence Day',
    day: onWeekdays(7, 3, [MONDAY, TUESDAY, THURSDAY]),
  },
  // Until 2012 a Thursday holiday shortened the Friday after it; since 2013 it shortens the Wednesday before it.
  {
    firstYear: 1995,
    lastYear: 2012,
    name: 'Day after Independence Day',
    day: onWeekdays(7, 5, [FRIDAY]),
  },
  { ...ALWAYS, firstYear: 2013, name: 'Day before Independence Day', day: onWeekdays(7, 3, [WEDNESDAY]) },
];

/** Unplanned closures, all day. Source: NYSE, "Special closings", and the notices of the years. */
export const ONE_OFF_CLOSURES: readonly { readonly day: string; readonly reason: string }[] = [
  { day: '1994-04-27', reason: 'Funeral of Richard Nixon' },
  { day: '2001-09-11', reason: 'Attacks of 11 September' },
  { day: '2001-09-12', reason: 'Attacks of 11 September' },
  { day: '2001-09-13', reason: 'Attacks of 11 September' },
  { day: '2001-09-14', reason: 'Attacks of 11 September' },
  { day: '2004-06-11', reason: 'Day of mourning for Ronald Reagan' },
  { day: '2007-01-02', reason: 'Day of mourning for Gerald Ford' },
  { day: '2012-10-29', reason: 'Hurricane Sandy' },
  { day: '2012-10-30', reason: 'Hurricane Sandy' },
  { day: '2018-12-05', reason: 'Day of mourning for George H. W. Bush' },
  { day: '2025-01-09', reason: 'Day of mourning for Jimmy Carter' },
];

/** Days that ended at 13:00 once. Source: NYSE notices of the years, as in exchange_calendars' XNYS. */
export const ONE_OFF_EARLY_CLOSES: readonly string[] = ['1997-12-26', '1999-12-31', '2003-12-26'];

/** When an early-close day ends, in ms since midnight New York: 13:00, before 1993 at 14:00 (NYSE notices). */
export const earlyCloseTime = (year: number): number => (year < 1993 ? 14 : 13) * HOUR_MS;

/** The days of a year that a table of rules names: day number → name. */
export function daysByRule(rules: readonly YearlyRule[], year: number): Map<number, string> {
  const days = new Map<number, string>();
  for (const rule of rules) {
    if (year < rule.firstYear || year > rule.lastYear) continue;
    const dayNumber = rule.day(year);
    if (dayNumber !== undefined) days.set(dayNumber, rule.name);
  }
  return days;
}
