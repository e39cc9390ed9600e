import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { asEpochMs, asTicker, asTradingDay, MINUTE_MS, type EpochMs } from '../../core/base/epoch-ms.ts';
import { createParquetBarStore } from '../../core/data-manager/parquet-bar-store.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import type { Fault } from '../../electron/simulator/fault-plan.ts';
import { FeedSimulator } from '../../electron/simulator/feed-simulator.ts';
import { wallTime } from '../../electron/simulator/market-time.ts';
import { walkTape } from '../../electron/simulator/market-tape.ts';
import { createNodeFiles } from '../../electron/host/store/node-files.ts';
import { differences, rowsOf } from './compare-bars.ts';
import { liveChild, type ChildRequest, type ChildWord } from './live-child.ts';
import { randomDay, type DayEvent, type DayFault } from './random-day.ts';

/**
 * A long live session against the feed simulator, with a fault every few minutes, symbols that come and go and a machine
 * that sleeps; at the close what the session and the store have is compared with the market, bar for bar.
 *
 *   npm run soak -- --minutes 360 --speed 60 [--symbols 200] [--sleeps 2] [--sleep-minutes 20] [--seed S]
 */
const DAY = asTradingDay('2025-11-03');
const calendar = createUsEquityCalendar();
type Ended = Extract<ChildWord, { say: 'ended' }>;
type Sample = Extract<ChildWord, { say: 'sample' }>;

