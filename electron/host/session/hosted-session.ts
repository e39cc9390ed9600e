import { rmSync } from 'node:fs';
import type { EpochMs } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Failure, type Result } from '../../../core/base/result.ts';
import type { OpenOptions } from '../../../core/index.ts';
import type { SessionConfig } from '../../../core/model/session-config.ts';
import {
  isPace,
  type PlannedCommand,
  type SessionCommand,
} from '../../../core/session-coordinator/session/command.ts';
import { plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import type { RunReport } from '../../../core/report/run-report.ts';
import type { RunSummary } from '../../../core/session-coordinator/results/run-summary.ts';
import { LIVE_IS_REAL_TIME } from '../../../core/session-coordinator/live/live-is-real-time.ts';
import type { RunReader } from '../../../core/session-coordinator/session/run-reader.ts';
import type { RunOutcome } from '../../../core/session-coordinator/session/session-run.ts';
import { HostedRun, type SessionSources } from '../runs/recorded-run.ts';
import type { LiveConnection } from '../live/live-connection.ts';
import type { StoredRun } from '../runs/stored-run.ts';
import type { StrategySources } from '../strategies/strategy-library.ts';
import { onPause, SessionCode } from '../strategies/session-code.ts';
import { watchFolders } from '../strategies/watch-files.ts';
import { pastForOtherCode, pastOf, pastUpTo, type Past, replayUpTo } from '../runs/run-position.ts';

/** What the next run of a session keeps of the one before. */
interface PaceSettings {
  readonly speed: number;
  readonly catchupBarsPerSecond: number;
}

/** What makes a session more than a backtest from its open. */
interface Origin {
  /** The feed of a live session. */
  readonly line?: LiveConnection;
  /** A recorded live day that is played again. */
  readonly recorded?: OpenOptions['live'];
  readonly strategies?: StrategySources;
}

/**
 * A session as a window drives it: one run at a time, written to a run folder. Step back and restart replace the run by
 * one that is rebuilt from the journal; nothing is patched. A live session has one run, which goes with its market.
 */
export class HostedSession {
  readonly configId: string;
  readonly config: SessionConfig;
  /** What a live session is connected to; undefined for one that is played. */
  readonly line: LiveConnection | undefined;
  readonly #recorded: OpenOptions['live'];
  readonly #sources: SessionSources;
  #hosted: HostedRun | undefined;
  /** Up to where the run goes back, or went last. */
  #past: Past | undefined;
  #rebuilding: Promise<Result<null>> | undefined;
  readonly #code: SessionCode;
  #nextPace: Partial<PaceSettings> = {};
  readonly #watch: Disposable;
  /** Counts runs, so that a publisher notices a new one. */
  generation = 0;

  private constructor(sources: SessionSources, configId: string, config: SessionConfig, origin: Origin) {
    const { line, recorded, strategies = sources.library.sourcesOf(config) } = origin;
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

  /** A session of today on a feed, or one that a crash cut short. It connects first; what keeps it from that is told as its failure. */
  static live(
    sources: SessionSources,
    configId: string,
    config: SessionConfig,
    line: LiveConnection,
  ): Result<HostedSession> {
    const { past } = line;
    const session = new HostedSession(sources, configId, config, { line, ...past });
    return session.#begin(past?.planned ?? [], false, past?.stoodAt);
  }

  /** A crashed run again, rebuilt up to where it stood and paused there; without a strategy, if that was what held it up. */
  static pickUp(sources: SessionSources, stored: StoredRun, without?: string): Result<HostedSession> {
    const { run, past, stoodAt } = replayUpTo(stored, without);
    const here: PlannedCommand = { at: stoodAt, command: { type: 'pause' } };
    return HostedSession.#again(sources, run).#begin([...past, here], false, stoodAt);
  }

  /** A run of the past again from its open, paused there; its commands come when they came. */
  static replay(sources: SessionSources, stored: StoredRun): Result<HostedSession> {
    const past = plannedFromJournal(stored.journal).filter(({ command }) => !isPace(command));
    return HostedSession.#again(sources, stored).#begin(past, true);
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

  get #current(): HostedRun {
    if (this.#hosted === undefined) throw new Error('a session is opened with a run');
    return this.#hosted;
  }

  get run(): RunReader {
    return this.#current.run;
  }

  get runFolder(): string | undefined {
    return this.#hosted?.folder;
  }

  get unrecorded(): Failure | undefined {
    return this.#hosted?.unrecorded;
  }

  get outcome(): RunOutcome | undefined {
    return this.#current.outcome;
  }

  /** What the run came to; undefined until it has ended. */
  get summary(): RunSummary | undefined {
    return this.#current.summary;
  }

  /** What its trading came to; undefined until it has ended. */
  get report(): RunReport | undefined {
    return this.#current.report;
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
    this.#past = undefined;
    await this.#rebuilding;
    await this.#stop('restarted');
    this.#code.takeSaved();
    return this.#start([], !play, Number.NEGATIVE_INFINITY);
  }

  /** Back by `count` instants, or to the open; the past is rebuilt from the journal, then the session stands paused. */
  async stepBack(count: number): Promise<Result<null>> {
    if (this.line !== undefined) return LIVE_IS_REAL_TIME;
    const passed = this.#passed();
    return this.#goBack(passed.instants[Math.max(0, passed.instants.length - 1 - count)], passed);
  }

  /** On to a time of the clock, or back to the last instant at or before it; the session then stands paused. */
  async jumpTo(clock: EpochMs): Promise<Result<null>> {
    if (this.line !== undefined) return LIVE_IS_REAL_TIME;
    const passed = this.#passed();
    const { instants } = passed;
    const now = this.run.clock.session === undefined ? undefined : (instants.at(-1) ?? this.run.clock.now());
    if (now === undefined || (clock >= now && !this.hasEnded)) {
      return this.post({ type: 'run_to', clock_ms: clock });
    }
    const target = instants.filter((instant) => instant <= clock).at(-1) ?? instants[0];
    return this.#goBack(target, passed);
  }

  /**
   * Plays the day so far again with the code that was saved since; true when there was any. While it plays, that waits for
   * the next pause.
   */
  async reloadStrategies(): Promise<boolean> {
    if (this.hasEnded || this.line !== undefined) return false;
    this.#code.waits = !this.run.pace.paused;
    if (this.#code.waits || !this.#code.takeSaved()) return false;
    const passed = pastForOtherCode(this.#passed());
    const target = passed.instants.at(-1);
    const again = target === undefined ? this.restart(false) : this.#goBack(target, passed);
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

  /** What the run has passed; while it is rebuilt, what it will have. */
  #passed(): Past {
    const { instants } = this.run;
    const past = this.#past;
    if (past !== undefined && (this.#rebuilding || instants.length < past.instants.length)) return past;
    return pastOf(instants, this.#current.journal);
  }

  /** Asked again while it goes, it goes on to where it was asked last. */
  async #goBack(target: EpochMs | undefined, passed: Past): Promise<Result<null>> {
    if (target === undefined) return fail('not_allowed', 'There is nothing to go back to.');
    this.#past = pastUpTo(target, passed);
    this.#rebuilding ??= this.#rebuildUntilSettled(this.#past).finally(() => (this.#rebuilding = undefined));
    return this.#rebuilding;
  }

  async #rebuildUntilSettled(past: Past): Promise<Result<null>> {
    const rebuilt = await this.#rebuild(past);
    const wanted = this.#past ?? past;
    return !rebuilt.ok || wanted === past ? rebuilt : this.#rebuildUntilSettled(wanted);
  }

  async #rebuild({ instants, commands }: Past): Promise<Result<null>> {
    const target = instants.at(-1) as EpochMs;
    const before = this.runFolder;
    await this.#stop('stepped back');
    const started = this.#start([...commands, { at: target, command: { type: 'pause' } }], false, target);
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
    await this.#current.ended;
  }

  /** Speed and catch-up pace of the run, or those chosen for the next one after it ended. */
  get pace(): PaceSettings {
    const { speed, catchupBarsPerSecond } = this.run.pace;
    return { speed, catchupBarsPerSecond, ...this.#nextPace };
  }

  /** Starts the session's first run, or the next one in its place, which keeps the pace. */
  #start(planned: readonly PlannedCommand[], paused: boolean, fastForwardUntil: number): Result<null> {
    const pace = this.#hosted === undefined ? undefined : this.pace;
    const { configId, config, line } = this;
    const recorded = this.#recorded;
    const hosted = HostedRun.start(
      this.#sources,
      { configId, config, strategySources: this.#code.running },
      {
        planned,
        paused,
        fastForwardUntil,
        ...(pace === undefined ? {} : { speed: pace.speed }),
        ...(recorded === undefined ? {} : { live: recorded }),
        ...line?.start,
      },
    );
    if (!hosted.ok) return hosted;
    this.#hosted = hosted.value;
    this.#nextPace = {};
    if (pace !== undefined && pace.catchupBarsPerSecond !== 0)
      void this.post({ type: 'catchup_pace', bars_per_second: pace.catchupBarsPerSecond });
    onPause(hosted.value.run, () => void (this.#code.waits && this.reloadStrategies()));
    this.generation++;
    return ok(null);
  }
}
