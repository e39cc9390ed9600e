import type { SessionRun, RunOutcome } from '../../core/session-coordinator/session/session-run.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import type { CommandIo } from './command-io.ts';
import path from 'node:path';
import type { OpenOptions } from '../../core/index.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { EpochMs } from '../../core/base/epoch-ms.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import type { PlannedCommand } from '../../core/session-coordinator/session/command.ts';
import type { RunSummary } from '../../core/session-coordinator/results/run-summary.ts';
import { silentLogger } from '../../core/base/logger.ts';
import { RecordedRun, type RunHooks } from '../host/runs/recorded-run.ts';
import type { StrategySources } from '../host/strategies/strategy-library.ts';
import { serveSteering } from '../host/service/steering-server.ts';
import { userFolder } from '../host/program/user-folders.ts';
import type { FeedOrigin } from '../host/runs/run-files.ts';
import { KnownStrategies } from '../host/strategies/known-strategies.ts';
import { mayWriteRun } from '../host/runs/may-write-run.ts';
import { startCallAlarm } from './call-alarm.ts';
import type { Sources } from './open-sources.ts';

const BAR_WIDTH = 28;
const TTY_EVERY_MS = 120;
const LINE_EVERY_MS = 3_000;

/** Shows the progress of a run: a bar that is redrawn on a terminal, a line every few seconds elsewhere. */
function showProgress(io: CommandIo, run: SessionRun, calendar: MarketCalendar): Disposable {
  const draw = (): void => {
    const line = progressLine(run, calendar);
    if (line !== undefined) io.stderr(io.isTty ? `\r${line}\u001B[K` : `${line}\n`);
  };
  const timer = setInterval(draw, io.isTty ? TTY_EVERY_MS : LINE_EVERY_MS);
  timer.unref();
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      if (io.isTty) io.stderr('\r\u001B[K');
    },
  };
}

function progressLine(run: SessionRun, calendar: MarketCalendar): string | undefined {
  const { day } = run;
  if (day === undefined) return undefined;
  const { start, end, session } = day.grid;
  const part = (run.clock.now() - start) / (end - start);
  const filled = Math.round(part * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  const bars = run.totals.bars + day.bars;
  const of = run.days.length > 1 ? ` · day ${run.dayIndex + 1} of ${run.days.length}` : '';
  return `${session.day} ${calendar.wallClockOf(run.clock.now())} ${bar} ${run.state}${of} · ${bars.toLocaleString('en-US')} bars`;
}

export interface PlayRequest {
  readonly config: SessionConfig;
  readonly sources: Sources;
  readonly folder: string;
  readonly planned: readonly PlannedCommand[];
  readonly exportsAt: readonly EpochMs[];
  /** Up to this clock time nothing waits for wall time. */
  readonly fastForwardUntil: number;
  /** Bars a second in a catch-up; as fast as possible without. */
  readonly catchupPace?: number;
  /** Code of users' strategies that runs in place of the current content of their files. */
  readonly strategies?: StrategySources;
  /** A live day, or a recorded one that is replayed. */
  readonly live?: OpenOptions['live'];
  /** The feed of a live day. */
  readonly liveFeed?: FeedOrigin;
  /** Replaces an older run in the folder. */
  readonly force?: boolean;
  /** Continues the folder's own run. */
  readonly resumes?: boolean;
  /** The raw frames of its feed so far. */
  readonly feedRecording?: () => string;
  /** Called with the opened run, before it starts. */
  readonly prepare?: RunHooks['prepare'];
  /** Awaited when the run is over, before its folder says so. */
  readonly finish?: RunHooks['finish'];
}

export interface Played {
  readonly run: SessionRun;
  readonly outcome: RunOutcome;
  readonly summary: RunSummary;
  readonly report: RunReport;
  readonly folder: string;
}

/** Plays a session to its end into a run folder, with progress; Ctrl-C ends it properly. */
export async function playOnTerminal(request: PlayRequest, io: CommandIo): Promise<Result<Played>> {
  const { config, sources, planned, exportsAt, fastForwardUntil } = request;
  const folder = path.resolve(io.cwd, request.folder);
  const free = request.resumes === true ? ok(null) : mayWriteRun(folder, request.force === true);
  if (!free.ok) return free;
  const kept = request.strategies ?? sources.library.sourcesOf(config);
  // A replay leaves out code that could not be loaded then; a new run needs all of its code.
  const { library } = sources;
  const find = request.strategies === undefined ? library.findIn(kept) : library.findLoadable(kept);
  const strategies = sources.engine.strategies(config, find);
  if (!strategies.ok) return strategies;
  if (request.strategies === undefined) {
    const able = sources.engine.checkStrategies(config, strategies.value);
    if (!able.ok) return able;
  }
  // A run folder with these texts needs no question on this machine.
  if (request.strategies === undefined) new KnownStrategies(userFolder(io.env)).add(kept);
  const { live, liveFeed: feed, resumes, prepare, finish } = request;
  const opened = RecordedRun.open({
    engine: sources.engine,
    config,
    sources: kept,
    folder,
    feed,
    resumes,
    planned,
    exportsAt,
    fastForwardUntil,
    strategies: strategies.value,
    ...(live === undefined ? {} : { live }),
  });
  if (!opened.ok) return opened;
  const { run } = opened.value;
  const { catchupPace } = request;
  if (catchupPace !== undefined) void run.post({ type: 'catchup_pace', bars_per_second: catchupPace });
  const ends = attach(opened.value, request, io, Object.keys(kept).length > 0);
  const finished = await opened.value.play({ prepare, finish });
  for (const end of ends) end[Symbol.dispose]();
  if (!finished.ok) return finished;
  const { outcome, summary, report, problem } = finished.value;
  const { failure } = opened.value;
  if (failure !== undefined) return { ok: false, failure };
  if (problem !== undefined) io.stderr(`warning: ${problem}\n`);
  return ok({ run, outcome, summary, report, folder });
}

/**
 * Attaches the terminal to a run: Ctrl-C, the steering socket, progress, an alarm for a strategy that hangs. A run that
 * cannot be recorded is of no use without a window: it ends, and can be resumed.
 */
function attach(
  recorded: RecordedRun,
  { sources, feedRecording }: PlayRequest,
  io: CommandIo,
  hasOwnCode: boolean,
): readonly Disposable[] {
  const { run, folder } = recorded;
  const stop = (reason: string): void => void run.post({ type: 'stop', reason });
  const interrupt = (): void => stop('interrupted');
  io.signal.addEventListener('abort', interrupt, { once: true });
  // An interrupt before the session is open closes its run folder as well.
  if (io.signal.aborted) interrupt();
  const steered = { run, ...(feedRecording === undefined ? {} : { feedRecording }) };
  return [
    showProgress(io, run, sources.calendar),
    ...(hasOwnCode ? [startCallAlarm(sources.pulse, folder)] : []),
    serveSteering(steered, userFolder(io.env), silentLogger),
    recorded.onFailure(({ message }) => stop(message)),
    { [Symbol.dispose]: () => io.signal.removeEventListener('abort', interrupt) },
  ];
}
