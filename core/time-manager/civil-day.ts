import { type TradingDay, asTradingDay, civilFromDays, daysFromCivil } from '../base/epoch-ms.ts';
import { twoDigits } from './wall-clock.ts';

/** Days of the week as `weekdayOf` gives them. */
export const SUNDAY = 0;
export const MONDAY = 1;
export const TUESDAY = 2;
export const WEDNESDAY = 3;
export const THURSDAY = 4;
export const FRIDAY = 5;
export const SATURDAY = 6;

const WEEKDAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads `2025-07-02` as days since 1970-01-01; undefined where the text is no day (`2025-02-30`, `2025-7-2`). */
export function dayNumberOf(day: string): number | undefined {
  const parts = DAY_TEXT.exec(day);
  if (parts === null) return undefined;
  const dayOfMonth = Number(parts[3]);
  const number = daysFromCivil(Number(parts[1]), Number(parts[2]), dayOfMonth);
  const civil = civilFromDays(number);
  return civil.day === dayOfMonth && civil.month === Number(parts[2]) ? number : undefined;
}

/** Prints days since 1970-01-01 as `2025-07-02`, years 0 to 9999. */
export function dayOfNumber(dayNumber: number): TradingDay {
  const { year, month, day } = civilFromDays(dayNumber);
  return asTradingDay(`${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`);
}

/** 0 for Sunday to 6 for Saturday; 1970-01-01 was a Thursday. */
export function weekdayOf(dayNumber: number): number {
  const weekday = (dayNumber + THURSDAY) % 7;
  return weekday < 0 ? weekday + 7 : weekday;
}

export const weekdayName = (dayNumber: number): string => WEEKDAY_NAMES[weekdayOf(dayNumber)] as string;

/** Day number of the `nth` (from 1) given weekday of a month. */
export function nthWeekday(year: number, month: number, weekday: number, nth: number): number {
  const first = daysFromCivil(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1);
}

/** Day number of the last given weekday of a month. */
export function lastWeekday(year: number, month: number, weekday: number): number {
  const last = (month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)) - 1;
  return last - ((weekdayOf(last) - weekday + 7) % 7);
}

/**
 * Day number of Easter Sunday in the Gregorian calendar.
 * Source: the anonymous computus of Nature, 1876, as printed by Jean Meeus, Astronomical Algorithms, chapter 8.
 */
export function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const monthAndDay = h + l - 7 * m + 114;
  return daysFromCivil(year, Math.floor(monthAndDay / 31), (monthAndDay % 31) + 1);
}
