import { asEpochMs, MINUTE_MS, type EpochMs, type TradingDay } from '../base/epoch-ms.ts';
import type { Failure } from '../base/result.ts';
import type { MarketCalendar, TradingSession } from './market-calendar.ts';

/** `[start, end)` between two segments of a session. */
export interface SessionBreak {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** The breaks of a session, oldest first; none where it has one segment. */
export const breaksOf = ({ segments }: TradingSession): readonly SessionBreak[] =>
  segments.slice(1).map(({ open }, index) => ({ start: segments[index]?.close ?? open, end: open }));

/** True in the regular hours of a session: in a segment, not in a break. */
export const isTradingAt = ({ segments }: TradingSession, instant: number): boolean =>
  segments.some(({ open, close }) => instant >= open && instant < close);

/** The opens of the minutes of a session's regular hours, oldest first. */
export function minutesOf({ segments }: TradingSession): readonly number[] {
  const minutes: number[] = [];
  for (const { open, close } of segments) {
    for (let openMs: number = open; openMs < close; openMs += MINUTE_MS) minutes.push(openMs);
  }
  return minutes;
}

/** Why a day is outside the calendar; undefined for a known day. */
export function unknownDay(calendar: MarketCalendar, day: TradingDay): Failure | undefined {
  const { exchangeGroup: group, firstDay, lastDay } = calendar;
  if (day >= firstDay && day <= lastDay) return undefined;
  if (day < firstDay) {
    const message = `The calendar of ${group} is known from ${firstDay} on; ${day} lies before it.`;
    return { code: 'bad_config', message };
  }
  return {
    code: 'bad_config',
    message: `The calendar of ${group} is known until ${lastDay}; ${day} lies past it, and nothing is guessed.`,
    hint: `A file calendars/${group}.json in the bar store makes it reach farther: {"known_until": "${day}", "closed": [{"day": "…", "reason": "…"}]}.`,
  };
}

/** The labels of the sessions that an instant is part of, both ends counted: a close can be the open of the next one. */
export const labelsAt = (calendar: MarketCalendar, instant: EpochMs): readonly TradingDay[] => [
  ...new Set([calendar.dayOf(asEpochMs(instant - 1)), calendar.dayOf(instant)]),
];
