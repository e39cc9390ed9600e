import { invariant } from '../base/invariant.ts';
import { type Result, fail, ok } from '../base/result.ts';
import { EXCHANGE_GROUPS, type ExchangeGroup, groupNamed } from '../model/exchange-groups.ts';
import { type CalendarOverrides, fitOverrides } from './calendar-overrides.ts';
import { ExchangeCalendar } from './exchange-calendar.ts';
import type { MarketRules } from './market-rules.ts';
import exchangeCalendars from './exchange-calendars.json';
import type { MarketCalendar } from './market-calendar.ts';
import { CRYPTO_RULES, FOREX_RULES } from './round-the-clock.ts';
import { type CalendarTable, type ZoneDifference, tableRules, zoneDifferences } from './table-rules.ts';
import { usEquityRules } from './us-equity-calendar.ts';

const TABLES = exchangeCalendars.groups as unknown as Readonly<Record<string, CalendarTable>>;

/** Makes the rules of an exchange group. */
function rulesOf(group: ExchangeGroup): MarketRules {
  if (group === 'US_EQUITY') return usEquityRules();
  if (group === 'CRYPTO') return CRYPTO_RULES;
  if (group === 'FOREX') return FOREX_RULES;
  const table = TABLES[group];
  invariant(table !== undefined, () => `a table of ${group}`);
  return tableRules(group, table);
}

/**
 * A new calendar for an exchange group or an alias. Fails with `unsupported` for a name that is neither, with `bad_config`
 * where the overrides do not suit the group.
 */
export function calendarFor(
  exchangeGroup: string,
  overrides: CalendarOverrides = {},
): Result<MarketCalendar> {
  const group = groupNamed(exchangeGroup);
  if (group !== undefined) {
    const rules = rulesOf(group);
    const read = fitOverrides(overrides, rules);
    return read.ok ? ok(new ExchangeCalendar(rules, read.value)) : read;
  }
  return fail(
    'unsupported',
    `There is no calendar for the exchange group ${exchangeGroup}.`,
    `Known groups: ${EXCHANGE_GROUPS.join(', ')}.`,
  );
}

/** Where this machine's zone data and those of the calendars disagree about coming years. */
export const calendarZoneDifferences = (): readonly ZoneDifference[] =>
  zoneDifferences(exchangeCalendars.offsets);
