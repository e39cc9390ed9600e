import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './build-parts.mjs';
import { PEERS, peersPython } from './peers.mjs';

/**
 * A symbol joins a running backtest at 10:00, 10:02 and 10:02:30, in Tapedeck, NautilusTrader and backtrader, over the
 * same generated minutes. The data that each then has of it are compared with the truth, which is computed here from
 * the bars alone. Writes docs/late-add.md.
 *
 * npm run compare:late-add [-- --python PATH]
 */
const DAY = '2025-07-02';
const OPEN_MS = Date.parse('2025-07-02T13:30:00Z');
const MINUTE_MS = 60_000;
const MINUTES = 390;
const TIMES = ['10:00', '10:02', '10:02:30'];
const INTERVALS = { '1m': 1, '5m': 5, '15m': 15 };
const PAGE = 'docs/late-add.md';

const msOf = (time) => {
  const [hours, minutes, seconds = 0] = time.split(':').map(Number);
  return OPEN_MS + ((hours - 9) * 60 + minutes - 30) * MINUTE_MS + seconds * 1_000;
};

const line = (cells) => `| ${cells.join(' | ')} |`;

const exchangeTime = (ms) => {
  const minutes = (ms - OPEN_MS) / MINUTE_MS + 9 * 60 + 30;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};

