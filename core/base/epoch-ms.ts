declare const epochMs: unique symbol;
declare const tradingDay: unique symbol;
declare const ticker: unique symbol;

/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number & { readonly [epochMs]: true };

/** A day of the exchange's calendar, `2025-07-02`. It has no zone: it is a name, not an instant. */
export type TradingDay = string & { readonly [tradingDay]: true };

/** A symbol as the exchange prints it, upper case: `AAPL`, `BRK.B`. */
export type Ticker = string & { readonly [ticker]: true };

export const asEpochMs = (value: number): EpochMs => value as EpochMs;
export const asTradingDay = (value: string): TradingDay => value as TradingDay;
export const asTicker = (value: string): Ticker => value as Ticker;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Days from 1970-01-01 to a civil date of the proleptic Gregorian calendar (Howard Hinnant, `days_from_civil`). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The civil date of a day counted from 1970-01-01 (Howard Hinnant, `civil_from_days`). */
export function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** `2025-07-02T13:30:00.000Z`, as `Date.prototype.toISOString` prints it, years 0 to 9999. */
export function isoUtc(instant: EpochMs): string {
  const days = Math.floor(instant / DAY_MS);
  return `${isoDate(days)}T${isoTime(instant - days * DAY_MS)}Z`;
}

/** `2025-07-02` for a day counted from 1970-01-01. */
export function isoDate(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${pad(year, 4)}-${two(month)}-${two(day)}`;
}

/** `13:30:00.000` for milliseconds after midnight. */
export function isoTime(ms: number): string {
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.floor(ms / MINUTE_MS) % 60;
  const seconds = Math.floor(ms / SECOND_MS) % 60;
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${pad(ms % SECOND_MS, 3)}`;
}

/** The instant that `isoUtc` prints so. */
export function parseIsoUtc(iso: string): EpochMs {
  const numbers = iso.split(/[-T:.Z]/).map(Number);
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0, ms = 0] = numbers;
  const days = daysFromCivil(year, month, day);
  return asEpochMs(days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS + ms);
}

/** True for a day that exists, written `YYYY-MM-DD`. */
export function isRealDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  if (month < 1 || month > 12) return false;
  const civil = civilFromDays(daysFromCivil(year, month, day));
  return civil.year === year && civil.month === month && civil.day === day;
}
