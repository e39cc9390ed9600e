import { DAY_MS, HOUR_MS, civilFromDays } from '../base/epoch-ms.ts';
import { SUNDAY, lastWeekday, nthWeekday } from './civil-day.ts';

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

/** Day number on which summer time begins in a year. */
export const summerTimeStarts = (year: number): number =>
  year >= APRIL_RULE_ENDED ? nthWeekday(year, 3, SUNDAY, 2) : nthWeekday(year, 4, SUNDAY, 1);

/** Day number on which summer time ends in a year. */
export const summerTimeEnds = (year: number): number =>
  year >= APRIL_RULE_ENDED ? nthWeekday(year, 11, SUNDAY, 1) : lastWeekday(year, 10, SUNDAY);

/** New York's distance from UTC at an instant, in milliseconds: −5 hours, or −4 in summer. */
export function newYorkOffset(instant: number): number {
  const standardClock = instant + STANDARD_OFFSET_MS;
  const { year } = civilFromDays(Math.floor(standardClock / DAY_MS));
  const starts = summerTimeStarts(year) * DAY_MS + CHANGE_MS;
  // The clock that reads 02:00 when summer time ends is a summer clock: one hour less by standard time.
  const ends = summerTimeEnds(year) * DAY_MS + CHANGE_MS - HOUR_MS;
  return standardClock >= starts && standardClock < ends ? SUMMER_OFFSET_MS : STANDARD_OFFSET_MS;
}

/**
 * The instant at which New York's clock shows `msOfDay` on a day.
 * The hour that is skipped in spring is read by the clock before the change (02:30 is what became 03:30); of the hour
 * that comes twice in autumn the first is meant. So does `java.time`.
 */
export function newYorkInstant(dayNumber: number, msOfDay: number): number {
  const { year } = civilFromDays(dayNumber);
  const clock = dayNumber * DAY_MS + msOfDay;
  const summerFrom = summerTimeStarts(year) * DAY_MS + CHANGE_MS + HOUR_MS;
  const summerUntil = summerTimeEnds(year) * DAY_MS + CHANGE_MS;
  const summer = clock >= summerFrom && clock < summerUntil;
  return clock - (summer ? SUMMER_OFFSET_MS : STANDARD_OFFSET_MS);
}
