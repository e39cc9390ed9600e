import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './build-parts.mjs';
import { measureMemory, measureProfile } from './measure-memory.mjs';
import { measureStart } from './measure-start.mjs';
import { PEERS, peersPython } from './peers.mjs';

/**
 * Measures the figures of docs/performance.md, and writes it. A few minutes on an idle machine.
 *
 * [xvfb-run -a] npm run performance [-- --python PATH] [--figures FILE]
 *
 * `--figures` keeps the figures in a file; figures already in it are not measured again.
 */
const PAGE = 'docs/performance.md';
const MEMORY = [
  [500, 1],
  [1, 25],
  [1, 250],
];

const at = process.argv.indexOf('--figures');
const file = at > 0 ? process.argv[at + 1] : undefined;
const n = (value, digits = 0) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const row = (cells) => `| ${cells.join(' | ')} |`;

const told = ({ wall_ms, cpu_ms }) => `${n(cpu_ms)} ms of processor time (${n(wall_ms)} ms by the wall)`;

const known = file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const figures = await measure(known);
if (file !== undefined) writeFileSync(file, JSON.stringify(figures, null, 2));
writeFileSync(path.join(root, PAGE), page(figures));

/** Measures what is not known yet. */
async function measure({
  bench = runBench(),
  memory,
  profile,
  start,
  date = new Date().toISOString().slice(0, 10),
  load = os.loadavg()[0],
}) {
  return {
    date,
    load,
    bench,
    memory: memory ?? (await measureMemory(MEMORY)),
    profile: profile ?? (await measureProfile(...MEMORY[0])),
    start: start === undefined ? ((await measureStart()) ?? null) : start,
  };
}

function runBench() {
  const words = ['bench', '--json', '--peers', '--python', peersPython()];
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1e8 };
  return JSON.parse(execFileSync(process.execPath, [path.join(root, 'bin/tapedeck.js'), ...words], options));
}

/** Where the time of a bar with orders goes. */
function crossText({ fills, bars, bars_per_second, per_bar_us: { instant, reading, trading } }) {
  const perFill = (trading * bars) / fills;
  return `Of ${n(1e6 / bars_per_second, 2)} µs a bar ${n(instant, 2)} are the instant itself (reading the bar, two means, one callback, days begun and ended), ${n(reading, 2)} the strategy's reading of two indicators, and ${n(trading, 2)} trading: the mark and the equity of a bar that is held through, and orders with their
limits, fills, trades and log records, ${n(perFill, 1)} µs a fill in all. The rest is the price of an instant at which a strategy may decide: a vectorised loop has no such instant.`;
}

/** The measured value beside its goal. */
function targets({ bench, memory, start }) {
  const many = bench.throughput.find(({ symbols, days }) => symbols === 500 && days === 1);
  const vectorbt = bench.peers.find(({ peer }) => peer.startsWith('vectorbt'));
  const flat = flatness(bench.throughput);
  const { bytes_per_bar: allocated } = bench.allocation;
  const [one, hundred] = bench.late_adds;
  const [day, month, year] = memory;
  const rows = [
    ['500 symbols, a day: engine / plain loop', '≥ 0.5', n(many.ratio, 2), many.ratio >= 0.5],
    [
      'one symbol, a million bars with orders: engine / vectorbt',
      '≥ 1',
      vectorbt?.ratio === undefined ? (vectorbt?.missing ?? 'not measured') : n(vectorbt.ratio, 2),
      vectorbt?.ratio >= 1,
    ],
    ['cost per bar, dearest / cheapest of 1 to 5,000 symbols', 'flat (≤ 2)', n(flat, 1), flat <= 2],
    [
      '500 symbols, a day: objects allocated per bar',
      'none (≤ 8 bytes)',
      `${n(allocated, 1)} bytes`,
      allocated <= 8,
    ],
    ['1 symbol added at 15:59 beside 500, active after', '≤ 50 ms', told(one), one.cpu_ms <= 50],
    ['100 symbols added at once', '≤ 1,000 ms', told(hundred), hundred.cpu_ms <= 1_000],
    [
      '500 symbols with 20 days of minutes, from files',
      '≤ 3 s',
      `${n(bench.loading.wall_ms / 1_000, 1)} s (${n(bench.loading.cpu_ms / 1_000, 1)} s of processor time)`,
      bench.loading.wall_ms <= 3_000,
    ],
    ['500 symbols, a day: most memory of a run', '≤ 250 MB', `${n(day.peak_mb)} MB`, day.peak_mb <= 250],
    ['1 symbol, 250 days: most memory of a run', '≤ 300 MB', `${n(year.peak_mb)} MB`, year.peak_mb <= 300],
    [
      '1 symbol, 250 days / 25 days: memory kept',
      'flat (≤ 1.2)',
      `${n(year.kept_mb / month.kept_mb, 2)} (${n(month.kept_mb)} to ${n(year.kept_mb)} MB; including uncollected garbage ${n(month.peak_mb)} to ${n(year.peak_mb)})`,
      year.kept_mb <= 1.2 * month.kept_mb,
    ],
  ];
  if (start === null) return rows;
  const { later } = start;
  return [
    ...rows,
    ['window: first paint', '≤ 1.5 s', `${n(later.paint_ms / 1_000, 1)} s`, later.paint_ms <= 1_500],
    [
      'window: first bar moving',
      '≤ 2.5 s',
      `${n(later.bar_ms / 1_000, 1)} s (${n(later.bar_cpu_ms / 1_000, 1)} s of processor time, all processes)`,
      later.bar_ms <= 2_500,
    ],
  ];
}

