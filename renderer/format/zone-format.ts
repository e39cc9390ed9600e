import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  SECOND_MS,
  civilFromDays,
  daysFromCivil,
  isoUtc,
  type EpochMs,
} from '../../core/base/epoch-ms.ts';

/** Every way in which the window prints an instant, in the zone of one exchange. All arguments are UTC epoch ms. */
export interface ZoneFormat {
  readonly zone: string;
  /** `10:31:00` */
  clock(instant: number): string;
  /** `10:31` */
  minute(instant: number): string;
  /** `10:31:00` on the day of `now`, `2 Jul 10:31` on any other. */
  stamp(instant: number, now: number): string;
  /** `2025-07-02`: the day as configs write it. */
  isoDay(instant: number): string;
  /** `Wed 2 Jul 2025` */
  date(instant: number): string;
  /** `Wed` */
  weekday(instant: number): string;
  /** `Wed 2 Jul 2025` of `2025-07-02`, which has no zone. */
  dateOfDay(day: string): string;
  /** `2 Jul` */
  dayOfMonth(instant: number): string;
  /** `Jul` */
  month(instant: number): string;
  /** `2025` */
  year(instant: number): string;
  /** The zone at that instant: `EDT` or `EST`. */
  zoneName(instant: number): string;
  /** The instant at which the clock of the zone shows `HH:MM` on the day that `dayOf` falls on; null when it never does. */
  instantAt(dayOf: number, text: string): number | null;
}

/** `Wed 2 Jul 2025` of `2025-07-02`. */
function dateOfDay(day: string): string {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const weekday = WEEKDAYS[((daysFromCivil(year, month, dayOfMonth) % 7) + 7) % 7] ?? '';
  return `${weekday} ${dayOfMonth} ${MONTHS[month - 1] ?? ''} ${year}`;
}

/** The instant of a session at which the zone's clock shows `HH:MM`; where two fit, the earlier one. Outside the session: of its close's day. */
export function instantInSession(
  format: ZoneFormat,
  { openMs, closeMs }: { readonly openMs: number; readonly closeMs: number },
  text: string,
): number | null {
  const candidates = [format.instantAt(openMs, text), format.instantAt(closeMs, text)];
  const inside = candidates.find((each) => each !== null && each >= openMs && each <= closeMs);
  return inside ?? candidates[1] ?? null;
}

const CLOCK_TEXT = /^([01]?\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d))?$/;
const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** An instant as the clock and calendar of the zone show it. */
interface Local {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

export function createZoneFormat(zone: string): ZoneFormat {
  const { offsetAt, nameAt } = zoneOffsets(zone);
  const local = (instant: number): Local => {
    const shifted = instant + offsetAt(instant);
    const days = Math.floor(shifted / DAY_MS);
    const seconds = Math.floor((shifted - days * DAY_MS) / SECOND_MS);
    return {
      days,
      hours: Math.floor(seconds / 3_600),
      minutes: Math.floor(seconds / 60) % 60,
      seconds: seconds % 60,
    };
  };
  const civil = (instant: number): ReturnType<typeof civilFromDays> => civilFromDays(local(instant).days);

  const minute = (instant: number): string => {
    const { hours, minutes } = local(instant);
    return `${two(hours)}:${two(minutes)}`;
  };
  const clock = (instant: number): string => `${minute(instant)}:${two(local(instant).seconds)}`;
  const month = (instant: number): string => MONTHS[civil(instant).month - 1] ?? '';
  const year = (instant: number): string => String(civil(instant).year);
  const dayOfMonth = (instant: number): string => `${civil(instant).day} ${month(instant)}`;
  const weekday = (instant: number): string => WEEKDAYS[((local(instant).days % 7) + 7) % 7] ?? '';

  return {
    zone,
    clock,
    minute,
    stamp: (instant, now) =>
      local(instant).days === local(now).days ? clock(instant) : `${dayOfMonth(instant)} ${minute(instant)}`,
    isoDay: (instant) => isoUtc((instant + offsetAt(instant)) as EpochMs).slice(0, 10),
    date: (instant) => `${weekday(instant)} ${dayOfMonth(instant)} ${year(instant)}`,
    weekday,
    dateOfDay,
    dayOfMonth,
    month,
    year,
    zoneName: nameAt,
    instantAt: (dayOf, text) => instantAt(clock, dayOf, text),
  };
}

/** Zones change their offset at quarters of an hour, if at all. */
const QUARTER_MS = 15 * MINUTE_MS;

interface ZoneOffsets {
  /** How far the zone's clock is ahead of UTC, in milliseconds. */
  readonly offsetAt: (instant: number) => number;
  readonly nameAt: (instant: number) => string;
}

/** Calls `Intl` once per quarter of an hour: one call costs a thousand times as much as adding an offset. */
function zoneOffsets(zone: string): ZoneOffsets {
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    timeZoneName: 'short',
  });
  const known = new Map<number, { readonly offset: number; readonly name: string }>();
  const at = (instant: number): { readonly offset: number; readonly name: string } => {
    const quarter = Math.floor(instant / QUARTER_MS);
    const found = known.get(quarter);
    if (found !== undefined) return found;
    const parts = Object.fromEntries(
      formatter.formatToParts(quarter * QUARTER_MS).map(({ type, value }) => [type, value]),
    );
    const part = (name: string): number => Number(parts[name]);
    const wall =
      daysFromCivil(part('year'), part('month'), part('day')) * DAY_MS +
      part('hour') * HOUR_MS +
      part('minute') * MINUTE_MS;
    const fresh = { offset: wall - quarter * QUARTER_MS, name: parts['timeZoneName'] ?? zone };
    known.set(quarter, fresh);
    return fresh;
  };
  return { offsetAt: (instant) => at(instant).offset, nameAt: (instant) => at(instant).name };
}

/** Approaches the wanted clock reading by the difference of readings: right on days of 23 and 25 hours too. */
function instantAt(clock: (instant: number) => string, dayOf: number, text: string): number | null {
  const match = CLOCK_TEXT.exec(text.trim());
  if (match === null) return null;
  const wanted = secondsOfDay(`${match[1]}:${match[2]}:${match[3] ?? '00'}`);
  let instant = Math.floor(dayOf / 1_000) * 1_000;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const missing = wanted - secondsOfDay(clock(instant));
    if (missing === 0) return instant;
    instant += missing * 1_000;
  }
  return null;
}

function secondsOfDay(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return (hours * HOUR_MS + minutes * MINUTE_MS) / 1_000 + seconds;
}

/** `2025-07-02 13:30:00 UTC`, for tooltips. */
export function formatUtc(instant: number): string {
  return `${isoUtc(Math.floor(instant) as EpochMs)
    .replace('T', ' ')
    .slice(0, 19)} UTC`;
}
