import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../../../core/report/run-report.ts';
import type { RunSummary } from '../../../core/session-coordinator/results/run-summary.ts';
import { commandLine } from '../../helpers/command-line.ts';

const line = commandLine();
const config = {
  session_name: 'The end of a run',
  mode: 'backtest',
  backtest_config: { start_date: '2025-11-25', end_date: '2025-11-26' },
  session_data_config: { symbols: ['RIVN'], streams: ['1m'] },
  metadata: { strategy: 'none' },
};

const THROWS = `import { defineStrategy } from 'tapedeck/strategy';
export default defineStrategy({
  name: 'tested',
  needs: () => ({}),
  onInstant(update, ctx) {
    if (ctx.view.barCount('RIVN', '1m') === 10) ctx.orders.buy('RIVN', 5);
    if (ctx.view.barCount('RIVN', '1m') === 30) throw new Error('the plan is not there');
  },
});
`;

const REFUSED = `import { defineStrategy } from 'tapedeck/strategy';
export default defineStrategy({
  name: 'tested',
  needs: () => ({}),
  onInstant(update, ctx) {
    if (ctx.view.barCount('RIVN', '1m') <= 25) ctx.orders.buy('RIVN', 100000);
  },
});
`;

function csv(): string {
  const lines = ['timestamp,open,high,low,close,volume'];
  for (const day of ['2025-11-25', '2025-11-26']) {
    for (let minute = 0; minute < 390; minute++) {
      const time = new Date(Date.parse(`${day}T14:30:00Z`) + minute * 60_000).toISOString();
      lines.push(`${time},20,20.2,19.8,20.1,1000`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const parsed = (run: string, file: string): unknown =>
  JSON.parse(readFileSync(path.join(line.cwd, run, file), 'utf8'));
const summaryOf = (run: string): RunSummary => parsed(run, 'summary.json') as RunSummary;
const reportOf = (run: string): RunReport => parsed(run, 'report.json') as RunReport;

describe('the end of a run', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    writeFileSync(path.join(line.cwd, 'bars.csv'), csv());
    writeFileSync(path.join(line.cwd, 'config.json'), JSON.stringify(config));
    writeFileSync(path.join(line.cwd, 'throws.ts'), THROWS);
    writeFileSync(path.join(line.cwd, 'refused.ts'), REFUSED);
    const stamps = ['--symbol', 'RIVN', '--interval', '1m', '--stamp', 'open', '--yes'];
    expect((await line.tapedeck('import', 'bars.csv', ...stamps)).code).toBe(0);
  });
  afterAll(() => line[Symbol.dispose]());

  it('prints profit, trades and drawdown', async () => {
    const said = await line.tapedeck(
      ...['run', 'config.json', '--out', 'plain', '--at', '10:00 buy 10 RIVN', '--at', '11:00 sell 10 RIVN'],
    );
    expect(said.code).toBe(0);
    expect(said.stdout).toMatch(/profit 0\.00 \(0\.00 %\) · 1 trade, 0\.00 % won · drawdown 0\.00 %/);
  });

  it('is an error when a strategy threw, but the session goes to its end and writes all results', async () => {
    const said = await line.tapedeck('run', 'config.json', '--strategy', 'throws.ts', '--out', 'thrown');
    expect(said.code).toBe(1);
    expect(said.stderr).toContain('the plan is not there');
    expect(said.stdout).toMatch(/stopped by an error: tested/);
    const summary = summaryOf('thrown');
    expect(summary).toMatchObject({ outcome: 'completed', sessions: 2 });
    expect(summary.stopped_strategies).toMatchObject([
      { strategy: 'tested', clock: '2025-11-25T15:00:00.000Z' },
    ]);
    const report = reportOf('thrown');
    expect(report.trades.open).toBe(1);
    expect(report.cautions.map(({ kind }) => kind)).toContain('strategy_stopped');
    expect(readFileSync(path.join(line.cwd, 'thrown', 'report.html'), 'utf8')).toContain(
      'the plan is not there',
    );
    expect((await line.tapedeck('run', 'config.json', '--strategy', 'throws.ts', '--json')).code).toBe(1);
    expect((await line.tapedeck('replay', 'thrown')).stdout).toContain('byte for byte');
  });

  it('counts and lists refused orders in run, report and page', async () => {
    const said = await line.tapedeck('run', 'config.json', '--strategy', 'refused.ts', '--out', 'refused');
    expect(said.code).toBe(0);
    expect(
      said.stderr.match(/warning: order \d+ \(buy 100000 RIVN\) was refused: max_per_trade/g),
    ).toHaveLength(10);
    expect(said.stderr).toContain('40 more orders were refused');
    expect(said.stdout).toContain('50 orders refused');
    expect(summaryOf('refused').results.refused_orders).toBe(50);
    const { orders } = reportOf('refused');
    expect(orders).toMatchObject({
      count: 50,
      refused: 50,
      refused_by_rule: [{ rule: 'max_per_trade', count: 50 }],
    });
    expect(orders.refused_list[49]).toMatchObject({ order: 50, strategy: 'tested', quantity: 100_000 });
    const printed = await line.tapedeck('report', 'refused');
    expect(printed.stdout).toContain('50 orders were refused: max_per_trade 50.');
    expect(printed.stdout).toContain('buy 100000 RIVN');
    const page = readFileSync(path.join(line.cwd, 'refused', 'report.html'), 'utf8');
    expect(page).toContain('50 orders were refused');
    expect(page.match(/max_per_trade/g)?.length).toBeGreaterThanOrEqual(50);
  });

  it('names each refused order of the command line once', async () => {
    const said = await line.tapedeck('run', 'config.json', '--out', 'once', '--at', '10:00 buy 100000 RIVN');
    expect(said.stderr.match(/refused/g)).toHaveLength(1);
  });
});
