import { createEngine, type OpenOptions } from '../../core/index.ts';
import { silentLogger } from '../../core/base/logger.ts';
import type { EpochMs } from '../../core/base/epoch-ms.ts';
import type { Interval } from '../../core/base/interval.ts';
import type { BarStore } from '../../core/data-manager/bar-store.ts';
import type { BacktestSessionConfig, SessionIndicatorSpec } from '../../core/model/session-config.ts';
import { sessionConfigSchema } from '../../core/model/session-config.ts';
import type { SessionEvent, SessionEventType } from '../../core/model/session-event.ts';
import type {
  JournalEntry,
  PlannedCommand,
  SessionCommand,
} from '../../core/session-coordinator/session/command.ts';
import { printEvent } from '../../core/session-coordinator/session/event-log.ts';
import type { WallClock } from '../../core/session-coordinator/session/playback-pace.ts';
import type { SessionExport } from '../../core/session-coordinator/session/session-export.ts';
import type { RunReader } from '../../core/session-coordinator/session/run-reader.ts';
import type { RunOutcome, SessionRun } from '../../core/session-coordinator/session/session-run.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { at, calendar as usEquity } from './bar-builder.ts';

/** Wall time of a test: it moves only by waiting, so nothing in a test takes real time. */
export function testWall(): WallClock {
  let now = 0;
  return {
    now: () => now,
    wait(ms) {
      let resolve: () => void = () => {};
      const done = new Promise<void>((settle) => {
        resolve = settle;
      });
      if (Number.isFinite(ms)) {
        now += ms;
        // A turn later, so that a paused session lets others have theirs.
        setImmediate(resolve);
      }
      return { done, cancel: resolve };
    },
    yieldToHost: () => Promise.resolve(),
  };
}

/**
 * Wall time that lets the host in after every instant, and tells it when: what a test does in `breathes` happens at that
 * place of the loop. `waits` is called before each wait for wall time, `Infinity` while paused.
 */
export function eagerWall(breathes: () => void, waits: (ms: number) => void = () => {}): WallClock {
  const wall = testWall();
  let ticks = 0;
  return {
    now: () => wall.now() + 10 * ticks++,
    wait(ms) {
      waits(ms);
      return wall.wait(ms);
    },
    yieldToHost() {
      breathes();
      return wall.yieldToHost();
    },
  };
}

/** Runs all pending work that waits only for its turn. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

interface ConfigWishes {
  readonly symbols: readonly string[];
  readonly streams?: readonly string[];
  readonly day?: string;
  readonly until?: string;
  readonly group?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export function sessionConfig({
  symbols,
  streams,
  day,
  until,
  group,
  data,
}: ConfigWishes): BacktestSessionConfig {
  const start = day ?? '2025-07-02';
  return sessionConfigSchema.parse({
    session_name: 'test',
    ...(group === undefined ? {} : { exchange_group: group }),
    mode: 'backtest',
    backtest_config: { start_date: start, end_date: until ?? start },
    session_data_config: { symbols, streams: streams ?? ['1m', '5m', '15m'], ...data },
  }) as BacktestSessionConfig;
}

/** An indicator as a config or an adhoc caller asks for it. */
export const indicator = (
  name: string,
  interval: Interval,
  parameters: Readonly<Record<string, number>> = {},
): SessionIndicatorSpec => ({ ...parameters, name, interval }) as never;

/** Events of one type, with the fields wanted of each. */
export const eventsOf = <T extends SessionEventType>(
  { run }: { readonly run: Pick<RunReader, 'log'> },
  type: T,
): readonly Extract<SessionEvent, { type: T }>[] =>
  run.log.events.filter((event): event is Extract<SessionEvent, { type: T }> => event.type === type);

/** `plan('2025-07-02 10:00', { type: 'add', … })`. */
export const plan = (time: string, command: SessionCommand): PlannedCommand => ({ at: at(time), command });

export const add = (time: string, symbol: string): PlannedCommand =>
  plan(time, { type: 'add', symbol, added_by: 'user' });

export const remove = (time: string, symbol: string): PlannedCommand =>
  plan(time, { type: 'remove', symbol });

export interface PlayedRun {
  readonly run: SessionRun;
  readonly outcome: RunOutcome;
  readonly events: readonly string[];
  readonly journal: readonly JournalEntry[];
  readonly exports: ReadonlyMap<EpochMs, SessionExport>;
}

export interface PlayOptions extends Partial<OpenOptions> {
  readonly wall?: WallClock;
  /** US equities where left out. */
  readonly calendar?: MarketCalendar;
  /** Handed the run before it starts. */
  readonly onOpen?: (run: SessionRun) => void;
}

export interface OpenedRun {
  readonly run: SessionRun;
  readonly played: Promise<PlayedRun>;
}

/** Opens a session on a store and starts it. */
export function openRun(
  store: BarStore,
  config: BacktestSessionConfig,
  { onOpen, wall, calendar = usEquity, ...options }: PlayOptions = {},
): OpenedRun {
  const journal: JournalEntry[] = [];
  const exports = new Map<EpochMs, SessionExport>();
  const opened = createEngine({ store, calendar, wall: wall ?? testWall(), logger: silentLogger }).open(
    config,
    {
      recorder: {
        event() {},
        journal: (entry) => journal.push(entry),
        export: (time, content) => exports.set(time, content),
      },
      ...options,
    },
  );
  if (!opened.ok) throw new Error(opened.failure.message);
  const run = opened.value;
  onOpen?.(run);
  const played = run
    .run()
    .then((outcome) => ({ run, outcome, events: run.log.events.map(printEvent), journal, exports }));
  return { run, played };
}

export const playRun = (
  store: BarStore,
  config: BacktestSessionConfig,
  options: PlayOptions = {},
): Promise<PlayedRun> => openRun(store, config, options).played;
