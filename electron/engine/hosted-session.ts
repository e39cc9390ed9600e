import { rmSync } from 'node:fs';
import type { EpochMs } from '../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { BacktestSessionConfig, SessionConfig } from '../../core/model/session-config.ts';
import { isPace } from '../../core/session-coordinator/command.ts';
import type { JournalEntry, PlannedCommand, SessionCommand } from '../../core/session-coordinator/command.ts';
import { plannedFromJournal } from '../../core/session-coordinator/journal.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import type { RunSummary } from '../../core/session-coordinator/run-summary.ts';
import type { RunOutcome, SessionRun } from '../../core/session-coordinator/session-run.ts';
import { freshRunFolder } from './fresh-run-folder.ts';
import { createRunFolder, type RunFolder, type StoredRun } from './run-folder.ts';
import { recordOutcome } from './record-outcome.ts';
import { gatherResults } from './run-results.ts';
import type { SessionSources } from './session-sources.ts';
import type { StrategySources } from './strategies/strategy-library.ts';
import { watchFolders } from './strategies/watch-files.ts';
import { pastForOtherCode, pastOf, pastUpTo, type Past } from './run-past.ts';
import { keepSummary } from './keep-summary.ts';
import { keepPosition, resumePlan } from './run-position.ts';

/** What a rebuilt run carries over from the one before. */
interface Carried {
  readonly speed: number;
  readonly catchupBarsPerSecond: number;
}

/**
 * A session as a window drives it: one run at a time, written to a run folder. Step back and restart replace the run by
 * one that is rebuilt from the journal; nothing is patched.
 */
export class HostedSession {
  readonly configId: string;
  readonly config: BacktestSessionConfig;
  readonly #sources: SessionSources;
  #journal: JournalEntry[] = [];
  #folder: RunFolder | undefined;
  #run: SessionRun | undefined;
  #ended: Promise<void> = Promise.resolve();
  /** Up to where the run goes back, or went last. */
  #past: Past | undefined;
  #going: Promise<Result<null>> | undefined;
  /** The code that the session runs; a file that is saved meanwhile is another until it is reloaded. */
  #strategySources: StrategySources;
  readonly #watch: Disposable;
  outcome: RunOutcome | undefined;
  /** What the run came to; undefined until it has ended. */
  summary: RunSummary | undefined;
  /** What its trading came to; undefined until it has ended. */
  report: RunReport | undefined;
  /** Counts runs, so that a publisher notices a new one. */
  generation = 0;

  private constructor(
    sources: SessionSources,
    configId: string,
    config: BacktestSessionConfig,
    strategies: StrategySources,
  ) {
    this.#sources = sources;
    this.#strategySources = strategies;
    this.configId = configId;
    this.config = config;
    this.#watch = watchFolders(sources.library.filesOf(config), () => void this.reloadStrategies());
  }

  static open(
    sources: SessionSources,
    configId: string,
    config: SessionConfig,
    play: boolean,
  ): Result<HostedSession> {
    if (config.mode !== 'backtest') return fail('unsupported', 'Live sessions run by `tapedeck live`.');
    const session = new HostedSession(sources, configId, config, sources.library.sourcesOf(config));
    const started = session.#start([], !play, Number.NEGATIVE_INFINITY);
    return started.ok ? ok(session) : started;
  }

  /** A crashed run again, rebuilt up to where it stood and paused there. */
  static pickUp(sources: SessionSources, stored: StoredRun): Result<HostedSession> {
    if (stored.config.mode !== 'backtest')
      return fail('unsupported', 'Live sessions run by `tapedeck live`.');
    const session = new HostedSession(sources, stored.plan.config_id ?? '', stored.config, stored.strategies);
    const { planned, stoodAt } = resumePlan(stored);
    const past = planned.filter(({ command }) => !isPace(command));
    const started = session.#start([...past, { at: stoodAt, command: { type: 'pause' } }], false, stoodAt);
    return started.ok ? ok(session) : started;
  }

