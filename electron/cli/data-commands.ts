import { parseArgs } from 'node:util';
import { asTicker } from '../../core/base/epoch-ms.ts';
import type { Result } from '../../core/base/result.ts';
import type { IntervalAvailability, SymbolAvailability } from '../../core/data-manager/bar-store.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { unknownSymbol } from './nearest-symbols.ts';
import { openStore, openStoreOf } from './open-store.ts';
import { table } from './summary-table.ts';
import { oneSymbol } from './wanted-days.ts';

export { dataGetCommand } from './data-get-command.ts';
export { dataQualityCommand } from './data-quality-command.ts';
export { importCommand } from './import-command.ts';
export { sampleCommand } from './sample-command.ts';

const STORE_OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const SYMBOLS_HELP = `tapedeck data symbols [options]

Lists the symbols of the bar store.

  --data DIR   the bar store
  --json       [{"symbol", "intervals", "first_month", "last_month"}]

Example:
  tapedeck data symbols --json
`;

export async function dataSymbolsCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, SYMBOLS_HELP, () => parseArgs({ args, options: STORE_OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const { store } = openStore(parsed.values.data, io);
  const found = await store.symbols();
  if (!found.ok) return printFailure(io, found.failure);
  const symbols = found.value;
  if (parsed.values.json === true) {
    const rows = symbols.map(({ symbol, intervals, firstMonth, lastMonth }) => ({
      symbol,
      intervals,
      first_month: firstMonth,
      last_month: lastMonth,
    }));
    io.stdout(`${JSON.stringify(rows)}\n`);
    return EXIT.done;
  }
  if (symbols.length === 0) {
    io.stderr(
      `The bar store is empty (${store.location}). tapedeck sample fills it, tapedeck import PATH brings bars.\n`,
    );
    return EXIT.done;
  }
  const rows = symbols.map((stored) => [
    stored.symbol,
    stored.intervals.join(' '),
    stored.firstMonth,
    stored.lastMonth,
  ]);
  io.stdout(`${table([['symbol', 'intervals', 'first month', 'last month'], ...rows])}\n`);
  return EXIT.done;
}

const AVAILABILITY_HELP = `tapedeck data availability SYMBOL [options]

Shows the stored bars of a symbol: intervals, days, missing days, sources, damaged files.

  --group G    the exchange group whose days these are (US_EQUITY; see calendar --list)
  --data DIR   the bar store
  --json       {"symbol", "intervals": [{"interval", "first_day", "last_day", "days", …}], "synthetic", "damaged"}

Days are exchange days. A missing day is a trading day between the first and the last one without a bar.

Example:
  tapedeck data availability RIVN
`;

export async function dataAvailabilityCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, AVAILABILITY_HELP, () =>
    parseArgs({
      args,
      options: { ...STORE_OPTIONS, group: { type: 'string' } },
      allowPositionals: true,
    }),
  );
  if (typeof parsed === 'number') return parsed;
  const symbol = oneSymbol(parsed.positionals, io, AVAILABILITY_HELP);
  if (symbol === undefined) return EXIT.usage;
  const opened = openStoreOf(parsed.values.group, parsed.values.data, io);
  if (!opened.ok) return printFailure(io, opened.failure);
  const { store } = opened.value;
  const found = await store.availability(asTicker(symbol));
  if (!found.ok) return printFailure(io, found.failure);
  const availability = found.value;
  if (availability === undefined) return printUnknown(await unknownSymbol(store, symbol), io);
  for (const { path, reason } of availability.damaged)
    io.stderr(`warning: ${reason}${reason.includes(path) ? '' : ` (${path})`}\n`);
  io.stdout(
    parsed.values.json === true
      ? `${JSON.stringify(availabilityJson(availability))}\n`
      : availabilityText(availability),
  );
  return EXIT.done;
}

const availabilityJson = ({ symbol, intervals, synthetic, damaged }: SymbolAvailability): unknown => ({
  symbol,
  intervals: intervals.map((one) => ({
    interval: one.interval,
    first_day: one.firstDay,
    last_day: one.lastDay,
    days: one.days,
    bars: one.bars,
    missing_days: one.missingDays,
    sources: one.sources,
  })),
  synthetic,
  damaged,
});

const intervalRow = (one: IntervalAvailability): string[] => [
  one.interval,
  one.firstDay,
  one.lastDay,
  String(one.days.length),
  one.bars.toLocaleString('en-US'),
  one.missingDays.length === 0 ? '–' : shortened(one.missingDays),
  one.sources.join(', ') || 'not said',
];

function availabilityText({ symbol, intervals, synthetic, damaged }: SymbolAvailability): string {
  const heading = ['interval', 'first day', 'last day', 'days', 'bars', 'missing days', 'sources'];
  const lines = [
    `${symbol}${synthetic ? ' · SYNTHETIC DATA' : ''}`,
    '',
    table([heading, ...intervals.map(intervalRow)], [3, 4]),
    ...(damaged.length === 0 ? [] : ['', `${damaged.length} damaged file(s), set aside`]),
  ];
  return `${lines.join('\n')}\n`;
}

const shortened = (days: readonly string[]): string =>
  days.length <= 3 ? days.join(' ') : `${days.slice(0, 3).join(' ')} … (${days.length})`;

const printUnknown = (unknown: Result<never>, io: CommandIo): number =>
  unknown.ok ? EXIT.missing : printFailure(io, unknown.failure);
