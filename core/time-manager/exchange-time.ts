import { type EpochMs, type TradingDay, asTradingDay } from '../base/epoch-ms.ts';
import { type Result, fail, ok } from '../base/result.ts';
import { dayNumberOf } from './civil-day.ts';
import type { MarketCalendar } from './market-calendar.ts';

const DAY_AND_TIME = /^(?:(\d{4}-\d{2}-\d{2})[ T])?(\S+)$/;

const EXPECTED =
  'Expected 10:00, 10:00:30, open or close in exchange time, after a day if wanted: 2025-07-03 10:00.';

/**
 * Reads a time as the command line takes it: `10:00`, `10:00:30`, `open`, `close`, each of `defaultDay` or after a day
 * of its own (`2025-07-03 close`). The time is the exchange's; both ends of `[open, close]` are allowed, with
 * `extendedHours` those of the extended hours. `open` and `close` are always the regular ones.
 *
 * Fails with `bad_usage` when the text is no time, with `not_in_session` when the exchange does not trade on that day
 * or not at that time.
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
  const day = asTradingDay(parts?.[1] ?? defaultDay);
  if (dayNumberOf(day) === undefined) {
    return fail('bad_usage', `“${text}” is not a time: there is no day ${day}.`, EXPECTED);
  }
  const session = calendar.tradingSession(day);
  const instant = time === 'open' || time === 'close' ? session?.[time] : calendar.instantOf(day, time);
  if (session === undefined && (instant !== undefined || time === 'open' || time === 'close')) {
    return fail('not_in_session', `${day} is not a trading day: ${calendar.whyClosed(day) ?? 'closed'}.`);
  }
  if (session === undefined || instant === undefined) {
    return fail('bad_usage', `“${text}” is not a time.`, EXPECTED);
  }
  const first = extendedHours ? session.extendedOpen : session.open;
  const last = extendedHours ? session.extendedClose : session.close;
  if (instant >= first && instant <= last) return ok(instant);
  const hours = [first, last].map((end) => calendar.wallClockOf(end).slice(0, 5));
  const early = session.earlyClose ? ' (it closes early)' : '';
  return fail('not_in_session', `${time} lies outside the session of ${day}, ${hours.join(' to ')}${early}.`);
}
