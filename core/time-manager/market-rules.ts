import type { ZoneClock } from './zone-clock.ts';

/** The hours of one session in minutes after the midnight of its label; negative on the day before. */
export interface SessionHours {
  /** Open and close of each segment, ascending: `[540, 690, 750, 930]` with a lunch break. */
  readonly minutes: readonly number[];
  readonly earlyClose: boolean;
}

/** The days and hours of one exchange group, as tables or rules know them. Days are counted from 1970-01-01. */
export interface MarketRules {
  readonly exchangeGroup: string;
  readonly source: string;
  readonly clock: ZoneClock;
  readonly firstDay: number;
  readonly lastDay: number;
  /** The hours that hold on a day of the known range unless it is special, closed days included. */
  usualHours(dayNumber: number): SessionHours;
  /** The hours of a day that is open. */
  hoursOf(dayNumber: number): SessionHours;
  /** Why a day of the known range is closed; undefined when it is open. */
  closure(dayNumber: number): string | undefined;
  /** Extended hours around a session's last close, in minutes of the label's midnight; absent where the group has none. */
  extendedHours?(closeMinute: number): { readonly open: number; readonly close: number };
}
