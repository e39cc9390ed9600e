import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './build-parts.mjs';

/**
 * The same SMA cross on the same bars, here and in backtrader: market orders at the next bar's open, no fees. Compares
 * trades, times and prices on a synthetic series, and on a real one where the developers' data exist.
 *
 * python3 -m venv ../venv && ../venv/bin/pip install backtrader==1.9.78.123 node scripts/compare-backtrader.mjs
 * --python ../venv/bin/python [--write]
 *
 * `--write` keeps the synthetic bars and backtrader's trades in test/fixtures, where a test compares without Python.
 */
const BARS = 'test/fixtures/backtrader-sma-cross-bars.csv';
const TRADES = 'test/fixtures/backtrader-sma-cross-trades.csv';
const REAL = '../shared/data/real/bars/csv_close_stamped/AAPL_1min.csv';
const ZONE = 'America/New_York';
const [FAST, SLOW, SHARES] = [10, 30, 10];
/** Opens of three sessions, UTC: 2025-07-01 to 2025-07-03, the last one until 13:00. */
const SESSIONS = [
  ['2025-07-01T13:30:00Z', 390],
  ['2025-07-02T13:30:00Z', 390],
  ['2025-07-03T13:30:00Z', 210],
];

const python = process.argv[process.argv.indexOf('--python') + 1];
const hasPython =
  process.argv.includes('--python') && spawnSync(python, ['-c', 'import backtrader']).status === 0;
if (!hasPython) {
  process.stdout.write('skipped: needs --python PATH of a Python that has backtrader\n');
  process.exit(0);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-backtrader-'));
let differences = 0;
try {
  const bars = path.join(folder, 'bars.csv');
  writeFileSync(bars, syntheticBars());
  const trades = compare('synthetic', 'SYNTH', bars, ['--stamp', 'open'], '2025-07-01', '2025-07-03');
  if (process.argv.includes('--write')) {
    writeFileSync(path.join(root, BARS), readFileSync(bars));
    writeFileSync(path.join(root, TRADES), trades);
  }
  const real = path.resolve(root, REAL);
  if (existsSync(real)) {
    compare('real', 'AAPL', real, ['--stamp', 'close', '--zone', ZONE], '2019-02-11', '2019-02-15');
  } else process.stdout.write('real: skipped, the data do not exist here\n');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = differences === 0 ? 0 : 1;

/** A walk in whole cents (Park and Miller's generator), with every twentieth minute missing. */
function syntheticBars() {
  let state = 20_250_701;
  const draw = (below) => {
    state = (state * 16_807) % 2_147_483_647;
    return state % below;
  };
  const lines = ['timestamp,open,high,low,close,volume'];
  let last = 10_000;
  for (const [open, minutes] of SESSIONS) {
    for (let minute = 0; minute < minutes; minute++) {
      const first = last + draw(9) - 4;
      const close = first + draw(41) - 20;
      const high = Math.max(first, close) + draw(8);
      const low = Math.min(first, close) - draw(8);
      const volume = 100 + draw(900);
      last = close;
      if (draw(20) === 0) continue;
      const time = new Date(Date.parse(open) + minute * 60_000).toISOString();
      lines.push(
        [time, ...[first, high, low, close].map((cents) => (cents / 100).toFixed(2)), volume].join(','),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Plays both, prints what differs, and answers backtrader's trades. */
function compare(name, symbol, file, reading, from, to) {
  const data = path.join(folder, `${name}-data`);
  tapedeck('import', file, '--symbol', symbol, '--interval', '1m', ...reading, '--data', data, '--yes');
  const range = { '--interval': '1m', '--from': from, '--to': to, '--format': 'csv', '--data': data };
  const stored = tapedeck('data', 'get', symbol, ...Object.entries(range).flat());
  const bars = path.join(folder, `${name}.csv`);
  writeFileSync(bars, stored);
  const theirs = execFileSync(
    python,
    [path.join(root, 'scripts/backtrader-sma-cross.py'), bars, ZONE, FAST, SLOW, SHARES].map(String),
    { encoding: 'utf8' },
  );
  const ours = playHere(name, symbol, data, from, to);
  const [wanted, got] = [theirs, ours].map((text) => text.trim().split('\n'));
  for (let line = 0; line < Math.max(wanted.length, got.length); line++) {
    if (wanted[line] === got[line]) continue;
    differences++;
    process.stdout.write(`${name}: trade ${line}\n  backtrader ${wanted[line]}\n  tapedeck   ${got[line]}\n`);
  }
  process.stdout.write(
    `${name}: ${wanted.length - 1} trades compared over ${stored.split('\n').length - 2} bars\n`,
  );
  return theirs;
}

function playHere(name, symbol, data, from, to) {
  const config = path.join(folder, `${name}.json`);
  const run = path.join(folder, `${name}-run`);
  const session = {
    session_name: name,
    mode: 'backtest',
    backtest_config: { start_date: from, end_date: to },
    session_data_config: { symbols: [symbol], streams: ['1m'] },
    trading_config: { max_per_trade: 1e9, max_per_symbol: 1e9, max_buying_power: 1e9, starting_cash: 1e9 },
  };
  writeFileSync(config, JSON.stringify(session));
  const strategy = `sma-cross,fast=${FAST},slow=${SLOW},interval=1m,quantity=${SHARES},flat_before_close=0`;
  tapedeck('run', config, '--strategy', strategy, '--data', data, '--out', run);
  const { trade_list: trades } = JSON.parse(readFileSync(path.join(run, 'report.json'), 'utf8'));
  const lines = trades.map((trade) =>
    [
      Date.parse(trade.entry_bar),
      trade.entry_price.toFixed(4),
      trade.exit_bar === null ? '' : Date.parse(trade.exit_bar),
      trade.exit_price === null ? '' : trade.exit_price.toFixed(4),
      trade.quantity,
    ].join(','),
  );
  return ['entry_bar,entry_price,exit_bar,exit_price,shares', ...lines].join('\n');
}

function tapedeck(...args) {
  return execFileSync(process.execPath, [path.join(root, 'bin/tapedeck.js'), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