function flatness(throughput) {
  const speeds = throughput.filter(({ days }) => days === 1).map((each) => each.bars_per_second);
  return Math.max(...speeds) / Math.min(...speeds);
}

function page(all) {
  const { date, load, bench, start, profile } = all;
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const { model, cpus, node } = bench.machine;
  const memoryGb = Math.round(os.totalmem() / 2 ** 30);
  const busy =
    load > 1.2 * cpus
      ? ` Other programs kept it busy (load ${n(load, 1)}): figures by the wall are too high.`
      : '';
  return `# How fast it is

Written by \`npm run performance\`, which anyone can run again: ${date}, Tapedeck ${version}, Node ${node}, ${model} with ${cpus} cores,
${memoryGb} GB of memory, ${os.type()} ${os.release().split('-')[0]}.${busy}

Speeds, and what adding costs, are by processor time; the rest is by the wall. Every speed was measured after the results of both sides were compared.

## What was wanted, and what is

${row(['figure', 'wanted', 'measured', 'reached'])}
${row(['---', '---', '---', '---'])}
${targets(all)
  .map(([what, wanted, measured, reached]) => row([what, wanted, measured, reached ? 'yes' : '**no**']))
  .join('\n')}

${start === null ? 'The window was not measured: that needs an Electron and a display.' : `A first start, which fills the store with the sample before anything moves: first bar after ${n(start.first.bar_ms / 1_000, 1)} s (${n(start.first.bar_cpu_ms / 1_000, 1)} s of processor time). The window's figures hold Playwright's own start.`}
Frames and messages of the window at full speed: \`npm run bench:window\`.

## The engine

1m bars streamed, 5m and 15m derived, \`sma(20)\` on 5m, \`rsi(14)\` and \`vwap\` on 1m, one callback an instant; beside a plain loop over typed
arrays that knows nothing but this work.

${row(['symbols', 'days', 'bars', 'bars/s', 'plain loop bars/s', 'engine / loop'])}
${row(['--:', '--:', '--:', '--:', '--:', '--:'])}
${bench.throughput
  .map((each) =>
    row([
      n(each.symbols),
      n(each.days),
      n(each.bars),
      n(each.bars_per_second),
      n(each.plain_loop_bars_per_second),
      n(each.ratio, 2),
    ]),
  )
  .join('\n')}

One symbol, ${n(bench.sma_cross.bars)} bars, orders at the crosses of two means: ${n(bench.sma_cross.bars_per_second)} bars/s, ${n(bench.sma_cross.ratio, 2)} of a plain loop without orders and log.
${crossText(bench.sma_cross)}

## Beside others

The same bars and the same work, each program as its documentation has it (\`electron/bench/peers\`): ${Object.entries(
    PEERS,
  )
    .map(([name, wanted]) => `${name} ${wanted}`)
    .join(', ')}.

${row(['program', 'work', 'bars/s there', 'bars/s here', 'here / there'])}
${row(['---', '---', '--:', '--:', '--:'])}
${bench.peers
  .map(({ peer, work, missing, ...each }) =>
    row([
      peer,
      work,
      ...(missing === undefined
        ? [n(each.peer_bars_per_second), n(each.bars_per_second), n(each.ratio, each.ratio < 1 ? 2 : 1)]
        : [missing, '', '']),
    ]),
  )
  .join('\n')}

The two sides do different work. vectorbt gets whole columns: it computes both means at once, finds all crosses at once, and
fills them in one compiled loop over arrays. It has no clock that stops between bars, no strategy that is called, no orders that rest,
no limits that refuse one, and keeps no log. Tapedeck moves the clock bar by bar, notifies a strategy of each, takes an order through the
account's limits, fills it in the next bar, marks the position and the equity at every bar, and puts three events of each order on
record, from which the run can be checked byte for byte. The results are equal: fills, and the money that they brought in.

Whether a symbol that joins a running backtest has the right bars in each of them: [late-add.md](late-add.md).

## Loading

Files are read and decoded in threads beside the session as soon as eight symbols or more are wanted at once; each thread keeps the
footers of its symbols' files. The bars of the next day are read while the present one plays, up to a million of them; they are used
where the store is still what it was, so that no result depends on when reading ended. A thread that dies, or runs out of memory,
fails only the load that it worked on, and is named as its reason.

## Where the time goes

\`tapedeck run CONFIG --profile FILE\` writes a profile of a run that the browser's performance tools open. Of a run of 500 symbols over
a day, start and loading included, the session's thread spends in:

${profile.map(({ name, share }) => `- ${n(100 * share)} % \`${name}\``).join('\n')}
`;
}
