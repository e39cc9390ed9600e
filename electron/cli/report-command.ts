import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fail } from '../../core/base/result.ts';
import type { RunReport, TradeGroup } from '../../core/report/run-report.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { table } from './summary-table.ts';

const HELP = `tapedeck report RUN [options]

Prints what the trading of a run came to. The run folder has it as report.html, report.json and as the tables orders,
fills, trades and equity (CSV and Parquet).

  --html FILE   copies the page that opens by itself
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
  const report = JSON.parse(text) as RunReport;
  io.stdout(
    values.json === true ? text : `${reportText(report)}\n\npage: ${path.join(folder, 'report.html')}\n`,
  );
  return EXIT.done;
}

function missing(folder: string) {
  const isRun = existsSync(path.join(folder, 'events.jsonl'));
  const { failure } = isRun
    ? fail(
        'missing_file',
        `${folder} has no report: the run did not end, or is older than reports.`,
        'Play it again with one: tapedeck replay RUN --out DIR.',
      )
    : fail('missing_file', `${folder} is not a run folder.`);
  return failure;
}

/** A report as a person wants to read it on a terminal. */
export function reportText(report: RunReport): string {
  const { performance: of, trades, benchmark, account } = report;
  const figures = [
    ['profit', money(of.profit)],
    ['return', percent(of.return)],
    [benchmark === null ? 'benchmark' : `holding ${benchmark.symbol}`, percent(benchmark?.return ?? null)],
    ['drawdown', `${percent(of.drawdown)} (${money(of.drawdown_money)})`],
    ['Sharpe · Sortino', `${ratio(of.sharpe)} · ${ratio(of.sortino)}`],
    ['trades', `${trades.count} ended, ${trades.open} open, ${percent(trades.win_rate)} won`],
    ['profit factor', ratio(trades.profit_factor)],
    ['time in market', `${percent(of.time_in_market)}, exposure ${percent(of.exposure)}`],
    ['turnover', `${of.turnover.toFixed(2)} ×`],
    ['costs', `fees ${money(account.fees)}, slippage ${money(account.slippage)}`],
    ['equity', money(account.equity)],
  ];
  const groups = [
    groupText('symbol', report.by_symbol),
    groupText('strategy', report.by_strategy),
    groupText('added by', report.by_added_by),
  ];
  return [
    `${report.session}${report.synthetic ? ' · SYNTHETIC DATA' : ''}`,
    '',
    table([['', ''], ...figures]),
    ...groups,
  ].join('\n');
}

function groupText(name: string, groups: readonly TradeGroup[]): string {
  if (groups.length === 0) return '';
  const rows = groups.map((group) => [
    group.name,
    String(group.trades),
    percent(group.win_rate),
    money(group.profit),
    ratio(group.profit_factor),
  ]);
  return `\n${table([[name, 'trades', 'won', 'profit', 'factor'], ...rows], [1, 2, 3, 4])}`;
}

const money = (amount: number): string =>
  amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 4 });
const percent = (part: number | null): string => (part === null ? '–' : `${(part * 100).toFixed(2)} %`);
const ratio = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
