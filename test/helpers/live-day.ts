import path from 'node:path';
import { expect } from 'vitest';
import { asEpochMs, asTicker, asTradingDay, type EpochMs } from '../../core/base/epoch-ms.ts';
import { paperAddress } from '../../core/live-feed/alpaca/paper/paper-address.ts';
import { silentLogger } from '../../core/base/logger.ts';
import type { WritableBarStore } from '../../core/data-manager/bar-store.ts';
import { createParquetBarStore } from '../../core/data-manager/parquet-bar-store.ts';
import { createEngine } from '../../core/index.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import { sessionConfigSchema, type LiveSessionConfig } from '../../core/model/session-config.ts';
import type { JournalEntry } from '../../core/session-coordinator/session/command.ts';
import { printEvent } from '../../core/session-coordinator/session/event-log.ts';
import { plannedFromJournal } from '../../core/session-coordinator/session/journal.ts';
import type { LiveSession } from '../../core/session-coordinator/live/live-session.ts';
import type { SessionRun } from '../../core/session-coordinator/session/session-run.ts';
import type { Recorder } from '../../core/session-coordinator/session/session.ts';
import { parseFaults } from '../../electron/simulator/fault-plan.ts';
import { FeedSimulator } from '../../electron/simulator/feed-simulator.ts';
import { runningTime, type MarketTime } from '../../electron/simulator/market-time.ts';
import { walkTape } from '../../electron/simulator/market-tape.ts';
import { openLive, type LiveDay } from '../../electron/host/live/open-live.ts';
import type { LiveResume } from '../../electron/host/runs/run-history.ts';
import { createNodeFiles } from '../../electron/host/store/node-files.ts';
import { createWallClock } from '../../electron/host/thread/wall-clock.ts';
import { at, calendar } from './bar-builder.ts';

export const LIVE_DAY = asTradingDay('2025-11-03');

/** Two symbols with a derived interval, history and an indicator; PCTY does not trade in every minute. */
export const liveConfig = sessionConfigSchema.parse({
  session_name: 'live',
  mode: 'live',
  live_config: {},
  session_data_config: {
    symbols: ['AAPL', 'PCTY'],
    streams: ['1m', '5m'],
    historical: { data: [{ trailing_days: 1, intervals: ['1m'], apply_to: 'all' }] },
    indicators: { session: [{ name: 'sma', period: 20, interval: '5m' }] },
  },
}) as LiveSessionConfig;

/**
 * A market on the simulator, whose time does not move until it begins: fetching before the first bar takes no market
 * time.
 */
export interface LiveMarket extends AsyncDisposable {
  readonly simulator: FeedSimulator;
  readonly store: WritableBarStore;
  readonly time: MarketTime;
  readonly speed: number;
  begin(): void;
  /** Time moves by this much, during which nothing of this process runs. */
  sleep(ms: number): void;
}

export async function liveMarket(
  location: string,
  faults: readonly object[],
  { speed, start = '15:45', ...limits }: { speed: number; start?: string; symbolLimit?: number },
): Promise<LiveMarket> {
  const parsed = parseFaults(JSON.stringify({ faults }), calendar, LIVE_DAY);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  const { time, begin, sleep } = standingTime(at(`${LIVE_DAY} ${start}`), speed);
  const tape = walkTape('live', calendar);
  const opened = await FeedSimulator.open({ tape, calendar, time, port: 0, faults: parsed.value, ...limits });
  if (!opened.ok) throw new Error(opened.failure.message);
  const simulator = opened.value;
  const store = createParquetBarStore({
    files: createNodeFiles(),
    calendar,
    location: path.resolve(location),
  });
  return { simulator, store, time, speed, begin, sleep, [Symbol.asyncDispose]: () => simulator.close() };
}

/** Interval at which a timer checks whether its time has come, since the market's may leap. */
const LOOK_MS = 20;

