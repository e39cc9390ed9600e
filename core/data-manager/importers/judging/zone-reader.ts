import { DAY_MS, HOUR_MS } from '../../../base/epoch-ms.ts';
import { isMarketTime } from '../../epoch-unit.ts';
import { createZoneClock, UTC_CLOCK, type ZoneClock } from '../../../time-manager/zone-clock.ts';

/**
 * Turns the time on a clock (ms since 1970-01-01T00:00 on that clock) into the UTC instant; NaN in a year of no market.
 *
 * Of the hour that comes twice in autumn the first is meant, until rows go back to its beginning: then the second is.
 */
export type ToUtc = (localMs: number) => number;

export const UTC = 'UTC';

/** Reads a zone's clock: UTC, or any IANA zone. Undefined for an unknown name. */
export function createZoneReader(zone: string): ToUtc | undefined {
  if (zone === UTC || zone === 'Etc/UTC' || zone === 'GMT') return (localMs) => localMs;
  const clock = zoneClock(zone);
  return clock && byHour(clock);
}

/** Reads the date that an instant has in a zone, as its midnight in UTC. Undefined for an unknown name. */
export function createDateReader(zone: string): ((instant: number) => number) | undefined {
  const clock = zone === UTC ? UTC_CLOCK : zoneClock(zone);
  return (
    clock &&
    ((instant) =>
      isMarketTime(instant) ? Math.floor((instant + clock.offsetAt(instant)) / DAY_MS) * DAY_MS : Number.NaN)
  );
}

const clocks = new Map<string, ZoneClock>();

function zoneClock(zone: string): ZoneClock | undefined {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  try {
    const clock = createZoneClock(zone);
    clocks.set(zone, clock);
    return clock;
  } catch {
    return undefined; // no zone of that name
  }
}

interface LocalHour {
  /** The clock's distance from UTC, ms. */
  readonly offset: number;
  /** True for the hour that the clocks show twice. */
  readonly isRepeated: boolean;
}

/** Clocks change at full hours: within one the distance from UTC stays, and is asked for once. */
function byHour(clock: ZoneClock): ToUtc {
  const hours = new Map<number, LocalHour>();
  let lastHour = Number.NaN;
  let last: LocalHour = { offset: 0, isRepeated: false };
  let previousMs = Number.NaN;
  let isNewestFirst = false;
  let isSecond = false;
  return (localMs) => {
    if (!isMarketTime(localMs)) return Number.NaN;
    const hour = Math.floor(localMs / HOUR_MS);
    if (hour !== lastHour) {
      last = hours.get(hour) ?? lookUp(hour, clock, hours);
      lastHour = hour;
      isNewestFirst = previousMs > localMs;
      isSecond = last.isRepeated && isNewestFirst;
    } else if (last.isRepeated && (isNewestFirst ? localMs > previousMs : localMs < previousMs)) {
      isSecond = !isNewestFirst;
    }
    previousMs = localMs;
    return localMs - last.offset + (isSecond ? HOUR_MS : 0);
  };
}

function lookUp(hour: number, clock: ZoneClock, hours: Map<number, LocalHour>): LocalHour {
  const localMs = hour * HOUR_MS;
  const instant = clock.instantOf(0, localMs);
  const second = instant + HOUR_MS;
  const found = { offset: localMs - instant, isRepeated: second + clock.offsetAt(second) === localMs };
  hours.set(hour, found);
  return found;
}
