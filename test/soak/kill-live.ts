import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { asEpochMs, asTicker, asTradingDay, MINUTE_MS, type EpochMs } from '../../core/base/epoch-ms.ts';
import { createRandom } from '../../core/data-manager/sample/random.ts';
import { createParquetBarStore } from '../../core/data-manager/parquet-bar-store.ts';
import type { JournalEntry } from '../../core/session-coordinator/session/command.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import { walkTape } from '../../electron/simulator/market-tape.ts';
import { createNodeFiles } from '../../electron/host/store/node-files.ts';
import { differences, rowsOf } from './compare-bars.ts';

/**
 * `tapedeck live` on the built-in simulator, killed (SIGKILL) several times at random moments of one day and resumed
 * each time with `--resume`. After each kill every bar that was announced as closed must be in the next life; at the
 * close the store is compared with the market, bar for bar, and the run folder is replayed.
 *
 * npm run soak:kill -- [--kills 10] [--speed 120] [--minutes 390] [--seed S]
 */
const DAY = asTradingDay('2025-11-03');
const ADDED = ['KO', 'NVDA', 'MSFT', 'AMD', 'TSLA', 'META', 'INTC', 'PFE', 'WMT', 'DIS'];
/**
 * A copy of the built program, inside the project, where its packages are found: the original may be rebuilt in
 * between.
 */
const PROGRAM = path.resolve('build', `kill-${process.pid}`);
const CLI = path.join(PROGRAM, 'cli.cjs');
const calendar = createUsEquityCalendar();
const print = (text: string): void => void process.stdout.write(`${text}\n`);

interface Announced {
  /** Base bars announced as closed, by symbol: their opens. */
  readonly bars: ReadonlyMap<string, ReadonlySet<number>>;
  readonly added: ReadonlySet<string>;
}

async function killLive(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '10' },
      speed: { type: 'string', default: '120' },
      minutes: { type: 'string', default: '390' },
      seed: { type: 'string', default: 'kill' },
    },
  });
  const [kills, speed, minutes] = [Number(values.kills), Number(values.speed), Number(values.minutes)];
  const random = createRandom(values.seed);
  const session = calendar.tradingSession(DAY);
  if (session === undefined) throw new Error(`${DAY} is a trading day`);
  const home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-kill-'));
  const env = { ...process.env, TAPEDECK_USER_DIR: home, TAPEDECK_DATA: path.join(home, 'data') };
  const folder = path.join(home, 'run');
  const config = path.join(home, 'live.json');
  writeFileSync(config, JSON.stringify(configOf(['AAPL', 'RIVN', 'PCTY'])));
  const from = asEpochMs(session.close - minutes * MINUTE_MS);
  const at = calendar.wallClockOf(from).slice(0, 5);
  const words = ['live', config, '--date', DAY, '--at', at, '--speed', String(speed), '--out', folder];
  // Moments of the market, so that they fall anywhere: into loads, fetches, instants, the close itself.
  const moments = Array.from({ length: kills }, () => random.uniform() * minutes * MINUTE_MS).sort(
    (a, b) => a - b,
  );
  let begun = Date.now();
  const wrong: string[] = [];
  let before: Announced = { bars: new Map(), added: new Set() };
  for (const [life, moment] of [...moments, Number.POSITIVE_INFINITY].entries()) {
    const child = start(life === 0 ? words : ['live', '--resume', folder], env);
    const ended = new Promise((resolve) => child.once('close', resolve));
    if (life === 0) {
      while (!existsSync(path.join(folder, 'plan.json'))) await sleep(50);
      begun = Date.now();
    }
    const symbol = ADDED[life];
    if (symbol !== undefined) void addWhenThere(symbol, env, ended);
    const wait = begun + moment / speed - Date.now();
    await Promise.race([
      ended,
      Number.isFinite(wait) ? sleep(Math.max(300 + random.uniform() * 2_000, wait)) : ended,
    ]);
    child.kill('SIGKILL');
    await ended;
    const after = announced(folder);
    wrong.push(...missing(before, after, life));
    before = merged(before, after);
    const bars = [...before.bars.values()].reduce((sum, opens) => sum + opens.size, 0);
    print(`life ${life}: ${bars} bars announced, ${before.added.size} symbols`);
  }
  wrong.push(...(await comparedWithMarket(home, before, session)));
  const replayed = spawnSync(
    process.execPath,
    [CLI, 'replay', folder, '--data', path.join(home, 'simulated-market')],
    {
      env,
      encoding: 'utf8',
    },
  );
  print(`replay: ${replayed.stdout.trim()}${replayed.stderr.trim()}`);
  if (replayed.status !== 0) wrong.push('the run folder does not replay to the same log');
  for (const line of wrong.slice(0, 30)) print(`WRONG ${line}`);
  print(
    wrong.length === 0 ? `${kills} kills: nothing is missing` : `${wrong.length} differences, kept: ${home}`,
  );
  if (wrong.length === 0) rmSync(home, { recursive: true, force: true });
  return wrong.length === 0;
}

