import {
  type EpochMs,
  type TradingDay,
  DAY_MS,
  asEpochMs,
  asTradingDay,
  civilFromDays,
} from '../base/epoch-ms.ts';
import { type CalendarOverrides, type ReadOverrides, readOverrides } from './calendar-overrides.ts';
import { SATURDAY, SUNDAY, dayNumberOf, dayOfNumber, weekdayName, weekdayOf } from './civil-day.ts';
import type { MarketCalendar, TradingSession } from './market-calendar.ts';
import { NEW_YORK, newYorkInstant, newYorkOffset } from './new-york-time.ts';
import {
  EARLY_CLOSES,
  HOLIDAYS,
  ONE_OFF_CLOSURES,
  ONE_OFF_EARLY_CLOSES,
  daysByRule,
  earlyCloseTime,
} from './us-equity-closures.ts';
import { CLOSE, EXTENDED_CLOSE, EXTENDED_EARLY_CLOSE, EXTENDED_OPEN, OPEN } from './us-equity-hours.ts';
import { parseWallClock, printWallClock } from './wall-clock.ts';

const FIRST_DAY = asTradingDay('1990-01-01');
const LAST_DAY = asTradingDay('2099-12-31');

/** Day number → reason, and day number → close in ms since midnight, of one year. */
interface YearTable {
  readonly closures: ReadonlyMap<number, string>;
  readonly earlyCloses: ReadonlyMap<number, number>;
}

function yearTable(year: number): YearTable {
  const closures = daysByRule(HOLIDAYS, year);
  const earlyCloses = new Map<number, number>();
  for (const day of daysByRule(EARLY_CLOSES, year).keys()) earlyCloses.set(day, earlyCloseTime(year));
  const ofYear = (day: string): boolean => day.startsWith(String(year));
  for (const { day, reason } of ONE_OFF_CLOSURES) {
    if (ofYear(day)) closures.set(dayNumberOf(day) as number, reason);
  }
  for (const day of ONE_OFF_EARLY_CLOSES) {
    if (ofYear(day)) earlyCloses.set(dayNumberOf(day) as number, earlyCloseTime(year));
  }
  return { closures, earlyCloses };
}

/** The calendar of the New York Stock Exchange and Nasdaq: rules, one-off closures, and a user's own days on top. */
class UsEquityCalendar implements MarketCalendar {
  readonly exchangeGroup = 'US_EQUITY';
  readonly zone = NEW_YORK;
  readonly firstDay = FIRST_DAY;
  readonly lastDay = LAST_DAY;

  readonly #first = dayNumberOf(FIRST_DAY) as number;
  readonly #last = dayNumberOf(LAST_DAY) as number;
  readonly #overrides: ReadOverrides;
  readonly #years = new Map<number, YearTable>();
  /** Sessions by day, as they were asked for; undefined for days that exist and are closed. */
  readonly #sessions = new Map<TradingDay, TradingSession | undefined>();
  /** The day last answered by `dayOf` and its bounds `[start, end)`: bars of a day ask for it in a row. */
  #lastDay = FIRST_DAY;
  #lastDayStart = Number.POSITIVE_INFINITY;
  #lastDayEnd = Number.NEGATIVE_INFINITY;

  constructor(overrides: CalendarOverrides) {
    this.#overrides = readOverrides(overrides);
  }

  isTradingDay(day: TradingDay): boolean {
    return this.tradingSession(day) !== undefined;
  }

  whyClosed(day: TradingDay): string | undefined {
    const dayNumber = dayNumberOf(day);
    return dayNumber === undefined ? 'no day of the calendar' : this.#closure(dayNumber);
  }

