import os from 'node:os';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { Ticker, TradingDay } from '../../core/base/epoch-ms.ts';
import { silentLogger } from '../../core/base/logger.ts';
import { createEngine } from '../../core/index.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import { sessionConfigSchema, type SessionConfig } from '../../core/model/session-config.ts';
import type { PlannedCommand } from '../../core/session-coordinator/command.ts';
import type { SessionRun } from '../../core/session-coordinator/session-run.ts';
import type { TradingSession } from '../../core/time-manager/market-calendar.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import { createWallClock } from '../engine/wall-clock.ts';
import { bareSweep } from './bench/bare-sweep.ts';
import { benchSymbol, walkBars, walkStore } from './bench/walk-store.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { usage } from './failures.ts';
import { table } from './summary-table.ts';

const HELP = `tapedeck bench [--json]

Measures the engine in this process: bars per second, and as a ratio to a bare sweep over the same typed arrays in the
same run; and how long an added symbol takes to be active late in a day with many symbols.

Example:
  tapedeck bench --json
`;

const DAY = '2025-07-02' as TradingDay;
const SYMBOL_COUNTS = [1, 50, 500];
const ROUNDS = 5;

interface Throughput {
  readonly symbols: number;
  readonly bars: number;
  readonly bars_per_second: number;
  readonly bare_sweep_bars_per_second: number;
  /** Engine / bare sweep; 1 would be as fast as a loop that does nothing else. */
  readonly ratio: number;
}

interface LateAdd {
  readonly symbols: number;
  readonly at: string;
  readonly bars: number;
  readonly wall_ms: number;
}

export async function benchCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  const parsed = usage(io, HELP, () => parseArgs({ args: [...args], options }));
  if (typeof parsed === 'number') return parsed;
  const throughput: Throughput[] = [];
  for (const count of SYMBOL_COUNTS) {
    io.stderr(`${count} symbols …\n`);
    throughput.push(await measureThroughput(count));
  }
  const lateAdd = await measureLateAdd(500);
  const machine = { node: process.version, cpus: os.cpus().length, model: os.cpus()[0]?.model ?? 'unknown' };
  const report = { machine, throughput, late_add: lateAdd };
  io.stdout(
    parsed.values.json === true ? `${JSON.stringify(report, null, 2)}\n` : print(throughput, lateAdd),
  );
  return EXIT.done;
}

function benchConfig(symbols: readonly string[]): SessionConfig {
  return sessionConfigSchema.parse({
    session_name: 'bench',
    mode: 'backtest',
    backtest_config: { start_date: DAY, end_date: DAY },
    session_data_config: { symbols, streams: ['1m', '5m', '15m'] },
  });
}

/** Plays one day; the clock runs from the first day's start to the end of the run, loading left out. */
async function play(
  bars: ReadonlyMap<Ticker, ReadonlyBarColumns>,
  session: TradingSession,
  symbols: readonly string[],
  planned: readonly PlannedCommand[] = [],
): Promise<{ readonly run: SessionRun; readonly ms: number }> {
  const ports = { calendar: createUsEquityCalendar(), wall: createWallClock(), logger: silentLogger };
  let started = 0;
  const opened = createEngine({ ...ports, store: walkStore(bars, [session]) }).open(benchConfig(symbols), {
    recorder: {
      event(event) {
        if (event.type === 'day_started') started = performance.now();
      },
      journal() {},
      export() {},
    },
    planned,
    strategies: [{ name: 'counter', onInstant() {} }],
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  await opened.value.run();
  return { run: opened.value, ms: performance.now() - started };
}

async function measureThroughput(count: number): Promise<Throughput> {
  const session = daySession();
  const bars = walkBars(count, [session]);
  const columns = [...bars.values()];
  const symbols = [...bars.keys()];
  const total = columns.reduce((sum, { length }) => sum + length, 0);
  let engineMs = Number.POSITIVE_INFINITY;
  let sweepMs = Number.POSITIVE_INFINITY;
  const repeats = Math.max(1, Math.round(20_000 / total));
  for (let round = 0; round < ROUNDS; round++) {
    let engineRound = 0;
    for (let repeat = 0; repeat < repeats; repeat++) engineRound += (await play(bars, session, symbols)).ms;
    engineMs = Math.min(engineMs, engineRound / repeats);
    const started = performance.now();
    for (let repeat = 0; repeat < repeats; repeat++) bareSweep(columns, [5, 15]);
    sweepMs = Math.min(sweepMs, (performance.now() - started) / repeats);
  }
  return {
    symbols: count,
    bars: total,
    bars_per_second: Math.round((total * 1_000) / engineMs),
    bare_sweep_bars_per_second: Math.round((total * 1_000) / sweepMs),
    ratio: Number((sweepMs / engineMs).toFixed(3)),
  };
}

/** From the command being taken at 15:59 to the symbol being active, in a day that already has `count` symbols. */
async function measureLateAdd(count: number): Promise<LateAdd> {
  const session = daySession();
  const bars = walkBars(count + 1, [session]);
  const symbols = [...bars.keys()].slice(0, count);
  const at = createUsEquityCalendar().instantOf(DAY, '15:59');
  if (at === undefined) throw new Error('15:59 is a time of the day');
  const symbol = benchSymbol(count);
  const { run } = await play(bars, session, symbols, [
    { at, command: { type: 'add', symbol, added_by: 'user' } },
  ]);
  const [report] = run.totals.catchUps;
  return { symbols: count, at: '15:59', bars: report?.bars ?? 0, wall_ms: report?.wall_ms ?? Number.NaN };
}

function daySession(): TradingSession {
  const session = createUsEquityCalendar().tradingSession(DAY);
  if (session === undefined) throw new Error(`${DAY} is a trading day`);
  return session;
}

const figure = (value: number): string => value.toLocaleString('en-US');

function print(throughput: readonly Throughput[], lateAdd: LateAdd): string {
  const rows = throughput.map(({ symbols, bars, bars_per_second, bare_sweep_bars_per_second, ratio }) => [
    figure(symbols),
    figure(bars),
    figure(bars_per_second),
    figure(bare_sweep_bars_per_second),
    ratio.toFixed(2),
  ]);
  return [
    'Engine: 1m streamed, 5m and 15m derived, one callback an instant',
    '',
    table([['symbols', 'bars', 'bars/s', 'bare sweep bars/s', 'ratio'], ...rows], [0, 1, 2, 3, 4]),
    '',
    `A symbol added at ${lateAdd.at} beside ${lateAdd.symbols}: ${lateAdd.bars} bars, active after ${lateAdd.wall_ms.toFixed(1)} ms`,
    '',
  ].join('\n');
}
