import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { asTicker, isRealDay, type TradingDay } from '../../core/base/epoch-ms.ts';
import { isBaseInterval, STORED_IN_WORDS } from '../../core/base/interval.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { compareBars, type Tolerance } from '../../core/data-manager/compare-bars.ts';
import { boundsOfDay, wholeDaysOf } from '../../core/data-manager/exchange-days.ts';
import { fileSource } from '../../core/data-manager/importers/import-source.ts';
import type { ImportOverrides, ImportProposal } from '../../core/data-manager/importers/proposal.ts';
import { proposeImport } from '../../core/data-manager/importers/propose-import.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import { createNodeFiles } from '../host/store/node-files.ts';
import { ALL_TIME, barsOfFiles, barsOfStore, type WantedBars } from '../host/store/other-source.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { comparisonJson, comparisonText } from './compare-printers.ts';
import { printFailure, usage } from './failures.ts';
import { findImportFiles } from './find-import-files.ts';
import { importOverrides, IMPORT_OPTIONS } from './import-overrides.ts';
import { openStore, type OpenStore } from './open-store.ts';

const HELP = `tapedeck data compare SYMBOL OTHER [options]

Compares the stored bars of a symbol with those of another source: bars that only one of them has, and values that differ, with the distance. OTHER is a file or folder as \`tapedeck import\` reads it (nothing is written), or the
folder of another bar store.

  --interval I       a stored interval: 1m (default), 1s, 5m … 4h or 1d
  --from DAY         the first day the other source has, otherwise
  --to DAY           the last day the other source has, otherwise, included
  --tolerance X      values no further apart than X are the same (0)
  --relative X       the same as a share of the larger value: 0.001 is a tenth of a percent (0)
  --data DIR         the bar store
  --zone, --stamp, --preset, --adjusted   how OTHER is read, as for import
  --json             {"symbol", "interval", "left", "right", "same", "differing", "missing_left", "missing_right", "fields", "days", "differences"}

Example:
  tapedeck data compare AAPL downloads/AAPL_1min.csv --tolerance 0.005
`;

const OPTIONS = {
  ...IMPORT_OPTIONS,
  from: { type: 'string' },
  to: { type: 'string' },
  tolerance: { type: 'string' },
  relative: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = Readonly<Record<string, string | boolean | undefined>>;

export async function dataCompareCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS, allowPositionals: true }));
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [name, other, ...more] = positionals;
  if (name === undefined || other === undefined || more.length > 0) {
    io.stderr(`a symbol and another source were expected, got ${positionals.length} words.\n\n${HELP}`);
    return EXIT.usage;
  }
  const compared = await compare(io, asTicker(name.toUpperCase()), other, values);
  if (!compared.ok) return printFailure(io, compared.failure);
  io.stdout(compared.value);
  return EXIT.done;
}

async function compare(
  io: CommandIo,
  symbol: WantedBars['symbol'],
  other: string,
  values: Values,
): Promise<Result<string>> {
  const opened = openStore(text(values, 'data'), io);
  const interval = text(values, 'interval') ?? '1m';
  if (!isBaseInterval(interval))
    return fail('bad_usage', `--interval ${interval}: expected ${STORED_IN_WORDS}.`);
  const tolerance = toleranceOf(values);
  if (!tolerance.ok) return tolerance;
  const overrides = importOverrides({ ...values, symbol: undefined, interval: undefined });
  if (!overrides.ok) return overrides;
  const named = rangeOf(opened, text(values, 'from'), text(values, 'to'));
  if (!named.ok) return named;
  const wanted = { symbol, interval, range: named.value };
  const place = path.resolve(io.cwd, other);
  const right = await barsOf(place, wanted, { io, opened, overrides: { ...overrides.value, interval } });
  if (!right.ok) return right;
  const range = daysSpanned(right.value, wanted, values, opened);
  const left = await opened.store.getBars(symbol, interval, range);
  if (!left.ok) return left;
  const comparison = compareBars(left.value.bars, right.value, tolerance.value, opened.calendar);
  const report = {
    symbol,
    interval,
    left: opened.store.location,
    right: place,
    tolerance: tolerance.value,
    ...comparison,
  };
  return ok(values['json'] === true ? comparisonJson(report) : comparisonText(report, opened.calendar));
}

const text = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

function toleranceOf(values: Values): Result<Tolerance> {
  const read = (name: string): number => Number(text(values, name) ?? '0');
  const [absolute, relative] = [read('tolerance'), read('relative')];
  if (!(absolute >= 0))
    return fail('bad_usage', `--tolerance ${text(values, 'tolerance')}: expected 0 or more.`);
  if (!(relative >= 0))
    return fail('bad_usage', `--relative ${text(values, 'relative')}: expected 0 or more.`);
  return ok({ absolute, relative });
}

/** The named days; open-ended where none was named. */
function rangeOf(
  opened: OpenStore,
  from: string | undefined,
  to: string | undefined,
): Result<WantedBars['range']> {
  if (from !== undefined && !isRealDay(from))
    return fail('bad_usage', `--from ${from}: expected a day like 2025-07-02.`);
  if (to !== undefined && !isRealDay(to))
    return fail('bad_usage', `--to ${to}: expected a day like 2025-07-02.`);
  if (from !== undefined && to !== undefined && to < from)
    return fail('bad_usage', `--to ${to} is before --from ${from}.`);
  const bounds = (day: string): WantedBars['range'] => boundsOfDay(day as TradingDay, opened.calendar);
  return ok({
    from: from === undefined ? ALL_TIME.from : bounds(from).from,
    to: to === undefined ? ALL_TIME.to : bounds(to).to,
  });
}

/** Where no day was named: the complete days of the other source. */
function daysSpanned(
  bars: ReadonlyBarColumns,
  { range }: WantedBars,
  values: Values,
  { calendar }: OpenStore,
): WantedBars['range'] {
  const days = wholeDaysOf(bars, calendar);
  return {
    from: values['from'] === undefined ? days.from : range.from,
    to: values['to'] === undefined ? days.to : range.to,
  };
}

interface Reading {
  readonly io: CommandIo;
  readonly opened: OpenStore;
  readonly overrides: ImportOverrides;
}

async function barsOf(
  place: string,
  wanted: WantedBars,
  { io, opened, overrides }: Reading,
): Promise<Result<ReadonlyBarColumns>> {
  if (await isFolder(path.join(place, 'bars'))) return barsOfStore(openStore(place, io).store, wanted);
  const found = await findImportFiles(place);
  if (!found.ok) return found;
  const files = createNodeFiles();
  const proposals: ImportProposal[] = [];
  for (const file of found.value.files) {
    const proposed = await proposeImport(fileSource(files, file), {
      ...overrides,
      calendar: opened.calendar,
    });
    if (proposed.ok) proposals.push(proposed.value);
    else if (found.value.files.length === 1) return proposed;
    else io.stderr(`left out: ${file}: ${proposed.failure.message}\n`);
  }
  for (const { questions, source } of proposals) {
    for (const question of questions) io.stderr(`${source.path}: ${question}\n`);
  }
  return barsOfFiles(proposals, wanted, opened.calendar, io.signal);
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch {
    return false;
  }
}