function standingTime(start: EpochMs, speed: number) {
  let running: MarketTime | undefined;
  let slept = 0;
  const now = (): EpochMs => asEpochMs((running?.now() ?? start) + slept);
  const time: MarketTime = {
    now,
    at(instant, call) {
      let timer: NodeJS.Timeout;
      const arm = (): void => {
        const ms = running === undefined ? LOOK_MS : Math.min(LOOK_MS, Math.ceil((instant - now()) / speed));
        timer = setTimeout(() => void (now() >= instant ? call() : arm()), Math.max(0, ms));
      };
      arm();
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  };
  return {
    time,
    begin: (): void => void (running = runningTime(start, speed)),
    sleep: (ms: number): void => void (slept += ms),
  };
}

/** A live session that is ready to run. */
export interface OpenedLive {
  readonly day: LiveDay;
  readonly live: LiveSession;
  readonly run: SessionRun;
}

export async function openLiveDay(
  { simulator, store, time, speed }: LiveMarket,
  recorder: Recorder,
  past?: Pick<LiveResume, 'day' | 'history'>,
  config: LiveSessionConfig = liveConfig,
): Promise<OpenedLive> {
  const vendor = {
    keys: { key: simulator.key, secret: simulator.secret },
    stream: simulator.stream,
    rest: simulator.rest,
    trading: paperAddress(simulator.rest),
    feed: 'iex' as const,
    time,
    speed,
    source: 'alpaca-iex',
  };
  const signal = new AbortController().signal;
  const day = openLive({
    config,
    calendar,
    store,
    vendor,
    logger: silentLogger,
    signal,
    resume: past,
  });
  if (!day.ok) throw new Error(day.failure.message);
  const engine = createEngine({ store, calendar, wall: createWallClock(), logger: silentLogger });
  const run = engine.open(config, {
    recorder,
    live: day.value.open,
    planned: past?.history.commands ?? [],
    fastForwardUntil: past?.history.reachedAt ?? Number.NEGATIVE_INFINITY,
  });
  if (!run.ok) throw new Error(run.failure.message);
  const prepared = await day.value.prepare(run.value);
  if (!prepared.ok) throw new Error(prepared.failure.message);
  return { day: day.value, live: day.value.session, run: run.value };
}

const rowsOf = ({ length, ...columns }: ReadonlyBarColumns) =>
  Array.from({ length }, (_, row) =>
    [columns.openMs, columns.open, columns.high, columns.low, columns.close, columns.volume].map(
      (column) => column[row],
    ),
  );

/** Bar for bar: the market, the session, the store. */
export async function expectTruth(
  { simulator, store }: LiveMarket,
  run: SessionRun,
  symbols: readonly string[],
): Promise<void> {
  const range = { from: at(`${LIVE_DAY} 09:30`), to: at(`${LIVE_DAY} 16:00`) };
  for (const symbol of symbols.map(asTicker)) {
    const truth = await simulator.tape.bars(symbol, '1m', range);
    const stored = await store.getBars(symbol, '1m', range);
    if (!truth.ok || !stored.ok) throw new Error('the market can be read');
    const bars = run.day?.data.record(symbol)?.baseBars;
    expect(bars === undefined ? undefined : rowsOf(bars)).toEqual(rowsOf(truth.value));
    expect(rowsOf(stored.value.bars)).toEqual(rowsOf(truth.value));
  }
}

/** The recorded feed, played again, gives the same event log. */
export async function expectSameAgain(
  { store }: LiveMarket,
  run: SessionRun,
  journal: readonly JournalEntry[],
  config: LiveSessionConfig = liveConfig,
): Promise<void> {
  const engine = createEngine({ store, calendar, wall: createWallClock(), logger: silentLogger });
  const again = engine.open(config, {
    recorder: { event() {}, export() {}, journal() {} },
    planned: plannedFromJournal(journal),
    live: { day: LIVE_DAY },
    fastForwardUntil: Number.POSITIVE_INFINITY,
  });
  if (!again.ok) throw new Error(again.failure.message);
  await again.value.run();
  expect(again.value.log.events.map(printEvent)).toEqual(run.log.events.map(printEvent));
}
