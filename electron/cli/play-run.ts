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
import { recordOutcome } from '../host/runs/record-outcome.ts';
import { gatherResults } from '../host/runs/run-results.ts';
import { keepPosition } from '../host/runs/run-position.ts';
import type { StrategySources } from '../host/strategies/strategy-library.ts';
import { serveSteering } from '../host/service/steering-server.ts';
import { userFolder } from '../host/program/user-folders.ts';
import type { FeedOrigin } from '../host/runs/run-files.ts';
import { continueRunFolder, createRunFolder, type RunFolder } from '../host/runs/run-folder.ts';
import { startCallAlarm } from './call-alarm.ts';
import type { Sources } from './open-sources.ts';

const BAR_WIDTH = 28;
const TTY_EVERY_MS = 120;
const LINE_EVERY_MS = 3_000;

/** Shows how far a run is: a bar that is drawn again on a terminal, a line every few seconds elsewhere. */
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
  /** Code of users' strategies that is run in place of what their files hold now. */
  readonly strategies?: StrategySources;
  /** A live day, or a recorded one that is played again. */
  readonly live?: OpenOptions['live'];
  /** What a live day is connected to. */
  readonly liveFeed?: FeedOrigin;
  /** The folder's own run goes on in it. */
  readonly resumes?: boolean;
  /** The raw frames of its feed so far. */
  readonly feedRecording?: () => string;
  /** Called with the opened run, before it starts. */
  readonly prepare?: (run: SessionRun) => Promise<Result<void>>;
  /** Awaited when the run is over, before its folder says so. */
  readonly finish?: (run: SessionRun) => Promise<void>;
}

export interface Played {
  readonly run: SessionRun;
  readonly outcome: RunOutcome;
  readonly summary: RunSummary;
  readonly report: RunReport;
  readonly folder: string;
}

/** Plays a session to its end into a run folder, with progress; Ctrl-C ends it properly. */
export async function playIntoFolder(request: PlayRequest, io: CommandIo): Promise<Result<Played>> {
  const { config, sources, planned, exportsAt, fastForwardUntil } = request;
  const folder = path.resolve(io.cwd, request.folder);
  const kept = request.strategies ?? sources.library.sourcesOf(config);
  // A run that is played again goes on without what could not be loaded then; a new one begins with all or not at all.
  const { library } = sources;
  const find = request.strategies === undefined ? library.findIn(kept) : library.findLoadable(kept);
  const strategies = sources.engine.strategies(config, find);
  if (!strategies.ok) return strategies;
  const { live, liveFeed } = request;
  const plan = {
    planned,
    exports_at: exportsAt,
    ...(live === undefined ? {} : { live_day: live.day }),
    ...(liveFeed === undefined ? {} : { live_feed: liveFeed }),
  };
  const created =
    request.resumes === true
      ? continueRunFolder(folder, sources.calendar)
      : createRunFolder(folder, config, sources.calendar, plan, kept);
  if (!created.ok) return created;
  const recorder = created.value;
  const opened = sources.engine.open(config, {
    recorder,
    planned,
    exportsAt,
    fastForwardUntil,
    strategies: strategies.value,
    ...(live === undefined ? {} : { live }),
  });
  if (!opened.ok) {
    recorder[Symbol.dispose]();
    return opened;
  }
  const prepared = (await request.prepare?.(opened.value)) ?? ok(undefined);
  if (!prepared.ok) {
    recorder[Symbol.dispose]();
    return prepared;
  }
  const { catchupPace } = request;
  if (catchupPace !== undefined) {
    void opened.value.post({ type: 'catchup_pace', bars_per_second: catchupPace });
  }
  return play(opened.value, recorder, request, io, Object.keys(kept).length > 0);
}

/** A run that cannot be recorded any more is of no use without a window: it ends, and can be picked up. */
async function play(
  run: SessionRun,
  recorder: RunFolder,
  { sources, finish, feedRecording }: PlayRequest,
  io: CommandIo,
  hasOwnCode: boolean,
): Promise<Result<Played>> {
  const interrupt = (): void => void run.post({ type: 'stop', reason: 'interrupted' });
  io.signal.addEventListener('abort', interrupt, { once: true });
  // Who interrupts before the session is open finds its run folder closed as well.
  if (io.signal.aborted) interrupt();
  const { calendar } = sources;
  const steered = { run, calendar, ...(feedRecording === undefined ? {} : { feedRecording }) };
  const steering = serveSteering(steered, userFolder(io.env), silentLogger);
  const position = keepPosition(run, recorder);
  const results = gatherResults(run);
  const alarm = hasOwnCode ? startCallAlarm(sources.pulse, recorder.path) : undefined;
  const progress = showProgress(io, run, sources.calendar);
  recorder.onFailure(({ message }) => void run.post({ type: 'stop', reason: message }));
  const outcome = await run.run();
  await finish?.(run);
  progress[Symbol.dispose]();
  alarm?.[Symbol.dispose]();
  position[Symbol.dispose]();
  steering[Symbol.dispose]();
  io.signal.removeEventListener('abort', interrupt);
  const { summary, report, problem } = await recordOutcome(run, outcome, recorder, results);
  if (recorder.failure !== undefined) return { ok: false, failure: recorder.failure };
  if (problem !== undefined) io.stderr(`warning: ${problem}\n`);
  return ok({ run, outcome, summary, report, folder: recorder.path });
}
