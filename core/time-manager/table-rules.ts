import { DAY_MS } from '../base/epoch-ms.ts';
import { dayNumberOf, weekdayName, weekdayOf } from './civil-day.ts';
import type { MarketRules, SessionHours } from './market-rules.ts';
import { createZoneClock } from './zone-clock.ts';

/** One exchange group in exchange-calendars.json, which scripts/make-calendars.py makes. Days are counted from 1970-01-01. */
export interface CalendarTable {
  readonly source: string;
  readonly zone: string;
  /** First and last day that the source knows. */
  readonly from: string;
  readonly until: string;
  /** Days of the week with a session, 0 for Sunday. */
  readonly weekdays: readonly number[];
  /** From a day on, the minutes of each segment's open and close after the label's midnight; ascending. */
  readonly eras: readonly (readonly [number, readonly number[]])[];
  /** Weekdays without a session, and other days with one; each as the distance from the one before. */
  readonly closed: readonly number[];
  readonly extra: readonly number[];
  /** Hours of single days, with those days as distances. */
  readonly special: readonly (readonly [readonly number[], readonly number[]])[];
}

/** Hours and the first day on which they hold. */
interface Era {
  readonly from: number;
  readonly hours: SessionHours;
}

/** The day numbers of a list of distances. */
function daysOf(distances: readonly number[]): number[] {
  let day = 0;
  return distances.map((distance) => (day += distance));
}

/** The rules of a group whose calendar is a table. Throws where the table is broken, which a test rules out. */
export function tableRules(exchangeGroup: string, table: CalendarTable): MarketRules {
  const closed = new Set(daysOf(table.closed));
  const extra = new Set(daysOf(table.extra));
  const eras = table.eras.map(([from, minutes]): Era => ({ from, hours: { minutes, earlyClose: false } }));
  function eraOf(dayNumber: number): SessionHours {
    let at = eras.length - 1;
    while (at > 0 && (eras[at] as Era).from > dayNumber) at -= 1;
    return (eras[at] as Era).hours;
  }
  const special = new Map<number, SessionHours>();
  for (const [minutes, days] of table.special) {
    for (const day of daysOf(days)) {
      const usualClose = eraOf(day).minutes.at(-1) as number;
      special.set(day, { minutes, earlyClose: (minutes.at(-1) as number) < usualClose });
    }
  }
  return {
    exchangeGroup,
    source: table.source,
    clock: createZoneClock(table.zone),
    firstDay: dayNumberOf(table.from) as number,
    lastDay: dayNumberOf(table.until) as number,
    usualHours: eraOf,
    hoursOf: (dayNumber) => special.get(dayNumber) ?? eraOf(dayNumber),
    closure(dayNumber) {
      if (closed.has(dayNumber)) return 'a holiday of the exchange';
      if (extra.has(dayNumber) || table.weekdays.includes(weekdayOf(dayNumber))) return undefined;
      return `a ${weekdayName(dayNumber)}`;
    },
  };
}

/** An offset that the platform's zone data and the calendars' zone data (tzdata) do not share. */
export interface ZoneDifference {
  readonly zone: string;
  /** The first instant at which they differ, UTC epoch ms. */
  readonly from: number;
  /** Minutes east of UTC. */
  readonly platform: number;
  readonly tzdata: number;
}

/** Changes of each zone's offset: from a minute since 1970 on, this many minutes east of UTC. */
export type ZoneOffsets = Readonly<Record<string, readonly (readonly number[])[]>>;

/** Where the platform's zone data differ from those of the calendars, at most one line a zone. */
export function zoneDifferences(offsets: ZoneOffsets): readonly ZoneDifference[] {
  return Object.entries(offsets).flatMap(([zone, changes]) => {
    const clock = createZoneClock(zone);
    for (const [at, change] of changes.entries()) {
      const [minute = 0, tzdata = 0] = change;
      const from = minute * 60_000;
      const until = (changes[at + 1]?.[0] ?? minute + 1) * 60_000;
      // The stretch's first instant and each of its days: a change that only the platform knows lies in one of them.
      for (let instant = from; instant < until; instant += DAY_MS) {
        const platform = clock.offsetAt(instant) / 60_000;
        if (platform !== tzdata) return [{ zone, from: instant, platform, tzdata }];
      }
    }
    return [];
  });
}
