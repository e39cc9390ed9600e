import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './build-parts.mjs';

/**
 * Brackets and trailing stops on the same real minutes here, in backtesting.py and in backtrader. docs/execution.md has the
 * result and explains each difference.
 *
 * python3 -m venv ../venv && ../venv/bin/pip install backtesting==0.6.6 backtrader==1.9.78.123 node
 * scripts/compare-exits.mjs --python ../venv/bin/python
 */
const REAL = path.resolve(root, '../shared/data/real/bars/csv_close_stamped/AAPL_1min.csv');
const DAYS = { start_date: '2019-02-11', end_date: '2019-02-15' };
const EXITS = {
  bracket: ['takeProfit: cents(last + 0.3 * way), stopLoss: cents(last - 0.2 * way)'],
  trail: ['trailAmount: 0.25'],
};

const strategy = (name, terms) => `
import { defineStrategy } from 'tapedeck/strategy';
import { z } from 'zod';
const cents = (price) => Math.round(price * 100) / 100;
export default defineStrategy({
  name: '${name}',
  description: 'Buys and sells short in turn',
  params: z.object({}),
  needs: () => ({ intervals: ['1m'] }),
  state: () => ({ bars: 0, orders: 0 }),
  onInstant(_, ctx) {
    if (++ctx.state.bars % 7 !== 0) return;
    if (ctx.orders.position('AAPL') !== undefined || ctx.orders.working('AAPL').length > 0) return;
    const last = ctx.view.metrics('AAPL').last;
    const way = ctx.state.orders++ % 2 === 0 ? 1 : -1;
    const terms = { timeInForce: 'gtc', ${terms} };
    if (way === 1) ctx.orders.buy('AAPL', 10, terms);
    else ctx.orders.sell('AAPL', 10, terms);
  },
});
`;

const config = (name) => ({
  session_name: name,
  mode: 'backtest',
  backtest_config: DAYS,
  session_data_config: { symbols: ['AAPL'], streams: ['1m'] },
  strategies: [{ name: `${name}.ts` }],
});

const python = process.argv[process.argv.indexOf('--python') + 1];
const isReady =
  process.argv.includes('--python') &&
  spawnSync(python, ['-c', 'import backtesting, backtrader']).status === 0;
if (!isReady || !existsSync(REAL)) {
  process.stdout.write('skipped: needs --python PATH with backtesting and backtrader, and the real data\n');
  process.exit(0);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-exits-'));
const tapedeck = (...args) =>
  execFileSync(process.execPath, [path.join(root, 'bin/tapedeck.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
try {
  const reading = ['--stamp', 'close', '--zone', 'America/New_York', '--data', 'store', '--yes'];
  tapedeck('import', REAL, '--symbol', 'AAPL', '--interval', '1m', ...reading);
  const bars = [
    'AAPL',
    '--interval',
    '1m',
    '--format',
    'csv',
    '--from',
    DAYS.start_date,
    '--to',
    DAYS.end_date,
    '--data',
    'store',
  ];
  writeFileSync(path.join(folder, 'bars.csv'), tapedeck('data', 'get', ...bars));
  for (const [name, terms] of Object.entries(EXITS)) {
    writeFileSync(path.join(folder, `${name}.ts`), strategy(name, terms));
    writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(config(name)));
    tapedeck('run', `${name}.json`, '--speed', '0', '--data', 'store', '--out', name);
    const trades = path.join(folder, name, 'trades.csv');
    const script = path.join(root, 'scripts/compare-exits.py');
    process.stdout.write(
      execFileSync(python, [script, path.join(folder, 'bars.csv'), trades, name], { encoding: 'utf8' }),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