  /** A run of the past again from its open, paused there; its commands come when they came. */
  static replay(sources: SessionSources, stored: StoredRun): Result<HostedSession> {
    if (stored.config.mode !== 'backtest')
      return fail('unsupported', 'Live sessions run by `tapedeck live`.');
    const session = new HostedSession(sources, stored.plan.config_id ?? '', stored.config, stored.strategies);
    const past = plannedFromJournal(stored.journal).filter(({ command }) => !isPace(command));
    const started = session.#start(past, true, Number.NEGATIVE_INFINITY);
    return started.ok ? ok(session) : started;
  }

  get run(): SessionRun {
    if (this.#run === undefined) throw new Error('a session is opened with a run');
    return this.#run;
  }

  get runFolder(): string | undefined {
    return this.#folder?.path;
  }

  get hasEnded(): boolean {
    return this.outcome !== undefined;
  }

  post(command: SessionCommand): Promise<Result<null>> {
    return this.run.post(command);
  }

  /** From the first day's open, without the commands of the run before. */
  async restart(play: boolean): Promise<Result<null>> {
    this.#past = undefined;
    await this.#going;
    const carried = this.#carried();
    await this.#stop('restarted');
    this.#takeSavedCode();
    const started = this.#start([], !play, Number.NEGATIVE_INFINITY);
    if (started.ok) this.#carryOver(carried);
    return started;
  }

  /** Back by `count` instants, or to the open; the past is rebuilt from the journal, then the session stands paused. */
  async stepBack(count: number): Promise<Result<null>> {
    const passed = this.#passed();
    return this.#goBack(passed.instants[Math.max(0, passed.instants.length - 1 - count)], passed);
  }

  /** On to a time of the clock, or back to the last instant at or before it; the session then stands paused. */
  async jumpTo(clock: EpochMs): Promise<Result<null>> {
    const passed = this.#passed();
    const { instants } = passed;
    const now = this.run.clock.session === undefined ? undefined : (instants.at(-1) ?? this.run.clock.now());
    if (now === undefined || (clock >= now && !this.hasEnded)) {
      return this.post({ type: 'run_to', clock_ms: clock });
    }
    const target = instants.filter((instant) => instant <= clock).at(-1) ?? instants[0];
    return this.#goBack(target, passed);
  }

  /** While it stands paused: plays the day so far again with the code that was saved since; true when there was any. */
  async reloadStrategies(): Promise<boolean> {
    if (!this.run.pace.paused || this.hasEnded) return false;
    if (!this.#takeSavedCode()) return false;
    const passed = pastForOtherCode(this.#passed());
    const target = passed.instants.at(-1);
    const again = target === undefined ? this.restart(false) : this.#goBack(target, passed);
    return (await again).ok;
  }

  /** True when the files hold other code than what runs. */
  #takeSavedCode(): boolean {
    const before = this.#strategySources;
    this.#strategySources = { ...before, ...this.#sources.library.sourcesOf(this.config) };
    return JSON.stringify(before) !== JSON.stringify(this.#strategySources);
  }

  /** A run that has ended keeps the speed for the next one. */
  setSpeed(multiplier: number): Promise<Result<null>> {
    // The end is reached a moment before its results are written.
    const goesOn = !this.hasEnded && this.run.machine.state !== 'completed';
    if (goesOn) return this.post({ type: 'speed', multiplier });
    this.run.pace.setSpeed(multiplier);
    return Promise.resolve(ok(null));
  }

  setCatchupPace(barsPerSecond: number): Promise<Result<null>> {
    if (!this.hasEnded) return this.post({ type: 'catchup_pace', bars_per_second: barsPerSecond });
    this.run.pace.setCatchupPace(barsPerSecond);
    return Promise.resolve(ok(null));
  }

  /** What the run has passed; while it is rebuilt, what it will have. */
  #passed(): Past {
    const { instants } = this.run;
    const past = this.#past;
    if (past !== undefined && (this.#going || instants.length < past.instants.length)) return past;
    return pastOf(instants, this.#journal);
  }

  /** Asked again while it goes, it goes on to where it was asked last. */
  async #goBack(target: EpochMs | undefined, passed: Past): Promise<Result<null>> {
    if (target === undefined) return fail('not_allowed', 'There is nothing to go back to.');
    this.#past = pastUpTo(target, passed);
    this.#going ??= this.#rebuildUntilSettled(this.#past).finally(() => (this.#going = undefined));
    return this.#going;
  }

  async #rebuildUntilSettled(past: Past): Promise<Result<null>> {
    const rebuilt = await this.#rebuild(past);
    const wanted = this.#past ?? past;
    return !rebuilt.ok || wanted === past ? rebuilt : this.#rebuildUntilSettled(wanted);
  }

  async #rebuild({ instants, commands }: Past): Promise<Result<null>> {
    const target = instants.at(-1) as EpochMs;
    const carried = this.#carried();
    const before = this.#folder?.path;
    await this.#stop('stepped back');
    const started = this.#start([...commands, { at: target, command: { type: 'pause' } }], false, target);
    if (!started.ok) return started;
    this.#carryOver(carried);
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
    await this.#ended;
  }

  #carried(): Carried {
    const { pace } = this.run;
    return { speed: pace.speed, catchupBarsPerSecond: pace.catchupBarsPerSecond };
  }

  #carryOver({ speed, catchupBarsPerSecond }: Carried): void {
    if (speed !== this.run.pace.speed) this.run.pace.setSpeed(speed);
    if (catchupBarsPerSecond !== 0) {
      void this.post({ type: 'catchup_pace', bars_per_second: catchupBarsPerSecond });
    }
  }