const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-late-add-'));
const store = path.join(folder, 'data');
try {
  const python = peersPython();
  const bars = makeBars();
  const csv = path.join(folder, 'LATE.csv');
  writeFileSync(csv, csvOf(bars));
  fillStore(csv);
  const peer = (script, time, ...more) => {
    const at = time === undefined ? [] : [String(msOf(time)), ...more];
    const options = { encoding: 'utf8', maxBuffer: 1e8 };
    return JSON.parse(execFileSync(python, [path.join(root, 'scripts', script), csv, ...at], options));
  };
  const nautilus = `NautilusTrader ${PEERS.nautilus_trader}`;
  const ends = (time) => peer('late-add-nautilus.py', time, 'before');
  const programs = [
    ['Tapedeck', 'mean', [undefined, ...TIMES], tapedeck],
    [nautilus, 'first', [undefined, ...TIMES], (time) => peer('late-add-nautilus.py', time)],
    [`${nautilus}, end of the request 1 ns earlier`, 'first', TIMES, ends],
    [
      `backtrader ${PEERS.backtrader}`,
      'mean',
      [undefined, ...TIMES],
      (time) => peer('late-add-backtrader.py', time),
    ],
  ];
  const rows = programs.flatMap(([name, seed, times, play]) =>
    times.map((time) => [name, time ?? 'the start', ...judge(play(time), bars, seed, time)]),
  );
  writeFileSync(path.join(root, PAGE), page(rows));
  process.stdout.write(readFileSync(path.join(root, PAGE), 'utf8'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A walk in whole cents (Park and Miller's generator) over one session. */
function makeBars() {
  let state = 20_250_702;
  const draw = (below) => {
    state = (state * 16_807) % 2_147_483_647;
    return state % below;
  };
  let last = 10_000;
  return Array.from({ length: MINUTES }, (_, minute) => {
    const open = last + draw(9) - 4;
    const close = open + draw(41) - 20;
    const high = Math.max(open, close) + draw(8);
    const low = Math.min(open, close) - draw(8);
    last = close;
    const prices = [open, high, low, close].map((cents) => cents / 100);
    return [OPEN_MS + minute * MINUTE_MS, ...prices, 100 + draw(900)];
  });
}

function csvOf(bars) {
  const lines = bars.map(([t, o, h, l, c, v]) => [t, ...[o, h, l, c].map((p) => p.toFixed(2)), v].join(','));
  return `timestamp,open,high,low,close,volume\n${lines.join('\n')}\n`;
}

/** The symbol that is there from the start has the same bars as the one that comes late. */
function fillStore(csv) {
  for (const symbol of ['PRESENT', 'LATE']) {
    run('import', csv, '--symbol', symbol, '--interval', '1m', '--stamp', 'open', '--data', store, '--yes');
  }
}

function run(...args) {
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e8 };
  return execFileSync(process.execPath, [path.join(root, 'bin/tapedeck.js'), ...args], options);
}

/** Plays the day here; what is judged is what an external reader was shown, minute by minute and at the close. */
function tapedeck(time) {
  const config = path.join(folder, 'late-add.json');
  const out = mkdtempSync(path.join(folder, 'run-'));
  const session = {
    session_name: 'late add',
    mode: 'backtest',
    backtest_config: { start_date: DAY, end_date: DAY },
    session_data_config: {
      symbols: time === undefined ? ['PRESENT', 'LATE'] : ['PRESENT'],
      streams: ['1m', '5m', '15m'],
      indicators: {
        session: [
          { name: 'rsi', period: 14, interval: '1m' },
          { name: 'vwap', interval: '1m' },
        ],
      },
    },
  };
  writeFileSync(config, JSON.stringify(session));
  const minutes = minutesAfter(time).map((closeMs) => ['--export-at', exchangeTime(closeMs)]);
  const add = time === undefined ? [] : ['--at', `${time} add LATE`];
  run('run', config, ...add, ...minutes.flat(), '--data', store, '--out', path.join(out, 'run'));
  return readExports(path.join(out, 'run', 'exports'));
}

function readExports(exports) {
  const values = [];
  let bars = {};
  for (const name of readdirSync(exports).sort()) {
    const { clock, symbols } = JSON.parse(readFileSync(path.join(exports, name), 'utf8'));
    const { indicators, bars: shown } = symbols.LATE;
    values.push([Date.parse(clock), indicators['vwap@1m'], indicators['rsi(14)@1m']]);
    bars = shown;
  }
  const rows = Object.entries(INTERVALS).map(([interval, length]) => [
    interval,
    bars[interval].data.map(([t, ...rest]) => [t + length * MINUTE_MS, ...rest.slice(0, 5)]),
  ]);
  return { bars: Object.fromEntries(rows), values };
}

/** Closes of the minutes whose values a strategy can see after the add; from the start, of all. */
function minutesAfter(time) {
  const from = time === undefined ? OPEN_MS : msOf(time);
  const closes = Array.from({ length: MINUTES }, (_, minute) => OPEN_MS + (minute + 1) * MINUTE_MS);
  return closes.filter((closeMs) => closeMs > from);
}

/** Compares with the truth: the number of right values out of all, and the errors of the others. */
function judge({ bars, values }, minutes, seed, time) {
  const intervals = Object.entries(INTERVALS).map(([interval, length]) =>
    judgeBars(bars[interval], trueBars(minutes, length)),
  );
  const truth = trueValues(minutes, seed);
  const wanted = minutesAfter(time);
  return [
    ...intervals,
    ...[1, 2].map((column) => judgeValues(values, truth, wanted, column, column === 1 ? 1e-9 : 1e-6)),
  ];
}

function trueBars(minutes, length) {
  const bars = [];
  for (let at = 0; at < minutes.length; at += length) {
    const part = minutes.slice(at, at + length);
    const column = (index) => part.map((row) => row[index]);
    bars.push([
      part[0][0] + length * MINUTE_MS,
      part[0][1],
      Math.max(...column(2)),
      Math.min(...column(3)),
      part.at(-1)[4],
      column(5).reduce((sum, volume) => sum + volume, 0),
    ]);
  }
  return bars;
}

function judgeBars(got, truth) {
  if (got.length === 0) return 'none';
  const wrong = truth.filter((bar) => {
    const same = got.filter(([closeMs]) => closeMs === bar[0]);
    return same.some((each) => each.some((value, index) => value !== bar[index]));
  });
  const missing = truth.filter(([closeMs]) => !got.some((each) => each[0] === closeMs));
  const times = got.map(([closeMs]) => closeMs);
  const twice = new Set(times.filter((closeMs, index) => times.indexOf(closeMs) !== index));
  const right = truth.filter((bar) => !wrong.includes(bar) && !missing.includes(bar) && !twice.has(bar[0]));
  return verdict(right.length, truth.length, [
    ['wrong', wrong.map(([closeMs]) => closeMs)],
    ['missing', missing.map(([closeMs]) => closeMs)],
    ['twice', [...twice]],
  ]);
}

function verdict(right, all, faults) {
  const told = faults
    .filter(([, closes]) => closes.length > 0)
    .map(([what, closes]) =>
      closes.length > 3
        ? `${closes.length} ${what}`
        : `${closes.map((closeMs) => exchangeTime(closeMs)).join(', ')} ${what}`,
    );
  return right === all ? `all ${all}` : `**${right} of ${all}** (${told.join('; ')})`;
}

/**
 * VWAP over typical prices from the open, and Wilder's RSI(14). Programs differ in what the two averages begin with:
 * the mean of the first 14 changes (`mean`), or the first bar, which has no change (`first`).
 */
function trueValues(minutes, seed) {
  let [turnover, traded, gain, loss] = [0, 0, 0, 0];
  return new Map(
    minutes.map(([openMs, , high, low, close, volume], index) => {
      turnover += ((high + low + close) / 3) * volume;
      traded += volume;
      const change = index === 0 ? 0 : close - minutes[index - 1][4];
      const [up, down] = [Math.max(change, 0), Math.max(-change, 0)];
      if (seed === 'mean' && index <= 14) [gain, loss] = [gain + up / 14, loss + down / 14];
      else [gain, loss] = [(gain * 13 + up) / 14, (loss * 13 + down) / 14];
      const rsi = loss === 0 ? 100 : 100 - 100 / (1 + gain / loss);
      return [openMs + MINUTE_MS, [turnover / traded, index < 14 ? undefined : rsi]];
    }),
  );
}

/** Values of an indicator at the minutes after the add, less those at which it is not warm. */
function judgeValues(values, truth, wanted, column, tolerance) {
  if (values.length === 0) return 'none';
  const got = new Map(values.map((row) => [row[0], row[column]]));
  const judged = wanted.filter((closeMs) => truth.get(closeMs)[column - 1] !== undefined);
  const missing = judged.filter((closeMs) => typeof got.get(closeMs) !== 'number');
  const wrong = judged.filter(
    (closeMs) =>
      typeof got.get(closeMs) === 'number' &&
      Math.abs(got.get(closeMs) - truth.get(closeMs)[column - 1]) > tolerance,
  );
  return verdict(judged.length - missing.length - wrong.length, judged.length, [
    ['wrong', wrong],
    ['missing', missing],
  ]);
}

function page(rows) {
  const header = ['program', 'symbol added at', '1m bars', '5m bars', '15m bars', 'VWAP', 'RSI(14)'];
  const shown = rows.map(([name, time, ...cells]) => line([name, time, ...cells]));
  return `# A symbol joins a running backtest

Written by \`npm run compare:late-add\`, which anyone can run again; it needs Python 3.11 to 3.13 and installs
NautilusTrader ${PEERS.nautilus_trader} and backtrader ${PEERS.backtrader} from PyPI.

Two symbols with the same ${MINUTES} generated minutes, 2 July 2025, 09:30 to 16:00 in New York. One is there from the start, the other joins while the backtest runs. The data that the program has of it at the close are compared with the truth: bars of 1, 5 and 15 minutes
over the whole day, VWAP and RSI(14) at every minute after the joining. The truth is computed from the minutes by the
script alone. The rows "the start" are the control: the same program, the symbol there from the beginning.

${line(header)}
${line(header.map(() => '---'))}
${shown.join('\n')}

Bars count as right when they are there once, with every number equal; VWAP within 1e-9, RSI within 1e-6. Where it is not
warm, RSI is not counted.

## What was called

- **Tapedeck**: \`tapedeck run CONFIG --at "10:00 add LATE"\`; read as an external reader, from a session export at every minute.
- **NautilusTrader**: the bars of both are in a \`ParquetDataCatalog\` that the engine knows, stamped by their close. At the time, a time
  alert of the strategy registers the indicators, calls \`request_aggregated_bars\` for 5 and 15 minutes with the open as its start,
  \`include_external_data=True\` and \`update_subscriptions=True\`, and in its callback \`subscribe_bars\` for 1, 5 and 15 minutes. Its data are the bars that come in
  \`on_historical_data\` and \`on_bar\`. RSI is its \`RelativeStrengthIndex\` with \`MovingAverageType.WILDER\`, which begins its
  averages with the first bar; the truth it is held against begins in the same way. By default the request ends now, with the bar that
  closes at that instant in it; that bar is then delivered by the subscription again. Its documentation says that inclusiveness at the end
  "is not currently guaranteed". A request that ends a nanosecond earlier gets everything right: the extra rows show this.
- **backtrader**: its documentation gives feeds to Cerebro before \`run\` alone; there is no call for later. The strategy calls
  \`cerebro.adddata\` and \`cerebro.resampledata\` in its \`next\`: no error comes, and no bar.

The sources are \`scripts/compare-late-add.mjs\`, \`scripts/late-add-nautilus.py\` and \`scripts/late-add-backtrader.py\`.
`;
}
