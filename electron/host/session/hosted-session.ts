import { rmSync } from 'node:fs';
import type { EpochMs } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Failure, type Result } from '../../../core/base/result.ts';
import type { OpenOptions } from '../../../core/index.ts';
import type { SessionConfig } from '../../../core/model/session-config.ts';
import type { PlannedCommand, SessionCommand } from '../../../core/session-coordinator/session/command.ts';
import { LIVE_IS_REAL_TIME } from '../../../core/session-coordinator/live/live-is-real-time.ts';
import type { RunReader } from '../../../core/session-coordinator/session/run-reader.ts';
import type { RunOutcome } from '../../../core/session-coordinator/session/session-run.ts';
import type { RecordedRun, FinishedRun } from '../runs/recorded-run.ts';
import {
  historyForOtherCode,
  historyOf,
  historyUpTo,
  resumeInWindow,
  thenPause,
  type RunHistory,
} from '../runs/run-history.ts';
import type { LiveConnection } from '../live/live-connection.ts';
import type { StoredRun } from '../runs/stored-run.ts';
import type { StrategySources } from '../strategies/strategy-library.ts';
import { openRecording, playRecording } from './open-recording.ts';
import type { SessionSources } from './session-sources.ts';
import { onPause, SessionCode } from '../strategies/session-code.ts';
import { watchFolders } from '../strategies/watch-files.ts';

/** The settings that a rebuilt run takes over from the one before. */
interface PaceSettings {
  readonly speed: number;
  readonly catchupBarsPerSecond: number;
}

/** The parts of a session that a plain backtest does not have. */
interface SessionExtras {
  /** The feed of a live session. */
  readonly line?: LiveConnection;
  /** A recorded live day that is replayed. */
  readonly recorded?: OpenOptions['live'];
  readonly strategies?: StrategySources;
}

/**
 * A session that a window controls: one run at a time, written to a run folder. Step back and restart replace the run
 * by one rebuilt from the journal; no state is patched. A live session has one run, which follows its market.
 */
export class HostedSession {
  readonly configId: string;
  readonly config: SessionConfig;
  /** The connection of a live session; undefined for a replay. */
  readonly line: LiveConnection | undefined;
  readonly #recorded: OpenOptions['live'];
  readonly #sources: SessionSources;
  #recording: RecordedRun | undefined;
  /** Resolves when the run is over and its folder closed. */
  #ended: Promise<unknown> = Promise.resolve();
  /** The history that the run is rebuilt to, or was rebuilt to last. */
  #target: RunHistory | undefined;
  #rebuilding: Promise<Result<null>> | undefined;
  readonly #code: SessionCode;
  #nextPace: Partial<PaceSettings> = {};
  readonly #watch: Disposable;
  /** Counts runs, so that a publisher notices a new one. */
  generation = 0;

  private constructor(
    sources: SessionSources,
    configId: string,
    config: SessionConfig,
    extras: SessionExtras,
  ) {
    const { line, recorded, strategies } = extras;
    this.#sources = line === undefined ? sources : { ...sources, engine: line.engine };
    this.#code = new SessionCode(strategies, () => sources.library.sourcesOf(config));
    this.configId = configId;
    this.config = config;
    this.line = line;
    this.#recorded = recorded;
    this.#watch = watchFolders(sources.library.filesOf(config), () => void this.reloadStrategies());
  }

  static open(
    sources: SessionSources,
    configId: string,
    config: SessionConfig,
    play: boolean,
  ): Result<HostedSession> {
    return new HostedSession(sources, configId, config, {}).#begin([], !play);
  }

  /**
   * A session of today on a feed, or one that a crash cut short. It connects first; a failure to connect becomes the
   * session's failure.
   */
  static live(
    sources: SessionSources,
    configId: string,
    config: SessionConfig,
    line: LiveConnection,
  ): Result<HostedSession> {
    const { resumed } = line;
    const code = resumed === undefined ? {} : { strategies: resumed.strategies };
    const session = new HostedSession(sources, configId, config, { line, ...code });
    return session.#begin(resumed?.history.commands ?? [], false, resumed?.history.reachedAt);
  }