const configOf = (symbols: readonly string[]) => ({
  session_name: 'killed',
  mode: 'live',
  live_config: { feed: 'sim' },
  session_data_config: {
    symbols,
    streams: ['1m', '5m'],
    indicators: { session: [{ name: 'sma', period: 20, interval: '5m' }] },
  },
});

function start(words: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [CLI, ...words], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Adds a symbol as a user would, as soon as the session can be reached. */
async function addWhenThere(symbol: string, env: NodeJS.ProcessEnv, ended: Promise<unknown>): Promise<void> {
  const life = { over: false };
  void ended.finally(() => (life.over = true));
  while (!life.over) {
    const child = spawn(process.execPath, [CLI, 'session', 'add-symbol', symbol], { env, stdio: 'ignore' });
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code === 0) return;
    await sleep(200);
  }
}

/** The progress of a killed process's session, from its run folder. */
function announced(folder: string): Announced {
  const bars = new Map<string, Set<number>>();
  const added = new Set<string>();
  const journal = linesOf<JournalEntry>(path.join(folder, 'journal.jsonl'));
  const reached = existsSync(path.join(folder, 'summary.json'))
    ? Number.POSITIVE_INFINITY
    : Math.max(readPosition(folder), ...journal.map(({ clock }) => Date.parse(clock)));
  for (const { command } of journal) {
    if (command.type === 'add') added.add(command.symbol);
    if (command.type !== 'bars') continue;
    for (const [symbol, , openMs] of command.rows) {
      if (openMs + MINUTE_MS > reached) continue;
      const own = bars.get(symbol) ?? new Set();
      bars.set(symbol, own.add(openMs));
    }
  }
  return { bars, added };
}

function readPosition(folder: string): number {
  try {
    return (JSON.parse(readFileSync(path.join(folder, 'position.json'), 'utf8')) as { clock_ms: number })
      .clock_ms;
  } catch {
    return 0;
  }
}

function linesOf<T>(file: string): T[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    lines.pop();
    return lines.map((line) => JSON.parse(line) as T);
  } catch {
    return [];
  }
}

function missing(before: Announced, after: Announced, life: number): string[] {
  const wrong: string[] = [];
  for (const [symbol, opens] of before.bars) {
    for (const openMs of opens) {
      if (after.bars.get(symbol)?.has(openMs) === true) continue;
      wrong.push(`life ${life}: ${symbol} ${calendar.wallClockOf(asEpochMs(openMs))} is gone`);
    }
  }
  for (const symbol of before.added)
    if (!after.added.has(symbol)) wrong.push(`life ${life}: ${symbol} is gone`);
  return wrong;
}

function merged(before: Announced, after: Announced): Announced {
  const bars = new Map(after.bars);
  for (const [symbol, opens] of before.bars)
    bars.set(symbol, new Set([...opens, ...(bars.get(symbol) ?? [])]));
  return { bars, added: new Set([...before.added, ...after.added]) };
}

async function comparedWithMarket(
  home: string,
  { added }: Announced,
  session: { readonly open: EpochMs; readonly close: EpochMs },
): Promise<readonly string[]> {
  const store = createParquetBarStore({
    files: createNodeFiles(),
    calendar,
    location: path.join(home, 'simulated-market'),
  });
  const tape = walkTape('tapedeck', calendar);
  const range = { from: session.open, to: session.close };
  const wrong: string[] = [];
  for (const symbol of ['AAPL', 'RIVN', 'PCTY', ...added].map(asTicker)) {
    const truth = await tape.bars(symbol, '1m', range);
    const stored = await store.getBars(symbol, '1m', range);
    if (!truth.ok || !stored.ok) throw new Error('the market can be read');
    wrong.push(...differences(`store ${symbol}`, rowsOf(truth.value), rowsOf(stored.value.bars)));
  }
  return wrong;
}

spawnSync(process.execPath, [path.resolve('bin/tapedeck.js'), '--version']);
cpSync(path.resolve('dist/cli'), PROGRAM, { recursive: true });
try {
  process.exitCode = (await killLive()) ? 0 : 1;
} finally {
  rmSync(PROGRAM, { recursive: true, force: true });
}
