import { asTradingDay, DAY_MS, HOUR_MS } from '../../../base/epoch-ms.ts';
import { dayOfNumber } from '../../../time-manager/civil-day.ts';
import type { MarketCalendar } from '../../../time-manager/market-calendar.ts';

/**
 * Turns what a clock on some wall shows (ms since 1970-01-01T00:00 on that clock) into the UTC instant.
 * Of the hour that comes twice in autumn the first is meant.
 */
export type ToUtc = (localMs: number) => number;

export const UTC = 'UTC';

/** Reads a zone's clock: the exchange's, UTC, or any IANA zone. Undefined for a name that is none. */
export function createZoneReader(zone: string, calendar: MarketCalendar): ToUtc | undefined {
  if (zone === UTC || zone === 'Etc/UTC' || zone === 'GMT') return (localMs) => localMs;
  if (zone === calendar.zone) return byHour((localMs) => exchangeInstant(localMs, calendar));
  const clock = zoneClock(zone);
  return clock && byHour((localMs) => instantByClock(localMs, clock));
}

/** Clocks change at full hours: within one the distance from UTC stays, and is asked for once. */
function byHour(instantOf: ToUtc): ToUtc {
  const offsets = new Map<number, number>();
  let lastHour = Number.NaN;
  let lastOffset = 0;
  return (localMs) => {
    const hour = Math.floor(localMs / HOUR_MS);
    if (hour !== lastHour) {
      const known = offsets.get(hour);
      lastOffset = known ?? hour * HOUR_MS - instantOf(hour * HOUR_MS);
      if (known === undefined) offsets.set(hour, lastOffset);
      lastHour = hour;
    }
    return localMs - lastOffset;
  };
}

function exchangeInstant(localMs: number, calendar: MarketCalendar): number {
  const dayNumber = Math.floor(localMs / DAY_MS);
  const hour = Math.floor((localMs - dayNumber * DAY_MS) / HOUR_MS);
  const day = asTradingDay(dayOfNumber(dayNumber));
  return calendar.instantOf(day, `${String(hour).padStart(2, '0')}:00`) ?? Number.NaN;
}

/** What a zone's clock shows at an instant, from the language's own zone data; undefined for an unknown zone. */
function zoneClock(zone: string): ((instant: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    return (instant) => {
      const part = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName');
      return instant + offsetOf(part?.value ?? 'GMT');
    };
  } catch {
    return undefined;
  }
}

/** `GMT-04:00` in ms. */
function offsetOf(text: string): number {
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(text);
  if (match === null) return 0;
  const size = (Number(match[2]) * 60 + Number(match[3])) * 60_000;
  return match[1] === '-' ? -size : size;
}

/** The offset before the change is tried first: of an hour that comes twice the first is meant. */
function instantByClock(localMs: number, clockAt: (instant: number) => number): number {
  const before = localMs - (clockAt(localMs - DAY_MS) - (localMs - DAY_MS));
  if (clockAt(before) === localMs) return before;
  return localMs - (clockAt(before) - before);
}
