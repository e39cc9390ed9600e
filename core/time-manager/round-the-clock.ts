import { civilFromDays, daysFromCivil } from '../base/epoch-ms.ts';
import { SATURDAY, SUNDAY, weekdayName, weekdayOf } from './civil-day.ts';
import type { MarketRules, SessionHours } from './market-rules.ts';
import { NEW_YORK_CLOCK } from './new-york-time.ts';
import { UTC_CLOCK } from './zone-clock.ts';

const FIRST_DAY = daysFromCivil(1990, 1, 1);
const LAST_DAY = daysFromCivil(2099, 12, 31);
const MINUTES_A_DAY = 1_440;

const WHOLE_DAY: SessionHours = { minutes: [0, MINUTES_A_DAY], earlyClose: false };

/** Crypto exchanges: every day, round the clock; the session is the UTC day. */
export const CRYPTO_RULES: MarketRules = {
  exchangeGroup: 'CRYPTO',
  source: 'rule: every UTC day, 00:00 to 24:00',
  clock: UTC_CLOCK,
  firstDay: FIRST_DAY,
  lastDay: LAST_DAY,
  usualHours: () => WHOLE_DAY,
  hoursOf: () => WHOLE_DAY,
  closure: () => undefined,
};

/** 17:00 in New York, in minutes. */
const ROLLOVER = 17 * 60;
const ROLLOVER_TO_ROLLOVER: SessionHours = {
  minutes: [ROLLOVER - MINUTES_A_DAY, ROLLOVER],
  earlyClose: false,
};

/** Currencies between banks: Sunday 17:00 to Friday 17:00 New York, a session from each 17:00 to the next. */
export const FOREX_RULES: MarketRules = {
  exchangeGroup: 'FOREX',
  source: 'rule: Sunday 17:00 to Friday 17:00 New York, without 25 December and 1 January',
  clock: NEW_YORK_CLOCK,
  firstDay: FIRST_DAY,
  lastDay: LAST_DAY,
  usualHours: () => ROLLOVER_TO_ROLLOVER,
  hoursOf: () => ROLLOVER_TO_ROLLOVER,
  closure(dayNumber) {
    const weekday = weekdayOf(dayNumber);
    if (weekday === SATURDAY || weekday === SUNDAY) return `a ${weekdayName(dayNumber)}`;
    const { month, day } = civilFromDays(dayNumber);
    if (month === 12 && day === 25) return 'Christmas Day';
    return month === 1 && day === 1 ? 'New Year’s Day' : undefined;
  },
};
