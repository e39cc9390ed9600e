import { type EpochMs, type TradingDay, DAY_MS, MINUTE_MS, asEpochMs } from '../base/epoch-ms.ts';
import type { ReadOverrides } from './calendar-overrides.ts';
import { dayNumberOf, dayOfNumber } from './civil-day.ts';
import type { MarketCalendar, Segment, TradingSession } from './market-calendar.ts';
import type { MarketRules, SessionHours } from './market-rules.ts';
import { parseWallClock, printWallClock } from './wall-clock.ts';

/** No session opens this long after the close of the one before: longer holidays are asked for again. */
const LONGEST_CLOSURE_DAYS = 20;

/** A calendar over rules: sessions by label, kept once made, with a user's own days on top. */
export class ExchangeCalendar implements MarketCalendar {
  readonly exchangeGroup: string;
  readonly zone: string;
  readonly firstDay: TradingDay;
  readonly lastDay: TradingDay;
  readonly source: string;
  readonly hasExtendedHours: boolean;
  readonly #rules: MarketRules;
  readonly #lastDayNumber: number;
  readonly #overrides: ReadOverrides;
  /** Sessions by day number, as they were asked for; undefined for days that are closed. */
  readonly #sessions = new Map<number, TradingSession | undefined>();
  /** The day last answered by `dayOf` and its bounds `[start, end)`: bars of a day ask for it in a row. */
  #lastDay = '' as TradingDay;
  #lastDayStart = Number.POSITIVE_INFINITY;
  #lastDayEnd = Number.NEGATIVE_INFINITY;

  constructor(rules: MarketRules, overrides: ReadOverrides) {
    this.exchangeGroup = rules.exchangeGroup;
    this.zone = rules.clock.zone;
    this.firstDay = dayOfNumber(rules.firstDay);
    this.lastDay = dayOfNumber(Math.max(rules.lastDay, overrides.knownUntil));
    this.source = rules.source;
    this.hasExtendedHours = rules.extendedHours !== undefined;
    this.#rules = rules;
    this.#lastDayNumber = Math.max(rules.lastDay, overrides.knownUntil);
    this.#overrides = overrides;
  }

  isTradingDay(day: TradingDay): boolean {
    return this.tradingSession(day) !== undefined;
  }

  whyClosed(day: TradingDay): string | undefined {
    const dayNumber = dayNumberOf(day);
    return dayNumber === undefined ? 'no day of the calendar' : this.#closure(dayNumber);
  }

  tradingSession(day: TradingDay): TradingSession | undefined {
    const dayNumber = dayNumberOf(day);
    return dayNumber === undefined ? undefined : this.#sessionOf(dayNumber);
  }