  tradingSession(day: TradingDay): TradingSession | undefined {
    const known = this.#sessions.get(day);
    if (known !== undefined || this.#sessions.has(day)) return known;
    const dayNumber = dayNumberOf(day);
    if (dayNumber === undefined) return undefined;
    const session = this.#closure(dayNumber) === undefined ? this.#session(day, dayNumber) : undefined;
    this.#sessions.set(day, session);
    return session;
  }

  nextTradingDay(day: TradingDay): TradingDay | undefined {
    const dayNumber = dayNumberOf(day);
    if (dayNumber === undefined) return undefined;
    for (let next = Math.max(dayNumber + 1, this.#first); next <= this.#last; next += 1) {
      if (this.#closure(next) === undefined) return dayOfNumber(next);
    }
    return undefined;
  }

  previousTradingDays(day: TradingDay, count: number): readonly TradingDay[] {
    const dayNumber = dayNumberOf(day);
    const days: TradingDay[] = [];
    if (dayNumber === undefined) return days;
    let previous = Math.min(dayNumber - 1, this.#last);
    for (; previous >= this.#first && days.length < count; previous -= 1) {
      if (this.#closure(previous) === undefined) days.push(dayOfNumber(previous));
    }
    return days.reverse();
  }

  tradingDays(from: TradingDay, to: TradingDay): readonly TradingDay[] {
    const first = dayNumberOf(from);
    const last = dayNumberOf(to);
    const days: TradingDay[] = [];
    if (first === undefined || last === undefined) return days;
    for (let day = Math.max(first, this.#first); day <= Math.min(last, this.#last); day += 1) {
      if (this.#closure(day) === undefined) days.push(dayOfNumber(day));
    }
    return days;
  }

  dayOf(instant: EpochMs): TradingDay {
    if (instant >= this.#lastDayStart && instant < this.#lastDayEnd) return this.#lastDay;
    const dayNumber = Math.floor((instant + newYorkOffset(instant)) / DAY_MS);
    this.#lastDay = dayOfNumber(dayNumber);
    this.#lastDayStart = newYorkInstant(dayNumber, 0);
    this.#lastDayEnd = newYorkInstant(dayNumber + 1, 0);
    return this.#lastDay;
  }

  instantOf(day: TradingDay, wallClock: string): EpochMs | undefined {
    const dayNumber = dayNumberOf(day);
    const msOfDay = parseWallClock(wallClock);
    if (dayNumber === undefined || msOfDay === undefined) return undefined;
    return asEpochMs(newYorkInstant(dayNumber, msOfDay));
  }

  wallClockOf(instant: EpochMs): string {
    const clock = instant + newYorkOffset(instant);
    return printWallClock(clock - Math.floor(clock / DAY_MS) * DAY_MS);
  }

  #session(day: TradingDay, dayNumber: number): TradingSession {
    const at = (msOfDay: number): EpochMs => asEpochMs(newYorkInstant(dayNumber, msOfDay));
    const early =
      this.#overrides.earlyCloses.get(dayNumber) ?? this.#yearOf(dayNumber).earlyCloses.get(dayNumber);
    const close = early ?? CLOSE;
    return {
      day,
      open: at(OPEN),
      close: at(close),
      extendedOpen: at(EXTENDED_OPEN),
      extendedClose: at(close < CLOSE ? Math.max(EXTENDED_EARLY_CLOSE, close) : EXTENDED_CLOSE),
      earlyClose: close < CLOSE,
      dayStart: at(0),
      dayEnd: asEpochMs(newYorkInstant(dayNumber + 1, 0)),
    };
  }

  /** Why the exchange is closed on a day; the user's word first, then the weekend, then the tables. */
  #closure(dayNumber: number): string | undefined {
    if (dayNumber < this.#first || dayNumber > this.#last) {
      return `outside the calendar, which knows ${FIRST_DAY} to ${LAST_DAY}`;
    }
    const closed = this.#overrides.closed.get(dayNumber);
    if (closed !== undefined) return closed;
    if (this.#overrides.open.has(dayNumber)) return undefined;
    const weekday = weekdayOf(dayNumber);
    if (weekday === SATURDAY || weekday === SUNDAY) return `a ${weekdayName(dayNumber)}`;
    return this.#yearOf(dayNumber).closures.get(dayNumber);
  }

  #yearOf(dayNumber: number): YearTable {
    const { year } = civilFromDays(dayNumber);
    let table = this.#years.get(year);
    if (table === undefined) {
      table = yearTable(year);
      this.#years.set(year, table);
    }
    return table;
  }
}

/**
 * The trading days of US equities, 1990-01-01 to 2099-12-31, in New York time. Future years are rules, not facts: a
 * user's overrides win. Throws an `InvariantError` on overrides that `parseCalendarOverrides` would have refused.
 * Each question costs O(1) but for the days walked over; sessions and years are kept once made.
 */
export function createUsEquityCalendar(overrides: CalendarOverrides = {}): MarketCalendar {
  return new UsEquityCalendar(overrides);
}
