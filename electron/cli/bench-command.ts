import os from 'node:os';
import { parseArgs } from 'node:util';
import { measureAdds, type LateAdd } from '../bench/measure-adds.ts';
import { measureAllocation, type Allocation } from '../bench/measure-allocation.ts';
import { measureCross, type Cross, type PerBar } from '../bench/measure-cross.ts';
import { measureLoading, type Loading } from '../bench/measure-loading.ts';
import { measurePeers, type PeerComparison } from '../bench/measure-peers.ts';
import { measureThroughput, type Throughput } from '../bench/measure-throughput.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { usage } from './failures.ts';
import { table } from './summary-table.ts';

const HELP = `tapedeck bench [--peers [--python PATH]] [--json]

Measures the engine in this process: bars per second, and as a ratio to a plain loop over flat typed arrays that does the
same work in the same run; the bytes of objects that a bar allocates, by a profile of the heap; how long added symbols
take to be active late in a day with many symbols; how long a session of many symbols takes to load from Parquet files
in a temporary folder.

  --peers        the same bars and the same work in NautilusTrader, backtrader and vectorbt as well, where they are
                 installed in the versions that the comparison was written for; results are compared before speeds
  --python PATH  a Python that has them (python3 otherwise)
  --json         prints one JSON document and nothing else

Example:
  tapedeck bench --peers --python venv/bin/python
`;

const OPTIONS = {
  json: { type: 'boolean' },
  peers: { type: 'boolean' },
  python: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Symbols and days of the run: the cost of a bar is the same from few to many of either. */
const SIZES = [
  [1, 1],
  [10, 1],
  [100, 1],
  [500, 1],
  [1_000, 1],
  [5_000, 1],
  [1, 20],
  [1, 250],
] as const;
const ADDED_COUNTS = [1, 100];
const MANY = 500;

export async function benchCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args: [...args], options: OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const { json, peers, python = 'python3' } = parsed.values;
  try {
    const report = await measure(io, peers === true ? python : undefined);
    io.stdout(json === true ? `${JSON.stringify(report, null, 2)}\n` : print(report));
    return EXIT.done;
  } catch (error) {
    if (!io.signal.aborted) throw error;
    return EXIT.interrupted;
  }
}

interface Report {
  readonly machine: { readonly node: string; readonly cpus: number; readonly model: string };
  readonly throughput: readonly Throughput[];
  readonly allocation: Allocation;
  readonly sma_cross: Cross;
  readonly late_add: LateAdd | undefined;
  readonly late_adds: readonly LateAdd[];
  readonly loading: Loading;
  readonly peers?: readonly PeerComparison[];
}

async function measure(io: CommandIo, python: string | undefined): Promise<Report> {
  const { signal } = io;
  const throughput: Throughput[] = [];
  for (const [symbols, days] of SIZES) {
    io.stderr(`${symbols} × ${days} …\n`);
    throughput.push(await measureThroughput(symbols, days, signal));
  }
  io.stderr(`what ${MANY} × 1 allocates …\n`);
  const allocation = await measureAllocation(MANY, signal);
  io.stderr('a million bars with orders …\n');
  const cross = await measureCross(signal);
  const adds: LateAdd[] = [];
  for (const added of ADDED_COUNTS) {
    io.stderr(`${added} added to ${MANY} …\n`);
    adds.push(await measureAdds(MANY, added, signal));
  }
  io.stderr(`${MANY} symbols from files …\n`);
  const loading = await measureLoading(MANY, signal);
  const machine = { node: process.version, cpus: os.cpus().length, model: os.cpus()[0]?.model ?? 'unknown' };
  const report = {
    machine,
    throughput,
    allocation,
    sma_cross: cross,
    late_add: adds[0],
    late_adds: adds,
    loading,
  };
  if (python === undefined) return report;
  io.stderr('the peers …\n');
  return { ...report, peers: await measurePeers(python, signal) };
}

const figure = (value: number): string => value.toLocaleString('en-US');

const perBar = ({ instant, reading, trading }: PerBar): string => (instant + reading + trading).toFixed(2);

function print({
  throughput,
  allocation,
  sma_cross: cross,
  late_adds: adds,
  loading,
  peers = [],
}: Report): string {
  const rows = throughput.map(
    ({ symbols, days, bars, bars_per_second, plain_loop_bars_per_second, ratio }) => [
      figure(symbols),
      figure(days),
      figure(bars),
      figure(bars_per_second),
      figure(plain_loop_bars_per_second),
      ratio.toFixed(2),
    ],
  );
  return [
    'Engine: 1m streamed, 5m and 15m derived, sma(20) on 5m, rsi(14) and vwap on 1m, one callback an instant',
    '',
    table([['symbols', 'days', 'bars', 'bars/s', 'plain loop bars/s', 'ratio'], ...rows], [0, 1, 2, 3, 4, 5]),
    '',
    `${figure(allocation.symbols)} symbols, a day: ${allocation.bytes_per_bar} bytes of objects allocated per bar`,
    '',
    `One symbol, ${figure(cross.bars)} bars, crosses of two means, ${figure(cross.fills)} fills: ${figure(cross.bars_per_second)} bars/s, ${cross.ratio.toFixed(2)} of a plain loop without orders and log`,
    `Of ${perBar(cross.per_bar_us)} µs a bar: ${cross.per_bar_us.instant.toFixed(2)} the instant, ${cross.per_bar_us.reading.toFixed(2)} two indicators read, ${cross.per_bar_us.trading.toFixed(2)} orders, fills, account and log`,
    '',
    ...adds.map(
      ({ added, at, symbols, bars, history_days: days, wall_ms }) =>
        `${figure(added)} added at ${at} beside ${symbols} with ${days} days of minutes: ${figure(bars)} bars, active after ${wall_ms.toFixed(1)} ms`,
    ),
    '',
    `${loading.symbols} symbols with ${loading.history_days} days of minutes from files: ${figure(loading.bars)} bars loaded in ${(loading.wall_ms / 1000).toFixed(1)} s`,
    '',
    ...peers.map(
      ({ peer, work, missing, peer_bars_per_second: theirs = 0, bars_per_second: ours = 0, ratio }) =>
        missing ??
        `${peer}, ${work}: the same results; ${figure(theirs)} bars/s there, ${figure(ours)} here, ${ratio} times as many`,
    ),
    ...(peers.length > 0 ? [''] : []),
  ].join('\n');
}
