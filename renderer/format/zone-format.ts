import { HOUR_MS, MINUTE_MS, isoUtc, type EpochMs } from '../../core/base/epoch-ms.ts';

/** Every way in which the window prints an instant, in the zone of one exchange. All arguments are UTC epoch ms. */
export interface ZoneFormat {
  readonly zone: string;
  /** `10:31:00` */
  clock(instant: number): string;
  /** `10:31` */
  minute(instant: number): string;
  /** `10:31:00` on the day of `now`, `2 Jul 10:31` on any other. */
  stamp(instant: number, now: number): string;
  /** `Wed 2 Jul 2025` */
  date(instant: number): string;
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

type Parts = Readonly<Record<string, string>>;

const CLOCK_TEXT = /^([01]?\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d))?$/;

/** Formatters are built once here: making an `Intl.DateTimeFormat` costs as much as a thousand uses of it. */
export function createZoneFormat(zone: string): ZoneFormat {
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  const partsOf = (instant: number): Parts =>
    Object.fromEntries(formatter.formatToParts(instant).map((part) => [part.type, part.value]));

  const minute = (instant: number): string => {
    const { hour, minute: minutes } = partsOf(instant);
    return `${hour}:${minutes}`;
  };
  const clock = (instant: number): string => `${minute(instant)}:${partsOf(instant)['second']}`;

  const dayOfMonth = (instant: number): string => {
    const { day, month } = partsOf(instant);
    return `${day} ${month}`;
  };

  return {
    zone,
    clock,
    minute,
    stamp: (instant, now) =>
      dayOfMonth(instant) === dayOfMonth(now) ? clock(instant) : `${dayOfMonth(instant)} ${minute(instant)}`,
    date: (instant) => {
      const { weekday, day, month, year } = partsOf(instant);
      return `${weekday} ${day} ${month} ${year}`;
    },
    dayOfMonth,
    month: (instant) => partsOf(instant)['month'] ?? '',
    year: (instant) => partsOf(instant)['year'] ?? '',
    zoneName: (instant) => partsOf(instant)['timeZoneName'] ?? zone,
    instantAt: (dayOf, text) => instantAt(clock, dayOf, text),
  };
}

/** Walks to the wanted clock reading by the difference of readings: right on days of 23 and 25 hours too. */
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
