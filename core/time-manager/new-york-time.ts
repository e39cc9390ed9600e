import { DAY_MS, HOUR_MS } from '../base/epoch-ms.ts';
import { SUNDAY, lastWeekday, nthWeekday } from './civil-day.ts';
import type { ZoneClock } from './zone-clock.ts';

/**
 * New York's clock by rule, in integers: a zoned library call costs some hundred times as much, and core asks per bar.
 *
 * Sources: Energy Policy Act of 2005 (Public Law 109-58, section 110): second Sunday of March to first Sunday of
 * November, from 2007; Public Law 99-359 of 1986: first Sunday of April to last Sunday of October, 1987 to 2006.
 * Both change at 02:00 local time. Years before 1987 are answered by the rule of 1987 and are not meant to be asked.
 */
export const NEW_YORK = 'America/New_York';

const STANDARD_OFFSET_MS = -5 * HOUR_MS;
const SUMMER_OFFSET_MS = -4 * HOUR_MS;
const CHANGE_MS = 2 * HOUR_MS;

const APRIL_RULE_ENDED = 2007;

/** Instant at which summer time begins in a year. */
function summerBegins(year: number): number {
  const day = year >= APRIL_RULE_ENDED ? nthWeekday(year, 3, SUNDAY, 2) : nthWeekday(year, 4, SUNDAY, 1);
  return day * DAY_MS + CHANGE_MS - STANDARD_OFFSET_MS;
}

/** Instant at which summer time ends in a year. */
function summerEnds(year: number): number {
  const day = year >= APRIL_RULE_ENDED ? nthWeekday(year, 11, SUNDAY, 1) : lastWeekday(year, 10, SUNDAY);
  return day * DAY_MS + CHANGE_MS - SUMMER_OFFSET_MS;
}

/** Years whose changes are worked out once; all others are worked out when asked for. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2099;
const YEARS = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, at) => FIRST_YEAR + at);
const BEGINS = Float64Array.from(YEARS, summerBegins);
const ENDS = Float64Array.from(YEARS, summerEnds);

/** Mean length of a Gregorian year. */
const YEAR_MS = 365.2425 * DAY_MS;

function isSummer(instant: number): boolean {
  // Off by a day or two around New Year, where both years have winter: good enough to look up the summer.
  const year = 1970 + Math.floor(instant / YEAR_MS);
  const begins = BEGINS[year - FIRST_YEAR] ?? summerBegins(year);
  return instant >= begins && instant < (ENDS[year - FIRST_YEAR] ?? summerEnds(year));
}

/** New York's distance from UTC at an instant, in milliseconds: −5 hours, or −4 in summer. */
export const newYorkOffset = (instant: number): number =>
  isSummer(instant) ? SUMMER_OFFSET_MS : STANDARD_OFFSET_MS;

/**
 * The instant at which New York's clock shows `msOfDay` on a day.
 * The hour that is skipped in spring is read by the clock before the change (02:30 is what became 03:30); of the hour
 * that comes twice in autumn the first is meant. So does `java.time`.
 */
export function newYorkInstant(dayNumber: number, msOfDay: number): number {
  const clock = dayNumber * DAY_MS + msOfDay;
  const bySummerClock = clock - SUMMER_OFFSET_MS;
  return isSummer(bySummerClock) ? bySummerClock : clock - STANDARD_OFFSET_MS;
}

/** New York's clock by rule: a faster equivalent of the clock that `createZoneClock` reads from the platform. */
export const NEW_YORK_CLOCK: ZoneClock = {
  zone: NEW_YORK,
  offsetAt: newYorkOffset,
  instantOf: newYorkInstant,
};
