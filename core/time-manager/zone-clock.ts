import { DAY_MS, HOUR_MS, MINUTE_MS, civilFromDays, daysFromCivil } from '../base/epoch-ms.ts';

/** The clock readings of one zone. Offsets are milliseconds east of UTC. */
export interface ZoneClock {
  /** IANA name, `Europe/London`. */
  readonly zone: string;
  offsetAt(instant: number): number;
  /**
   * The instant at which the zone's clocks show a time: `clockMs` after the midnight of a day counted from 1970-01-01,
   * negative for the day before. The hour that is skipped in spring is read by the clock before the change (02:30 is what
   * became 03:30); of the hour that comes twice in autumn the first is meant. `java.time` does the same.
   */
  instantOf(dayNumber: number, clockMs: number): number;
}

export const UTC_CLOCK: ZoneClock = {
  zone: 'UTC',
  offsetAt: () => 0,
  instantOf: (dayNumber, clockMs) => dayNumber * DAY_MS + clockMs,
};

/** One year's offsets: `offsets[n]` holds from `starts[n]` on, `starts[0]` is the year's begin in UTC. */
interface OffsetYear {
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

const OFFSET_TEXT = /^GMT(?:([+-])(\d{1,2}):?(\d{2})?(?::(\d{2}))?)?$/;

/**
 * The clock of any IANA zone, from the platform's zone data (`Intl`). A year's changes are searched once, to the minute:
 * an answer then costs a comparison or two. Throws a `RangeError` for a zone that the platform does not know.
 */
export function createZoneClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const years = new Map<number, OffsetYear>();

  function read(instant: number): number {
    const text = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = OFFSET_TEXT.exec(text) ?? [];
    const size = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
    return sign === '-' ? -size : size;
  }

  function yearOf(year: number): OffsetYear {
    const known = years.get(year);
    if (known !== undefined) return known;
    const begin = daysFromCivil(year, 1, 1) * DAY_MS;
    const end = daysFromCivil(year + 1, 1, 1) * DAY_MS;
    const starts = [begin];
    const offsets = [read(begin)];
    // No zone changes twice within five days.
    for (let from = begin; from < end; from += 5 * DAY_MS) {
      const to = Math.min(from + 5 * DAY_MS, end - MINUTE_MS);
      const after = read(to);
      if (after === offsets[offsets.length - 1]) continue;
      starts.push(changeBetween(from, to, after));
      offsets.push(after);
    }
    const made = { starts, offsets };
    years.set(year, made);
    return made;
  }

  /** The first minute of `(from, to]` at which `offset` holds, which it does at `to`. */
  function changeBetween(from: number, to: number, offset: number): number {
    let low = from / MINUTE_MS;
    let high = to / MINUTE_MS;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (read(middle * MINUTE_MS) === offset) high = middle;
      else low = middle;
    }
    return high * MINUTE_MS;
  }

  function offsetAt(instant: number): number {
    const { starts, offsets } = yearOf(civilFromDays(Math.floor(instant / DAY_MS)).year);
    let at = starts.length - 1;
    while (at > 0 && instant < (starts[at] as number)) at -= 1;
    return offsets[at] as number;
  }

  return {
    zone,
    offsetAt,
    instantOf(dayNumber, clockMs) {
      const clock = dayNumber * DAY_MS + clockMs;
      // The offset before a change, if there is one near, reads both the skipped hour and the first of a repeated one.
      const before = offsetAt(clock - offsetAt(clock) - 3 * HOUR_MS);
      const first = clock - before;
      const offset = offsetAt(first);
      return offset === before || offsetAt(clock - offset) !== offset ? first : clock - offset;
    },
  };
}
