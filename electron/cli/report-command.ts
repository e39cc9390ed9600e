import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fail } from '../../core/base/result.ts';
import { changeText, gainText, percentText, ratioText } from '../../core/base/figure-text.ts';
import { figureGroups } from '../../core/report/figures.ts';
import { readReport } from '../../core/report/read-report.ts';
import type { RunReport, TradeGroup } from '../../core/report/run-report.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { table } from './summary-table.ts';

const HELP = `tapedeck report RUN [options]

Prints the figures of a run's trading. The run folder has them as report.html, report.json and as the tables orders,
fills, trades and equity (CSV and Parquet). docs/report.md defines each figure.

  --html FILE   copies the page, one file that needs nothing else
  --json        prints report.json

Example:
  tapedeck run session_configs/sample-week.json --at "10:00 buy 20 AAPL" --out my-run && tapedeck report my-run
`;

const OPTIONS = {
  html: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function reportCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [run, ...more] = positionals;
  if (run === undefined || more.length > 0) {
    io.stderr(`report takes one run folder, got ${positionals.length}.\n\n${HELP}`);
    return EXIT.usage;
  }
  const folder = path.resolve(io.cwd, run);
  const file = path.join(folder, 'report.json');
  if (!existsSync(file)) return printFailure(io, missing(folder));
  if (values.html !== undefined) {
    copyFileSync(path.join(folder, 'report.html'), path.resolve(io.cwd, values.html));
  }
  const text = readFileSync(file, 'utf8');
  io.stdout(
    values.json === true
      ? text
      : `${reportText(readReport(text))}\n\npage: ${path.join(folder, 'report.html')}\n`,
  );
  return EXIT.done;
}

function missing(folder: string) {
  const isRun = existsSync(path.join(folder, 'events.jsonl'));
  const { failure } = isRun
    ? fail(
        'missing_file',
        `${folder} has no report: the run did not end, or was recorded before reports existed.`,
        'Play it again with one: tapedeck replay RUN --out DIR.',
      )
    : fail('missing_file', `${folder} is not a run folder.`);
  return failure;
}

/** A report in a form for a terminal. */
export function reportText(report: RunReport): string {
  const tables = figureGroups(report).map(({ title, figures }) =>
    table([[title, ''], ...figures.map(({ name, text }) => [name, text])], [1]),
  );
  const groups = [
    groupText('symbol', report.by_symbol),
    groupText('strategy', report.by_strategy),
    groupText('side', report.by_direction),
    groupText('added by', report.by_added_by),
  ];
  return [
    `${report.session}${report.synthetic ? ' · SYNTHETIC DATA' : ''}`,
    ...report.cautions.map(({ text }) => `! ${text}`),
    '',
    besideEachOther(tables),
    ...groups,
    monthsText(report),
    refusedText(report),
  ]
    .filter((part, index) => part !== '' || index < 3)
    .join('\n');
}

/** Tables in two columns, each pair as high as its longer one: a report fits on a screen. */
function besideEachOther(tables: readonly string[]): string {
  const left = tables.filter((_, index) => index % 2 === 0).map((text) => text.split('\n'));
  const right = tables.filter((_, index) => index % 2 === 1).map((text) => text.split('\n'));
  const width = left.flat().reduce((most, line) => Math.max(most, line.length), 0) + GAP;
  return left
    .map((lines, pair) => {
      const others = right[pair] ?? [];
      const rows = Array.from({ length: Math.max(lines.length, others.length) }, (_, index) =>
        `${(lines[index] ?? '').padEnd(width)}${others[index] ?? ''}`.trimEnd(),
      );
      return rows.join('\n');
    })
    .join('\n\n');
}

/** Spaces between two tables. */
const GAP = 6;

function groupText(name: string, groups: readonly TradeGroup[]): string {
  if (groups.length === 0) return '';
  const rows = groups.map((group) => [
    group.name,
    String(group.trades),
    String(group.open),
    percentText(group.win_rate),
    gainText(group.profit),
    ratioText(group.profit_factor),
  ]);
  return `\n${table([[name, 'trades', 'open', 'won', 'profit', 'factor'], ...rows], [1, 2, 3, 4, 5])}`;
}

function monthsText({ monthly_returns: months, benchmark }: RunReport): string {
  if (months.length < 2) return '';
  const rows = months.map((month) => [
    month.period,
    changeText(month.return),
    changeText(month.benchmark_return),
  ]);
  return `\n${table([['month', 'return', benchmark === null ? 'benchmark' : `holding ${benchmark.symbol}`], ...rows], [1, 2])}`;
}

/** Most rejected orders that the terminal shows; the file and the table `orders` have all. */
const SHOWN_REFUSED = 20;

function refusedText({ orders }: RunReport): string {
  if (orders.refused === 0) return '';
  const shown = orders.refused_list.slice(0, SHOWN_REFUSED);
  const rows = shown.map(({ order, clock, strategy, side, quantity, symbol, reason }) => [
    String(order),
    clock.slice(0, 19).replace('T', ' '),
    strategy,
    `${side} ${quantity} ${symbol}`,
    reason,
  ]);
  const more = orders.refused - shown.length;
  const rest = more === 0 ? '' : `\n… and ${more} more: orders.csv has all`;
  return `\n${table([['refused', 'UTC', 'by', 'order', 'reason'], ...rows])}${rest}`;
}