  nextTradingDay(day: TradingDay): TradingDay | undefined {
    const dayNumber = dayNumberOf(day);
    if (dayNumber === undefined) return undefined;
    for (let next = Math.max(dayNumber + 1, this.#rules.firstDay); next <= this.#lastDayNumber; next += 1) {
      if (this.#closure(next) === undefined) return dayOfNumber(next);
    }
    return undefined;
  }

  previousTradingDays(day: TradingDay, count: number): readonly TradingDay[] {
    const dayNumber = dayNumberOf(day);
    const days: TradingDay[] = [];
    if (dayNumber === undefined) return days;
    let previous = Math.min(dayNumber - 1, this.#lastDayNumber);
    for (; previous >= this.#rules.firstDay && days.length < count; previous -= 1) {
      if (this.#closure(previous) === undefined) days.push(dayOfNumber(previous));
    }
    return days.reverse();
  }

  tradingDays(from: TradingDay, to: TradingDay): readonly TradingDay[] {
    const first = dayNumberOf(from);
    const last = dayNumberOf(to);
    const days: TradingDay[] = [];
    if (first === undefined || last === undefined) return days;
    const end = Math.min(last, this.#lastDayNumber);
    for (let day = Math.max(first, this.#rules.firstDay); day <= end; day += 1) {
      if (this.#closure(day) === undefined) days.push(dayOfNumber(day));
    }
    return days;
  }

  dayOf(instant: EpochMs): TradingDay {
    if (instant >= this.#lastDayStart && instant < this.#lastDayEnd) return this.#lastDay;
    const civil = this.#civilDayOf(instant);
    const session = this.hasExtendedHours ? undefined : this.#sessionFrom(instant, civil);
    this.#lastDay = session?.day ?? dayOfNumber(civil);
    this.#lastDayStart = session?.dayStart ?? this.#rules.clock.instantOf(civil, 0);
    this.#lastDayEnd = session?.dayEnd ?? this.#rules.clock.instantOf(civil + 1, 0);
    return this.#lastDay;
  }

  instantOf(day: TradingDay, wallClock: string): EpochMs | undefined {
    const dayNumber = dayNumberOf(day);
    const msOfDay = parseWallClock(wallClock);
    if (dayNumber === undefined || msOfDay === undefined) return undefined;
    return asEpochMs(this.#rules.clock.instantOf(dayNumber, msOfDay));
  }

  sessionInstantOf(day: TradingDay, wallClock: string): EpochMs | undefined {
    const dayNumber = dayNumberOf(day);
    const msOfDay = parseWallClock(wallClock);
    if (dayNumber === undefined || msOfDay === undefined) return undefined;
    const session = this.#sessionOf(dayNumber);
    if (session === undefined) return undefined;
    const dayBefore = this.#rules.clock.instantOf(dayNumber - 1, msOfDay);
    const isOfSession = dayBefore >= session.extendedOpen && dayBefore < session.extendedClose;
    return asEpochMs(isOfSession ? dayBefore : this.#rules.clock.instantOf(dayNumber, msOfDay));
  }

  civilDayOf(instant: EpochMs): TradingDay {
    return dayOfNumber(this.#civilDayOf(instant));
  }

  wallClockOf(instant: EpochMs): string {
    const clock = instant + this.#rules.clock.offsetAt(instant);
    return printWallClock(clock - Math.floor(clock / DAY_MS) * DAY_MS);
  }

  #civilDayOf(instant: number): number {
    return Math.floor((instant + this.#rules.clock.offsetAt(instant)) / DAY_MS);
  }

  /** The session that an instant of a civil day belongs to, or the next one; undefined outside the known days. */
  #sessionFrom(instant: number, civil: number): TradingSession | undefined {
    for (let day = civil; day <= civil + LONGEST_CLOSURE_DAYS && day <= this.#lastDayNumber; day += 1) {
      const session = day < this.#rules.firstDay ? undefined : this.#sessionOf(day);
      if (session !== undefined && instant < session.close) {
        return instant >= session.dayStart ? session : undefined;
      }
    }
    return undefined;
  }

  #sessionOf(dayNumber: number): TradingSession | undefined {
    const known = this.#sessions.get(dayNumber);
    if (known !== undefined || this.#sessions.has(dayNumber)) return known;
    const session = this.#closure(dayNumber) === undefined ? this.#createSession(dayNumber) : undefined;
    this.#sessions.set(dayNumber, session);
    return session;
  }

  #createSession(dayNumber: number): TradingSession {
    const { minutes, earlyClose } = this.#hoursOf(dayNumber);
    const at = (minute: number): EpochMs =>
      asEpochMs(this.#rules.clock.instantOf(dayNumber, minute * MINUTE_MS));
    const segments: Segment[] = [];
    for (let index = 0; index < minutes.length; index += 2) {
      segments.push({ open: at(minutes[index] as number), close: at(minutes[index + 1] as number) });
    }
    const { open } = segments[0] as Segment;
    const { close } = segments[segments.length - 1] as Segment;
    const extended = this.#rules.extendedHours?.(minutes[minutes.length - 1] as number);
    return {
      day: dayOfNumber(dayNumber),
      segments,
      open,
      close,
      extendedOpen: extended === undefined ? open : at(extended.open),
      extendedClose: extended === undefined ? close : at(extended.close),
      earlyClose,
      dayStart: extended === undefined ? this.#closeBefore(dayNumber) : at(0),
      dayEnd: extended === undefined ? close : asEpochMs(this.#rules.clock.instantOf(dayNumber + 1, 0)),
    };
  }

  /** The close of the session before a day's; midnight of the first day that the calendar knows. */
  #closeBefore(dayNumber: number): EpochMs {
    const oldest = Math.max(this.#rules.firstDay, dayNumber - LONGEST_CLOSURE_DAYS);
    for (let day = dayNumber - 1; day >= oldest; day -= 1) {
      if (this.#closure(day) !== undefined) continue;
      const { minutes } = this.#hoursOf(day);
      return asEpochMs(this.#rules.clock.instantOf(day, (minutes[minutes.length - 1] as number) * MINUTE_MS));
    }
    const { minutes } = this.#hoursOf(dayNumber);
    return asEpochMs(this.#rules.clock.instantOf(oldest, Math.min(0, (minutes[0] as number) * MINUTE_MS)));
  }

  /** A day's hours with the user's close, which shortens or lengthens the last segment and drops those after it. */
  #hoursOf(dayNumber: number): SessionHours {
    const isOpenByRule = this.#rules.closure(dayNumber) === undefined;
    const usual = this.#rules.usualHours(dayNumber);
    const close = this.#overrides.earlyCloses.get(dayNumber);
    if (close === undefined) return isOpenByRule ? this.#rules.hoursOf(dayNumber) : usual;
    const closeMinute = close / MINUTE_MS;
    const minutes: number[] = [];
    for (let index = 0; index < usual.minutes.length; index += 2) {
      const [from, to] = usual.minutes.slice(index, index + 2) as [number, number];
      if (from < closeMinute) minutes.push(from, Math.min(to, closeMinute));
    }
    const end = usual.minutes[usual.minutes.length - 1] as number;
    return minutes.length === 0 ? usual : { minutes, earlyClose: closeMinute < end };
  }

  /** Why the exchange is closed on a day: the user's word first, then the rules. */
  #closure(dayNumber: number): string | undefined {
    if (dayNumber < this.#rules.firstDay || dayNumber > this.#lastDayNumber) {
      return `outside the calendar, which knows ${this.firstDay} to ${this.lastDay}`;
    }
    const closed = this.#overrides.closed.get(dayNumber);
    if (closed !== undefined) return closed;
    return this.#overrides.open.has(dayNumber) ? undefined : this.#rules.closure(dayNumber);
  }
}