  #start(planned: readonly PlannedCommand[], paused: boolean, hurryUntil: number): Result<null> {
    const { engine, calendar, runsDir, library } = this.#sources;
    const strategies = engine.strategies(this.config, library.findLoadable(this.#strategySources));
    if (!strategies.ok) return strategies;
    const folder = createRunFolder(
      freshRunFolder(runsDir, this.configId),
      this.config,
      calendar,
      { planned, exports_at: [], config_id: this.configId },
      this.#strategySources,
    );
    if (!folder.ok) return folder;
    this.#journal = [];
    const recorder = folder.value;
    const opened = engine.open(this.config, {
      recorder: {
        event: (event) => recorder.event(event),
        export: (at, content) => recorder.export(at, content),
        journal: (entry) => {
          this.#journal.push(entry);
          recorder.journal(entry);
        },
      },
      strategies: strategies.value,
      planned,
      hurryUntil,
      startPaused: paused,
    });
    if (!opened.ok) {
      recorder[Symbol.dispose]();
      rmSync(recorder.path, { recursive: true, force: true });
      return opened;
    }
    // A crash before the past is rebuilt costs nothing of it.
    if (Number.isFinite(hurryUntil)) recorder.writePosition({ clock_ms: hurryUntil as EpochMs, step: 0 });
    this.#folder = recorder;
    this.#run = opened.value;
    this.outcome = undefined;
    this.summary = undefined;
    this.report = undefined;
    this.generation++;
    this.#ended = this.#play(opened.value, recorder);
    return ok(null);
  }

  async #play(run: SessionRun, folder: RunFolder): Promise<void> {
    const position = keepPosition(run, folder);
    const results = gatherResults(run);
    const outcome = await run.run();
    position[Symbol.dispose]();
    results[Symbol.dispose]();
    folder[Symbol.dispose]();
    const { summary, report, problem } = await recordOutcome(run, outcome, folder, results);
    if (problem !== undefined) this.#sources.logger.warn('results are missing', { reason: problem });
    keepSummary(folder, summary, this.#sources.logger);
    if (run !== this.#run) return;
    this.outcome = outcome;
    this.summary = summary;
    this.report = report;
  }
}
