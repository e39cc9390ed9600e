import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { asEpochMs } from '../../core/base/epoch-ms.ts';
import { silentLogger } from '../../core/base/logger.ts';
import { createParquetBarStore } from '../../core/data-manager/parquet-bar-store.ts';
import { createEngine } from '../../core/index.ts';
import { sessionConfigSchema, type LiveSessionConfig } from '../../core/model/session-config.ts';
import type { SessionCommand } from '../../core/session-coordinator/session/command.ts';
import type { SessionRun } from '../../core/session-coordinator/session/session-run.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import { openLive } from '../../electron/host/live/open-live.ts';
import { createNodeFiles } from '../../electron/host/store/node-files.ts';
import { createRunFolder } from '../../electron/host/runs/run-folder.ts';
import { createWallClock } from '../../electron/host/thread/wall-clock.ts';
import { wallTime } from '../../electron/simulator/market-time.ts';

/** The options of a soak's live process, as JSON in its first argument. */
export interface ChildRequest {
  readonly store: string;
  readonly folder: string;
  readonly stream: string;
  readonly rest: string;
  readonly key: string;
  readonly secret: string;
  readonly symbols: readonly string[];
  /** The market's time at a time of the wall clock, both UTC epoch ms. */
  readonly market: number;
  readonly wall: number;
  readonly speed: number;
}

/** A line that the live process says. */
export type ChildWord =
  | { readonly say: 'running' }
  | {
      readonly say: 'sample';
      readonly at: number;
      readonly heap: number;
      readonly rss: number;
      readonly cpuMs: number;
    }
  | { readonly say: 'refused'; readonly symbol: string; readonly why: string }
  | { readonly say: 'warning'; readonly text: string }
  | { readonly say: 'broken'; readonly text: string }
  | {
      readonly say: 'ended';
      readonly outcome: string;
      readonly held: readonly string[];
      /** Base bars of those that the session has at the close: symbol, then rows of o h l c v by open. */
      readonly bars: Readonly<Record<string, readonly (readonly number[])[]>>;
      readonly reconnects: number;
      readonly totals: Readonly<Record<string, number>>;
    };

const SAMPLE_EVERY_MS = 5_000;

const say = (word: ChildWord): void => void process.stdout.write(`${JSON.stringify(word)}\n`);

async function post(run: SessionRun, command: SessionCommand & { readonly symbol: string }): Promise<void> {
  const answer = await run.post(command);
  if (!answer.ok)
    say({ say: 'refused', symbol: command.symbol, why: `${command.type}: ${answer.failure.message}` });
}

/** One live session in a process of its own, so that it can be stopped, killed and weighed. Commands come by lines. */
export async function liveChild(request: ChildRequest): Promise<void> {
  process.on('unhandledRejection', (error) => say({ say: 'broken', text: `unhandled: ${String(error)}` }));
  const calendar = createUsEquityCalendar();
  mkdirSync(request.store, { recursive: true });
  const store = createParquetBarStore({ files: createNodeFiles(), calendar, location: request.store });
  const config = sessionConfigSchema.parse({
    session_name: 'soak',
    mode: 'live',
    live_config: {},
    session_data_config: {
      symbols: request.symbols,
      streams: ['1m', '5m', '15m'],
      indicators: { session: [{ name: 'sma', period: 20, interval: '5m' }] },
    },
  }) as LiveSessionConfig;
  const vendor = {
    keys: { key: request.key, secret: request.secret },
    stream: request.stream,
    rest: request.rest,
    feed: 'iex' as const,
    time: wallTime({ market: asEpochMs(request.market), wall: request.wall }, request.speed),
    speed: request.speed,
    source: 'soak',
  };
  const logger = {
    ...silentLogger,
    warn: (text: string, fields?: object) =>
      say({ say: 'warning', text: `${text} ${JSON.stringify(fields ?? {})}` }),
  };
  const signal = new AbortController().signal;
  const live = openLive({ config, calendar, store, vendor, logger, signal });
  if (!live.ok) throw new Error(live.failure.message);
  const folder = createRunFolder(request.folder, config, calendar, {
    planned: [],
    exports_at: [],
    live_day: live.value.open.day,
  });
  if (!folder.ok) throw new Error(folder.failure.message);
  const engine = createEngine({ store, calendar, wall: createWallClock(), logger });
  const opened = engine.open(config, { recorder: folder.value, live: live.value.open });
  if (!opened.ok) throw new Error(opened.failure.message);
  const run = opened.value;
  const prepared = await live.value.prepare(run);
  if (!prepared.ok) throw new Error(prepared.failure.message);
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { type, symbol } = JSON.parse(line) as { type: 'add' | 'remove'; symbol: string };
    const command = type === 'add' ? { type, symbol, added_by: 'user' as const } : { type, symbol };
    void post(run, command);
  });
  const sampling = setInterval(() => {
    global.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    say({ say: 'sample', at: vendor.time.now(), heap: heapUsed, rss, cpuMs: (user + system) / 1_000 });
  }, SAMPLE_EVERY_MS);
  say({ say: 'running' });
  const outcome = await run.run();
  clearInterval(sampling);
  const stored = await live.value.store(run);
  if (!stored.ok) say({ say: 'broken', text: stored.failure.message });
  live.value.close();
  folder.value[Symbol.dispose]();
  const held = [...(run.day?.data.loadedSymbols() ?? [])];
  const rows = (symbol: (typeof held)[number]): number[][] => {
    const bars = run.day?.data.record(symbol)?.baseBars;
    return Array.from({ length: bars?.length ?? 0 }, (_, at) =>
      [bars?.openMs, bars?.open, bars?.high, bars?.low, bars?.close, bars?.volume].map(
        (column) => column?.[at] as number,
      ),
    );
  };
  const { truth } = live.value.session;
  const totals: Record<string, number> = { findings: 0 };
  for (const { symbol: _symbol, ...figures } of truth.symbols) {
    for (const [name, value] of Object.entries(figures)) {
      totals[name] = name.startsWith('worst')
        ? Math.max(totals[name] ?? 0, value)
        : (totals[name] ?? 0) + value;
    }
  }
  for (const { type } of run.log.events) totals[`event ${type}`] = (totals[`event ${type}`] ?? 0) + 1;
  say({
    say: 'ended',
    outcome: outcome.kind === 'failed' ? `failed: ${outcome.failure.message}` : outcome.kind,
    held,
    bars: Object.fromEntries(held.map((symbol) => [symbol, rows(symbol)])),
    reconnects: truth.reconnects,
    totals,
  });
  process.stdout.write('', () => process.exit(0));
}
