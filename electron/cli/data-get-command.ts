import type { BaseInterval } from '../../core/base/interval.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import { type CommandIo, EXIT } from './command-io.ts';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { asTicker } from '../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { barsAsParquet, type ExportedBars } from '../../core/data-manager/exports/bars-parquet.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { printFailure, usage } from './failures.ts';
import { openStoreOf } from './open-store.ts';
import { oneSymbol, wantedDays } from './wanted-days.ts';
import { writeWholeResult } from './write-whole.ts';

type DataFormat = 'csv' | 'json' | 'parquet';

interface PrintedBars {
  readonly symbol: string;
  readonly interval: BaseInterval;
  readonly bars: ReadonlyBarColumns;
  readonly format: 'csv' | 'json';
}

/** Rows printed in one block: a year of minutes is a hundred thousand lines and needs no single string. */
const ROWS_AT_ONCE = 5_000;
const COLUMNS = ['t', 'o', 'h', 'l', 'c', 'v'];

/** Prints bars with all their digits: reading them again gives the same numbers. */
function printBars(io: Pick<CommandIo, 'stdout'>, { symbol, interval, bars, format }: PrintedBars): void {
  const isJson = format === 'json';
  const head = JSON.stringify({ symbol, interval, columns: COLUMNS }).slice(0, -1);
  io.stdout(isJson ? `${head},"data":[` : `${COLUMNS.join(',')}\n`);
  for (let from = 0; from < bars.length; from += ROWS_AT_ONCE) {
    let text = '';
    for (let row = from; row < Math.min(from + ROWS_AT_ONCE, bars.length); row++) {
      const values = valuesOf(bars, row);
      text += isJson ? `${row === 0 ? '' : ','}[${values}]` : `${values}\n`;
    }
    io.stdout(text);
  }
  if (isJson) io.stdout(']}\n');
}

const valuesOf = (bars: ReadonlyBarColumns, row: number): string =>
  `${bars.openMs[row]},${bars.open[row]},${bars.high[row]},${bars.low[row]},${bars.close[row]},${bars.volume[row]}`;

const HELP = `tapedeck data get SYMBOL --interval 1m --from DAY --to DAY [options]

Prints stored bars, all hours, from one exchange day to another, both included.

  --interval I   a stored interval: 1s, 1m, 5m … 4h or 1d
  --from DAY     2025-07-02; the first day there is, otherwise
  --to DAY       the last day there is, otherwise
  --format F     csv (default), json: {"symbol", "interval", "columns": ["t","o","h","l","c","v"], "data": [[…]]},
                 or parquet: the layout of the store in one file
  --json         the same as --format json
  --out FILE     writes into a file instead
  --group G      the exchange group whose days these are (US_EQUITY; see calendar --list)
  --data DIR     the bar store

t is the bar's open, in UTC epoch milliseconds. Each format imports again to the same bars.

Example:
  tapedeck data get RIVN --interval 1m --from 2025-11-24 --to 2025-11-28 --format parquet --out rivn.parquet
`;

const OPTIONS = {
  group: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  interval: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
} as const;

export async function dataGetCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS, allowPositionals: true }));
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const symbol = oneSymbol(positionals, io, HELP);
  if (symbol === undefined) return EXIT.usage;
  const format = formatOf(values.json === true ? 'json' : (values.format ?? 'csv'));
  if (!format.ok) return printFailure(io, format.failure);
  const found = openStoreOf(values.group, values.data, io);
  if (!found.ok) return printFailure(io, found.failure);
  const opened = found.value;
  const wanted = await wantedDays(opened, symbol, values);
  if (!wanted.ok) return printFailure(io, wanted.failure);
  const { interval, range } = wanted.value;
  const read = await opened.store.getBars(asTicker(symbol), interval, range);
  if (!read.ok) return printFailure(io, read.failure);
  const { bars, findings, synthetic } = read.value;
  for (const finding of findings)
    io.stderr(`warning: ${finding.count} × ${finding.kind}: ${finding.detail}\n`);
  if (synthetic) io.stderr('note: synthetic data\n');
  const out = values.out === undefined ? undefined : path.resolve(io.cwd, values.out);
  const given = await give(io, { symbol, interval, bars, synthetic }, format.value, out, opened.calendar);
  return given.ok ? EXIT.done : printFailure(io, given.failure);
}

async function give(
  io: CommandIo,
  exported: ExportedBars,
  format: DataFormat,
  out: string | undefined,
  calendar: MarketCalendar,
): Promise<Result<void>> {
  if (format !== 'parquet') {
    const parts: string[] = [];
    const target = out === undefined ? io : { stdout: (text: string) => void parts.push(text) };
    printBars(target, { ...exported, format });
    return out === undefined ? ok(undefined) : writeWholeResult(out, parts.join(''));
  }
  const bytes = barsAsParquet(exported, calendar);
  if (out !== undefined) return writeWholeResult(out, bytes);
  if (io.stdoutBytes === undefined || process.stdout.isTTY) {
    return fail(
      'bad_usage',
      'Parquet is binary.',
      'Name a file with --out FILE, or redirect the output into one.',
    );
  }
  io.stdoutBytes(bytes);
  return ok(undefined);
}

function formatOf(text: string): Result<DataFormat> {
  if (text === 'csv' || text === 'json' || text === 'parquet') return ok(text);
  return fail('bad_usage', `--format ${text}: expected csv, json or parquet.`);
}
