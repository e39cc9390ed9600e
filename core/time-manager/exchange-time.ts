import { type EpochMs, type TradingDay, asTradingDay } from '../base/epoch-ms.ts';
import { type Result, fail, ok } from '../base/result.ts';
import { dayNumberOf } from './civil-day.ts';
import { unknownDay } from './known-days.ts';
import type { MarketCalendar, Segment, TradingSession } from './market-calendar.ts';

const DAY_AND_TIME = /^(?:(\d{4}-\d{2}-\d{2})[ T])?(\S+)$/;

const EXPECTED =
  'Expected 10:00, 10:00:30, open or close in exchange time, after a day if wanted: 2025-07-03 10:00.';

/**
 * Reads a time as the command line takes it: `10:00`, `10:00:30`, `open`, `close`, each of the session of `defaultDay`, or
 * after a day. A time alone is the exchange's time *of the session*: `18:30` of Monday's CME session is Sunday 18:30, and
 * where it is both ends of a session (17:00 in FOREX) it is the open. A time after a day is civil: `2025-03-02 18:30`.
 * `open` and `close` after a day are those of the session with that label. With `extendedHours` the extended ones count, but
 * for `open` and `close`.
 *
 * Fails with `bad_usage` when the text is no time, with `not_in_session` when the exchange does not trade on that day
 * or not at that time, with `bad_config` where the calendar does not know the day.
 */
export function parseExchangeTime(
  text: string,
  calendar: MarketCalendar,
  defaultDay: TradingDay,
  extendedHours = false,
): Result<EpochMs> {
  const parts = DAY_AND_TIME.exec(text.trim());
  const time = parts?.[2];
  if (time === undefined) return fail('bad_usage', `“${text}” is not a time.`, EXPECTED);
  const named = parts?.[1];
  const day = asTradingDay(named ?? defaultDay);
  if (dayNumberOf(day) === undefined) {
    return fail('bad_usage', `“${text}” is not a time: there is no day ${day}.`, EXPECTED);
  }
  const isEnd = time === 'open' || time === 'close';
  const civil = isEnd ? undefined : calendar.instantOf(day, time);
  if (!isEnd && civil === undefined) return fail('bad_usage', `“${text}” is not a time.`, EXPECTED);
  const unknown = unknownDay(calendar, day);
  if (unknown !== undefined) return { ok: false, failure: unknown };
  const session = calendar.tradingSession(day);
  if (isEnd && session !== undefined) return ok(session[time]);
  const instant = named === undefined ? calendar.sessionInstantOf(day, time) : civil;
  if (instant !== undefined && isOfSome([session, sessionAt(calendar, instant)], instant, extendedHours)) {
    return ok(instant);
  }
  if (session === undefined) {
    return fail('not_in_session', `${day} is not a trading day: ${calendar.whyClosed(day) ?? 'closed'}.`);
  }
  const early = session.earlyClose ? ' (it closes early)' : '';
  const hours = hoursInWords(session, calendar, extendedHours);
  return fail('not_in_session', `${time} lies outside the session of ${day}, ${hours}${early}.`);
}

const sessionAt = (calendar: MarketCalendar, instant: EpochMs): TradingSession | undefined =>
  calendar.tradingSession(calendar.dayOf(instant));

/** The ranges of a session's clock, ends included; the inside of a break belongs to none. */
const stretchesOf = (session: TradingSession, extendedHours: boolean): readonly Segment[] =>
  extendedHours ? [{ open: session.extendedOpen, close: session.extendedClose }] : session.segments;

const isOfSome = (
  sessions: readonly (TradingSession | undefined)[],
  instant: EpochMs,
  extendedHours: boolean,
): boolean =>
  sessions.some(
    (session) =>
      session !== undefined &&
      stretchesOf(session, extendedHours).some(({ open, close }) => instant >= open && instant <= close),
  );

/** `09:30 to 16:00`, `09:00 to 11:30 and 12:30 to 15:30`, `17:00 the day before to 16:00`. */
function hoursInWords(session: TradingSession, calendar: MarketCalendar, extendedHours: boolean): string {
  const midnight = calendar.instantOf(session.day, '00:00') ?? session.open;
  const shown = (instant: EpochMs): string => {
    const time = calendar.wallClockOf(instant).slice(0, 5);
    return instant < midnight ? `${time} the day before` : time;
  };
  return stretchesOf(session, extendedHours)
    .map(({ open, close }) => `${shown(open)} to ${shown(close)}`)
    .join(' and ');
}
