import { type Result, fail, ok } from '../base/result.ts';
import { type CalendarOverrides, fitOverrides } from './calendar-overrides.ts';
import { ExchangeCalendar } from './exchange-calendar.ts';
import type { MarketRules } from './market-rules.ts';
import exchangeCalendars from './exchange-calendars.json';
import type { MarketCalendar } from './market-calendar.ts';
import { CRYPTO_RULES, FOREX_RULES } from './round-the-clock.ts';
import { type CalendarTable, type ZoneDifference, tableRules, zoneDifferences } from './table-rules.ts';
import { usEquityRules } from './us-equity-calendar.ts';

const TABLES = exchangeCalendars.groups as unknown as Readonly<Record<string, CalendarTable>>;

/** Makes the rules of each exchange group there is. */
const RULES: Readonly<Record<string, () => MarketRules>> = {
  US_EQUITY: usEquityRules,
  ...Object.fromEntries(
    Object.entries(TABLES).map(([group, table]) => [group, () => tableRules(group, table)]),
  ),
  CRYPTO: () => CRYPTO_RULES,
  FOREX: () => FOREX_RULES,
};

/** Other names of a group. */
export const GROUP_ALIASES: Readonly<Record<string, string>> = { XNYS: 'US_EQUITY', XNAS: 'US_EQUITY' };

/** The names of all exchange groups, without aliases. */
export const EXCHANGE_GROUPS: readonly string[] = Object.keys(RULES);

/** The group that a name or an alias means; undefined where there is none. */
export function groupNamed(name: string): string | undefined {
  const group = Object.hasOwn(GROUP_ALIASES, name) ? GROUP_ALIASES[name] : name;
  return group !== undefined && Object.hasOwn(RULES, group) ? group : undefined;
}

/**
 * A new calendar for an exchange group or an alias. Fails with `unsupported` for a name that is neither, with `bad_config`
 * where the overrides do not suit the group.
 */
export function calendarFor(
  exchangeGroup: string,
  overrides: CalendarOverrides = {},
): Result<MarketCalendar> {
  const create = RULES[groupNamed(exchangeGroup) ?? ''];
  if (create !== undefined) {
    const rules = create();
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

/** The packages that the calendars' tables were made from, with their versions. */
export const CALENDAR_SOURCES: Readonly<Record<string, string>> = exchangeCalendars.sources;
