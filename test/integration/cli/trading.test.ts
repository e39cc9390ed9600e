import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DuckDBInstance } from '@duckdb/node-api';
import type { RunReport } from '../../../core/report/run-report.ts';
import { commandLine } from '../../helpers/command-line.ts';

const line = commandLine();
const run = path.join(line.cwd, 'my-run');
const config = {
  session_name: 'Orders <& report>',
  mode: 'backtest',
  backtest_config: { start_date: '2025-11-25', end_date: '2025-11-26' },
  session_data_config: { symbols: ['RIVN'], streams: ['1m'] },
  trading_config: { costs: { fee_per_share: 0.01 } },
};

/** Two days that rise for an hour and start again, so that no sample has to be generated. */
function csv(): string {
  const lines = ['timestamp,open,high,low,close,volume'];
  for (const day of ['2025-11-25', '2025-11-26']) {
    for (let minute = 0; minute < 390; minute++) {
      const time = new Date(Date.parse(`${day}T14:30:00Z`) + minute * 60_000).toISOString();
      const price = 20 + (minute % 60) / 10;
      lines.push(`${time},${price},${price + 0.2},${price - 0.2},${price + 0.1},1000`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const table = (name: string, ending = 'csv'): string => path.join(run, `${name}.${ending}`);

describe('a run with orders from the command line', () => {
  beforeAll(async () => {
    writeFileSync(path.join(line.cwd, 'bars.csv'), csv());
    writeFileSync(path.join(line.cwd, 'config.json'), JSON.stringify(config));
    const stamps = ['--interval', '1m', '--stamp', 'open', '--yes'];
    for (const symbol of ['RIVN', 'AAPL']) {
      expect((await line.tapedeck('import', 'bars.csv', '--symbol', symbol, ...stamps)).code).toBe(0);
    }
    const commands = [
      '10:00 buy 100 RIVN limit 30 take 40 loss 10',
      '10:20 add AAPL as scanner',
      '10:21 sell 50 AAPL gtc',
      '11:00 buy 1000000 RIVN',
      '2025-11-26 10:00 flatten',
      '2025-11-26 10:01 buy 1 RIVN',
    ];
    const { code, stderr } = await line.tapedeck(
      ...['run', 'config.json', '--out', 'my-run', ...commands.flatMap((command) => ['--at', command])],
    );
    expect(stderr).toContain('max_per_trade');
    expect(stderr).toContain('kill_switch');
    expect(code).toBe(0);
  }, 30_000);
  afterAll(() => line[Symbol.dispose]());

  it('has its tables as CSV and as Parquet, each row with the metadata of its symbol', async () => {
    const rows = readFileSync(table('fills'), 'utf8').trim().split('\n');
    expect(rows[0]).toContain(
      'meets_session_config_requirements,added_by,auto_provisioned,added_at,upgraded_from_adhoc',
    );
    expect(rows.length).toBe(5);
    const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
    for (const name of ['signals', 'orders', 'fills', 'trades', 'equity']) {
      const counted = await duckdb.runAndReadAll(`select count(*)::int from '${table(name, 'parquet')}'`);
      const lines = readFileSync(table(name), 'utf8').trim().split('\n').length - 1;
      expect([name, counted.getRows()[0]?.[0]]).toEqual([name, lines]);
    }
    const trades = await duckdb.runAndReadAll(
      `select symbol, added_by, quantity::int, profit from '${table('trades', 'parquet')}' order by symbol`,
    );
    expect(trades.getRows().map((row) => row.slice(0, 3))).toEqual([
      ['AAPL', 'scanner', 50],
      ['RIVN', 'config', 100],
    ]);
  });

  it('has a report that adds up, and says by whom symbols were added', () => {
    const report = JSON.parse(readFileSync(path.join(run, 'report.json'), 'utf8')) as RunReport;
    expect(report.account.fees).toBe(3);
    expect(report.performance.profit).toBe(report.account.equity - report.account.starting_cash);
    const sum = report.trade_list.reduce((total, { profit }) => total + profit, 0);
    expect(sum).toBeCloseTo(report.performance.profit, 9);
    expect(report.by_added_by.map(({ name, trades }) => [name, trades])).toEqual([
      ['config', 1],
      ['scanner', 1],
    ]);
    const summary = JSON.parse(readFileSync(path.join(run, 'summary.json'), 'utf8')) as { results: unknown };
    expect(summary.results).toMatchObject({ trades: 2, fills: 4, profit: report.performance.profit });
    expect(report.equity.at(-1)).toMatchObject({ equity: report.account.equity, gross_exposure: 0 });
  });

  it('has a page without further files, for any name of the session', () => {
    const page = readFileSync(path.join(run, 'report.html'), 'utf8');
    expect(page).toContain('<h1>Orders &lt;&amp; report&gt;</h1>');
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)|src=|@import|url\(|<link/);
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).not.toContain('NaN');
  });

  it('is printed, and played again byte for byte', async () => {
    const said = await line.tapedeck('report', 'my-run', '--html', 'page.html');
    expect(said.stdout).toMatch(/scanner +1 /);
    expect(readFileSync(path.join(line.cwd, 'page.html'), 'utf8')).toContain('</html>');
    expect((await line.tapedeck('replay', 'my-run')).stdout).toContain('byte for byte');
  });

  it('without a report says so', async () => {
    const nowhere = await line.tapedeck('report', 'nowhere');
    expect(nowhere).toMatchObject({ code: 2, stdout: '' });
    expect(nowhere.stderr).toContain('is not a run folder');
    expect(await line.tapedeck('report')).toMatchObject({ code: 2 });
  });

  it.each([
    'buy AAPL',
    'buy -1 AAPL',
    'sell 10 AAPL trail',
    'sell 10 AAPL trail 100%',
    'buy 10 AAPL ioc fok',
    'buy 10 AAPL oco first',
    'sell 10 AAPL limit',
    'buy 10 AAPL sometime',
    'cancel all',
    'flatten A B',
  ])('is refused with wrong words: %s', async (words) => {
    const said = await line.tapedeck('run', 'config.json', '--at', `10:00 ${words}`, '--out', 'other');
    expect(said.code).toBe(2);
    expect(said.stderr).toContain('--at');
  });
});
