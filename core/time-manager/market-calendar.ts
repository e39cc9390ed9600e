import type { EpochMs, TradingDay } from '../base/epoch-ms.ts';

/** One trading session: the regular hours, and the extended ones around them, as UTC instants. */
export interface TradingSession {
  readonly day: TradingDay;
  readonly open: EpochMs;
  readonly close: EpochMs;
  /** First instant of pre-market trading, at or before `open`. */
  readonly extendedOpen: EpochMs;
  /** Last instant of after-hours trading, at or after `close`. */
  readonly extendedClose: EpochMs;
  readonly earlyClose: boolean;
  /** `[dayStart, dayEnd)`: midnight to midnight in the exchange's zone; 23, 24 or 25 hours. */
  readonly dayStart: EpochMs;
  readonly dayEnd: EpochMs;
}

/** The trading days of one exchange group. Pure; every answer is the same at any time and on any machine. */
export interface MarketCalendar {
  readonly exchangeGroup: string;
  /** IANA name, `America/New_York`. */
  readonly zone: string;
  /** First and last day for which the calendar's rules hold, both included. */
  readonly firstDay: TradingDay;
  readonly lastDay: TradingDay;
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
  /** The exchange's civil day in which an instant falls (not necessarily a trading day). */
  dayOf(instant: EpochMs): TradingDay;
  /** The instant of a wall-clock time (`10:00`, `10:00:30`) of an exchange day; undefined where the text is none. */
  instantOf(day: TradingDay, wallClock: string): EpochMs | undefined;
  /** `10:00:30` in the exchange's zone. */
  wallClockOf(instant: EpochMs): string;
}
