import path from 'node:path';
import type { OpenOptions } from '../../core/index.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { EpochMs } from '../../core/base/epoch-ms.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import type { PlannedCommand } from '../../core/session-coordinator/command.ts';
import type { RunSummary } from '../../core/session-coordinator/run-summary.ts';
import type { RunOutcome, SessionRun } from '../../core/session-coordinator/session-run.ts';
import { silentLogger } from '../../core/base/logger.ts';
import { recordOutcome } from '../engine/record-outcome.ts';
import { gatherResults } from '../engine/run-results.ts';
import { keepPosition } from '../engine/run-position.ts';
import type { StrategySources } from '../engine/strategies/strategy-library.ts';
import { serveSteering } from '../engine/steering-server.ts';
import { userFolder } from '../hosting/user-folders.ts';
import type { FeedOrigin } from '../engine/live/feed-origin.ts';
import { continueRunFolder, createRunFolder, type RunFolder } from '../engine/run-folder.ts';
import { startCallAlarm } from './call-alarm.ts';
import type { CommandIo } from './command-io.ts';
import type { Sources } from './open-sources.ts';
import { showProgress } from './run-progress.ts';

export interface PlayRequest {
  readonly config: SessionConfig;
  readonly sources: Sources;
  readonly folder: string;
  readonly planned: readonly PlannedCommand[];
  readonly exportsAt: readonly EpochMs[];
  /** Up to this clock time nothing waits for wall time. */
  readonly hurryUntil: number;
  /** Bars a second in a catch-up; as fast as possible without. */
  readonly catchupPace?: number;
  /** Code of users' strategies that is run in place of what their files hold now. */
  readonly strategies?: StrategySources;
  /** A live day, or a recorded one that is played again. */
  readonly live?: OpenOptions['live'];
  /** What a live day is connected to. */
  readonly liveFeed?: FeedOrigin;
  /** The folder's own run goes on in it. */
  readonly goesOn?: boolean;
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
  const { config, sources, planned, exportsAt, hurryUntil } = request;
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
    request.goesOn === true
      ? continueRunFolder(folder, sources.calendar)
      : createRunFolder(folder, config, sources.calendar, plan, kept);
  if (!created.ok) return created;
  const recorder = created.value;
  const opened = sources.engine.open(config, {
    recorder,
    planned,
    exportsAt,
    hurryUntil,
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
