import type { EpochMs, TradingDay } from '../base/epoch-ms.ts';

/** `[open, close)`: a stretch of a session without a break. */
export interface Segment {
  readonly open: EpochMs;
  readonly close: EpochMs;
}

/**
 * One trading session: its segments, and the extended hours around them, as UTC instants.
 *
 * The label `day` is the civil day of the session's close in the exchange's zone: a session that opens on Sunday at 17:00
 * in Chicago is Monday's. A session with a break has more than one segment.
 */
export interface TradingSession {
  readonly day: TradingDay;
  /** The regular hours, oldest first, at least one. Breaks lie between them. */
  readonly segments: readonly Segment[];
  /** The first segment's open. */
  readonly open: EpochMs;
  /** The last segment's close. */
  readonly close: EpochMs;
  /** First instant of pre-market trading, at or before `open`. Equal to it where the group has no extended hours. */
  readonly extendedOpen: EpochMs;
  /** Last instant of after-hours trading, at or after `close`. */
  readonly extendedClose: EpochMs;
  readonly earlyClose: boolean;
  /**
   * `[dayStart, dayEnd)`: the instants whose day is this session's, by `dayOf`. US_EQUITY: midnight to midnight in New York,
   * 23, 24 or 25 hours. All other groups: from the close of the session before to this one's.
   */
  readonly dayStart: EpochMs;
  readonly dayEnd: EpochMs;
}

/**
 * The trading sessions of one exchange group. Pure; every answer is the same at any time and on any machine.
 *
 * `calendarFor(group)` in calendars.ts makes one. A caller that asks "is this bar in the session?" goes over
 * `dayOf(instant)` to `tradingSession(day)` to its `segments`; nothing else knows hours, zones or midnights.
 */
export interface MarketCalendar {
  /** The group's own name; an alias (`XNYS`) is resolved (`US_EQUITY`). */
  readonly exchangeGroup: string;
  /** IANA name, `America/New_York`. */
  readonly zone: string;
  /** First and last day that the calendar knows, both included. Outside them nothing is guessed. */
  readonly firstDay: TradingDay;
  readonly lastDay: TradingDay;
  /** Where the days and hours come from, for people: `exchange_calendars 4.13.2, XTKS`. */
  readonly source: string;
  /** True when sessions have pre-market or after-hours trading around them. */
  readonly hasExtendedHours: boolean;
  isTradingDay(day: TradingDay): boolean;
  /** Why a day is no trading day, in words (`Independence Day`, `a Saturday`); undefined when it is one. */
  whyClosed(day: TradingDay): string | undefined;
  /** Undefined when the exchange is closed all day. */
  tradingSession(day: TradingDay): TradingSession | undefined;
  /** The first trading day after `day`; undefined past `lastDay`. */
  nextTradingDay(day: TradingDay): TradingDay | undefined;
  /** The `count` trading days before `day`, oldest first; fewer where the calendar begins. */
  previousTradingDays(day: TradingDay, count: number): readonly TradingDay[];
  /** Trading days of `[from, to]`, both included, oldest first. */
  tradingDays(from: TradingDay, to: TradingDay): readonly TradingDay[];
  /**
   * The label of the session that an instant belongs to, or of the next one when it falls between two. US_EQUITY: the
   * civil day in New York, which may be no trading day. Outside the known days: the civil day.
   */
  dayOf(instant: EpochMs): TradingDay;
  /** The instant at which the exchange's clocks show `10:00` or `10:00:30` on a civil day; undefined where the text is no time. */
  instantOf(day: TradingDay, wallClock: string): EpochMs | undefined;
  /**
   * The instant at which the clocks show a time within the session of `day`, extended hours included: `18:30` of Monday's
   * CME session is Sunday 18:30. Where two fit, the open (17:00 in FOREX). Undefined where the text is no time or no session is that
   * day; a time that the session does not have is the time of the label's civil day.
   */
  sessionInstantOf(day: TradingDay, wallClock: string): EpochMs | undefined;
  /** The day that the exchange's calendars on the wall show. */
  civilDayOf(instant: EpochMs): TradingDay;
  /** `10:00:30` in the exchange's zone. */
  wallClockOf(instant: EpochMs): string;
}
