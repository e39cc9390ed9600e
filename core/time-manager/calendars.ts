import { type Result, fail, ok } from '../base/result.ts';
import type { CalendarOverrides } from './calendar-overrides.ts';
import type { MarketCalendar } from './market-calendar.ts';
import { createUsEquityCalendar } from './us-equity-calendar.ts';

/** Makes the calendar of each exchange group there is. */
const CALENDARS: Readonly<Record<string, (overrides?: CalendarOverrides) => MarketCalendar>> = {
  US_EQUITY: createUsEquityCalendar,
};

const EXCHANGE_GROUPS: readonly string[] = Object.keys(CALENDARS);

/** A new calendar for an exchange group; `unsupported` for a group without one. */
export function calendarFor(exchangeGroup: string, overrides?: CalendarOverrides): Result<MarketCalendar> {
  const create = Object.hasOwn(CALENDARS, exchangeGroup) ? CALENDARS[exchangeGroup] : undefined;
  if (create !== undefined) return ok(create(overrides));
  return fail(
    'unsupported',
    `There is no calendar for the exchange group ${exchangeGroup}.`,
    `Known groups: ${EXCHANGE_GROUPS.join(', ')}.`,
  );
}