  /** Resumes a run that was cut short: rebuilds it up to the time that it reached and pauses there. `without` leaves a strategy out. */
  static resume(sources: SessionSources, stored: StoredRun, without?: string): Result<HostedSession> {
    const { run, history } = resumeInWindow(stored, without);
    return HostedSession.#again(sources, run).#begin(thenPause(history), false, history.reachedAt);
  }

  /** A run of the past again from its open, paused there; its commands come at their original times. */
  static replay(sources: SessionSources, stored: StoredRun): Result<HostedSession> {
    const { commands } = historyOf([], stored.journal);
    return HostedSession.#again(sources, stored).#begin(commands, true);
  }

  static #again(sources: SessionSources, { plan, config, strategies }: StoredRun): HostedSession {
    const recorded = plan.live_day === undefined ? {} : { recorded: { day: plan.live_day } };
    return new HostedSession(sources, plan.config_id ?? '', config, { ...recorded, strategies });
  }

  #begin(
    planned: readonly PlannedCommand[],
    paused: boolean,
    fastForwardUntil = Number.NEGATIVE_INFINITY,
  ): Result<HostedSession> {
    const started = this.#start(planned, paused, fastForwardUntil);
    if (started.ok) return ok(this);
    this.#watch[Symbol.dispose]();
    return started;
  }

  get #current(): RecordedRun {
    if (this.#recording === undefined) throw new Error('a session is opened with a run');
    return this.#recording;
  }

  get run(): RunReader {
    return this.#current.run;
  }

  get runFolder(): string | undefined {
    return this.#recording?.folder;
  }

  get unrecorded(): Failure | undefined {
    return this.#recording?.failure;
  }

  get outcome(): RunOutcome | undefined {
    const { finished } = this.#current;
    if (finished?.ok === false) return { kind: 'failed', failure: finished.failure };
    return finished?.value.outcome;
  }

  /** The run's outcome and results; undefined until it has ended. */
  get finished(): FinishedRun | undefined {
    const { finished } = this.#current;
    return finished?.ok === true ? finished.value : undefined;
  }

  get hasEnded(): boolean {
    return this.outcome !== undefined;
  }

  post(command: SessionCommand): Promise<Result<null>> {
    return this.run.post(command);
  }

  /** From the first day's open, without the commands of the run before. */
  async restart(play: boolean): Promise<Result<null>> {
    if (this.line !== undefined) return LIVE_IS_REAL_TIME;
    this.#target = undefined;
    await this.#rebuilding;
    await this.#stop('restarted');
    this.#code.takeSaved();
    return this.#start([], !play, Number.NEGATIVE_INFINITY);
  }

  /** Goes back by `count` instants, or to the open: rebuilds the past from the journal, then pauses. */
  async stepBack(count: number): Promise<Result<null>> {
    if (this.line !== undefined) return LIVE_IS_REAL_TIME;
    const history = this.#history();
    return this.#goBack(history.instants[Math.max(0, history.instants.length - 1 - count)], history);
  }

  /** Runs forward to a time of the clock, or back to the last instant at or before it; the session is then paused. */
  async jumpTo(clock: EpochMs): Promise<Result<null>> {
    if (this.line !== undefined) return LIVE_IS_REAL_TIME;
    const history = this.#history();
    const { instants } = history;
    const now = this.run.clock.session === undefined ? undefined : (instants.at(-1) ?? this.run.clock.now());
    if (now === undefined || (clock >= now && !this.hasEnded)) {
      return this.post({ type: 'run_to', clock_ms: clock });
    }
    const target = instants.filter((instant) => instant <= clock).at(-1) ?? instants[0];
    return this.#goBack(target, history);
  }

  /**
   * Plays the day so far again with code saved since; returns true if there was any. While the session plays, this
   * waits for the next pause.
   */
  async reloadStrategies(): Promise<boolean> {
    if (this.hasEnded || this.line !== undefined) return false;
    this.#code.waits = !this.run.pace.paused;
    if (this.#code.waits || !this.#code.takeSaved()) return false;
    const history = historyForOtherCode(this.#history());
    const target = history.instants.at(-1);
    const again = target === undefined ? this.restart(false) : this.#goBack(target, history);
    return (await again).ok;
  }

  /** A run that has ended keeps the speed for the next one. */
  setSpeed(multiplier: number): Promise<Result<null>> {
    // The end is reached a moment before its results are written.
    const isRunning = !this.hasEnded && this.run.state !== 'completed';
    if (isRunning) return this.post({ type: 'speed', multiplier });
    this.#nextPace = { ...this.#nextPace, speed: multiplier };
    return Promise.resolve(ok(null));
  }

  setCatchupPace(barsPerSecond: number): Promise<Result<null>> {
    if (!this.hasEnded) return this.post({ type: 'catchup_pace', bars_per_second: barsPerSecond });
    this.#nextPace = { ...this.#nextPace, catchupBarsPerSecond: barsPerSecond };
    return Promise.resolve(ok(null));
  }

  /** The run's history so far; while the run is rebuilt, the one that it is rebuilt to. */
  #history(): RunHistory {
    const { instants } = this.run;
    const target = this.#target;
    if (target !== undefined && (this.#rebuilding || instants.length < target.instants.length)) return target;
    return historyOf(instants, this.#current.journal);
  }

  /** A later call while the run is rebuilt changes its target: the last one counts. */
  async #goBack(target: EpochMs | undefined, history: RunHistory): Promise<Result<null>> {
    if (target === undefined) return fail('not_allowed', 'There is nothing to go back to.');
    this.#target = historyUpTo(target, history);
    this.#rebuilding ??= this.#rebuildUntilSettled(this.#target).finally(
      () => (this.#rebuilding = undefined),
    );
    return this.#rebuilding;
  }

  async #rebuildUntilSettled(history: RunHistory): Promise<Result<null>> {
    const rebuilt = await this.#rebuild(history);
    const target = this.#target ?? history;
    return !rebuilt.ok || target === history ? rebuilt : this.#rebuildUntilSettled(target);
  }

  async #rebuild(history: RunHistory): Promise<Result<null>> {
    const before = this.runFolder;
    await this.#stop('stepped back');
    const started = this.#start(thenPause(history), false, history.reachedAt);
    if (!started.ok) return started;
    if (before !== undefined) rmSync(before, { recursive: true, force: true });
    return ok(null);
  }

  /** Ends the run properly: its folder is closed with a summary. */
  async close(reason: string): Promise<void> {
    this.#watch[Symbol.dispose]();
    await this.#stop(reason);
  }

  async #stop(reason: string): Promise<void> {
    void this.run.post({ type: 'stop', reason });
    this.line?.disconnect();
    await this.#ended;
  }

  /** Speed and catch-up pace of the run, or those chosen for the next one after it ended. */
  get pace(): PaceSettings {
    const { speed, catchupBarsPerSecond } = this.run.pace;
    return { speed, catchupBarsPerSecond, ...this.#nextPace };
  }

  /** Starts the session's first run, or the next one in its place, which keeps the pace. */
  #start(planned: readonly PlannedCommand[], paused: boolean, fastForwardUntil: number): Result<null> {
    const pace = this.#recording === undefined ? undefined : this.pace;
    const { configId, config, line } = this;
    const session = { configId, config, line, recorded: this.#recorded, code: this.#code };
    const start = { planned, startPaused: paused, fastForwardUntil, speed: pace?.speed };
    const opened = openRecording(this.#sources, session, start);
    if (!opened.ok) return opened;
    const recording = opened.value;
    this.#recording = recording;
    this.#nextPace = {};
    if (pace !== undefined && pace.catchupBarsPerSecond !== 0)
      void this.post({ type: 'catchup_pace', bars_per_second: pace.catchupBarsPerSecond });
    onPause(recording.run, () => void (this.#code.waits && this.reloadStrategies()));
    this.#ended = playRecording(recording, this.#sources.logger, line);
    this.generation++;
    return ok(null);
  }
}
