import { parseArgs } from 'node:util';
import { asTradingDay, isoUtc, isRealDay } from '../../core/base/epoch-ms.ts';
import { EXCHANGE_GROUPS, GROUP_ALIASES } from '../../core/model/exchange-groups.ts';
import { calendarFor } from '../../core/time-manager/calendars.ts';
import { breaksOf, unknownDay } from '../../core/time-manager/known-days.ts';
import type { MarketCalendar, TradingSession } from '../../core/time-manager/market-calendar.ts';
import { dataFolder } from '../host/program/user-folders.ts';
import { storeCalendar } from '../host/store/store-calendar.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';

const HELP = `tapedeck calendar --group GROUP --from DAY --to DAY
tapedeck calendar --list

Trading sessions of an exchange group as JSON; days are exchange days, both included. A session's date is the day of its
close in the exchange's zone; open, close and breaks are UTC. --list names the groups and the days that each one knows.

  --group GROUP      US_EQUITY by default; XNYS and XNAS mean the same
  --exchange GROUP   the older name of --group
  --list             the groups: a table, or JSON with --json
  --data DIR         the bar store, whose calendars/GROUP.json wins over the calendar
  --json             JSON and nothing else

Examples:
  tapedeck calendar --group CME_EQUITY --from 2025-11-24 --to 2025-11-28
  tapedeck calendar --list --json
`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  group: { type: 'string' },
  exchange: { type: 'string' },
  list: { type: 'boolean' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function calendarCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args: [...args], options: OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const { from, to, group, exchange, list, json, data } = parsed.values;
  if (list === true) return printGroups(io, json === true);
  for (const [option, day] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    if (day !== undefined && isRealDay(day)) continue;
    io.stderr(`${option} ${day ?? 'is missing'}: expected a day, YYYY-MM-DD\n\n${HELP}`);
    return EXIT.usage;
  }
  const location = dataFolder(data, io.env, io.cwd);
  const calendar = storeCalendar(location, group ?? exchange ?? 'US_EQUITY');
  if (!calendar.ok) return printFailure(io, { ...calendar.failure, code: 'bad_usage' });
  return printSessions(io, calendar.value, from as string, to as string);
}

function printSessions(io: CommandIo, calendar: MarketCalendar, from: string, to: string): number {
  const [first, last] = [asTradingDay(from), asTradingDay(to)];
  if (last < first) {
    return printFailure(io, { code: 'bad_usage', message: `--to ${last} lies before --from ${first}.` });
  }
  for (const day of [first, last]) {
    const unknown = unknownDay(calendar, day);
    if (unknown !== undefined) return printFailure(io, { ...unknown, code: 'bad_usage' });
  }
  const sessions = calendar
    .tradingDays(first, last)
    .flatMap((day) => sessionRow(calendar.tradingSession(day)));
  io.stdout(`${JSON.stringify(sessions)}\n`);
  return EXIT.done;
}

const sessionRow = (session: TradingSession | undefined) =>
  session === undefined
    ? []
    : [
        {
          date: session.day,
          open: isoUtc(session.open),
          close: isoUtc(session.close),
          early_close: session.earlyClose,
          breaks: breaksOf(session).map(({ start, end }) => ({ start: isoUtc(start), end: isoUtc(end) })),
        },
      ];

function printGroups(io: CommandIo, json: boolean): number {
  const rows = EXCHANGE_GROUPS.flatMap((group) => {
    const calendar = calendarFor(group);
    if (!calendar.ok) return [];
    const { zone, firstDay, lastDay, source } = calendar.value;
    const aliases = Object.entries(GROUP_ALIASES).flatMap(([alias, of]) => (of === group ? [alias] : []));
    return [{ group, zone, known_from: firstDay, known_until: lastDay, source, aliases }];
  });
  if (json) io.stdout(`${JSON.stringify(rows)}\n`);
  else {
    for (const { group, zone, known_from: first, known_until: last, source, aliases } of rows) {
      const also = aliases.length === 0 ? '' : ` (also ${aliases.join(', ')})`;
      io.stdout(`${group.padEnd(11)} ${zone.padEnd(21)} ${first} to ${last}  ${source}${also}\n`);
    }
  }
  return EXIT.done;
}