interface Heard {
  readonly samples: Sample[];
  readonly refused: string[];
  readonly warnings: string[];
  readonly broken: string[];
  ended: Ended | undefined;
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function soak(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '360' },
      speed: { type: 'string', default: '60' },
      symbols: { type: 'string', default: '200' },
      sleeps: { type: 'string', default: '2' },
      'sleep-minutes': { type: 'string', default: '20' },
      seed: { type: 'string', default: 'soak' },
    },
  });
  const session = calendar.tradingSession(DAY);
  if (session === undefined) throw new Error(`${DAY} is a trading day`);
  const speed = Number(values.speed);
  const start = asEpochMs(session.close - Number(values.minutes) * MINUTE_MS);
  const day = randomDay(values.seed, Number(values.symbols), start, session.close, {
    sleeps: Number(values.sleeps),
    sleepMinutes: Number(values['sleep-minutes']),
  });
  const home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-soak-'));
  const anchor = { market: start, wall: Date.now() + 3_000 };
  const time = wallTime(anchor, speed);
  const opened = await FeedSimulator.open({
    tape: walkTape(values.seed, calendar),
    calendar,
    time,
    port: 0,
    faults: day.faults.map(faultOf),
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const simulator = opened.value;
  const { key, secret, stream, rest } = simulator;
  const request: ChildRequest = {
    store: path.join(home, 'store'),
    folder: path.join(home, 'run'),
    ...{ key, secret, stream, rest, speed },
    ...anchor,
    symbols: day.symbols,
  };
  const child = spawn(
    process.execPath,
    ['--expose-gc', fileURLToPath(import.meta.url), JSON.stringify(request)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const heard = listen(child);
  for (const event of day.events) time.at(event.at, () => happen(child, event, speed));
  await new Promise((resolve) => child.once('close', resolve));
  const verdict = await compare(simulator, request, heard, session);
  report(heard, day.faults, day.events, verdict);
  await simulator.close();
  if (verdict.length === 0) rmSync(home, { recursive: true, force: true });
  else print(`kept: ${home}`);
  return verdict.length === 0 && heard.broken.length === 0;
}

const faultOf = (fault: DayFault): Fault => ({
  kind: fault.kind,
  from: asEpochMs(fault.atMs),
  to: asEpochMs(fault.atMs + fault.seconds * 1_000),
  symbols: fault.symbols === undefined ? undefined : new Set(fault.symbols),
  delaySeconds: fault.delay_seconds,
  retryAfter: fault.retry_after,
  left: fault.times ?? Number.POSITIVE_INFINITY,
});

function happen(child: ChildProcess, event: DayEvent, speed: number): void {
  if (event.do !== 'sleep') {
    child.stdin?.write(`${JSON.stringify({ type: event.do, symbol: event.symbol })}\n`);
    return;
  }
  print(`sleeps for ${event.ms / MINUTE_MS} minutes of the market`);
  child.kill('SIGSTOP');
  setTimeout(() => child.kill('SIGCONT'), event.ms / speed);
}

function listen(child: ChildProcess): Heard {
  const heard: Heard = { samples: [], refused: [], warnings: [], broken: [], ended: undefined };
  if (child.stdout === null) return heard;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const word = JSON.parse(line) as ChildWord;
    switch (word.say) {
      case 'running':
        return print('running');
      case 'sample':
        heard.samples.push(word);
        if (heard.samples.length % 12 === 0) print(sampleLine(word));
        return;
      case 'refused':
        heard.refused.push(`${word.symbol} ${word.why}`);
        return;
      case 'warning':
        heard.warnings.push(word.text);
        return;
      case 'broken':
        heard.broken.push(word.text);
        return;
      case 'ended':
        heard.ended = word;
    }
  });
  return heard;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const sampleLine = ({ at, heap, rss, cpuMs }: Sample): string =>
  `${calendar.wallClockOf(asEpochMs(at))}  heap ${megabytes(heap)}, resident ${megabytes(rss)}, ${(cpuMs / 1_000).toFixed(1)} s of CPU`;

/** Every difference between the market and what the session and the store have of it, in words. */
async function compare(
  simulator: FeedSimulator,
  request: ChildRequest,
  { ended }: Heard,
  session: { readonly open: EpochMs; readonly close: EpochMs },
): Promise<readonly string[]> {
  if (ended === undefined) return ['the live process ended without a word'];
  const wrong: string[] = ended.outcome === 'completed' ? [] : [`the session: ${ended.outcome}`];
  const store = createParquetBarStore({ files: createNodeFiles(), calendar, location: request.store });
  const range = { from: session.open, to: session.close };
  const symbols = await store.symbols();
  const inStore = symbols.ok ? symbols.value.map(({ symbol }) => symbol) : [];
  for (const symbol of new Set([...ended.held, ...inStore].map(asTicker))) {
    const truth = await simulator.tape.bars(symbol, '1m', range);
    const stored = await store.getBars(symbol, '1m', range);
    if (!truth.ok || !stored.ok) throw new Error('the market can be read');
    const wanted = rowsOf(truth.value);
    const own = ended.bars[symbol];
    if (own !== undefined) wrong.push(...differences(`session ${symbol}`, wanted, own));
    wrong.push(...differences(`store ${symbol}`, wanted, rowsOf(stored.value.bars)));
  }
  return wrong;
}

function report(
  { samples, refused, warnings, broken, ended }: Heard,
  faults: readonly DayFault[],
  events: readonly DayEvent[],
  wrong: readonly string[],
): void {
  const count = (kind: DayEvent['do']): number => events.filter((event) => event.do === kind).length;
  print(
    `faults ${faults.length}, added ${count('add')}, removed ${count('remove')}, slept ${count('sleep')} times`,
  );
  print(`reconnects ${ended?.reconnects}, ${JSON.stringify(ended?.totals)}`);
  const bars = Object.values(ended?.bars ?? {}).reduce((sum, rows) => sum + rows.length, 0);
  print(`at the close ${ended?.held.length} symbols with ${bars} bars`);
  for (const list of [refused, warnings, broken]) for (const line of list.slice(0, 12)) print(`  ${line}`);
  print(`refused ${refused.length}, warnings ${warnings.length}, broken ${broken.length}`);
  const quarter = Math.floor(samples.length / 4);
  for (const at of [0, quarter, 2 * quarter, 3 * quarter, samples.length - 1]) {
    const sample = samples[at];
    if (sample !== undefined) print(sampleLine(sample));
  }
  for (const line of wrong.slice(0, 30)) print(`WRONG ${line}`);
  print(wrong.length === 0 ? 'equal to the market, bar for bar' : `${wrong.length} differences`);
}

const [request] = process.argv.slice(2);
if (request?.startsWith('{') === true) await liveChild(JSON.parse(request) as ChildRequest);
else process.exitCode = (await soak()) ? 0 : 1;
