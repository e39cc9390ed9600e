import type { Engine, OpenOptions } from '../../../core/index.ts';
import type { EpochMs } from '../../../core/base/epoch-ms.ts';
import { ok, type Failure, type Result } from '../../../core/base/result.ts';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import type { SessionConfig } from '../../../core/model/session-config.ts';
import type { JournalEntry } from '../../../core/session-coordinator/session/command.ts';
import type { RunReader } from '../../../core/session-coordinator/session/run-reader.ts';
import type { RunOutcome, SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import type { StrategySources } from '../strategies/strategy-library.ts';
import { recordOutcome, type RecordedOutcome } from './record-outcome.ts';
import type { FeedOrigin } from './run-files.ts';
import { continueRunFolder, createRunFolder, type RunFolder } from './run-folder.ts';
import { gatherResults } from './run-results.ts';

/** A run to be recorded: what plays, and where. */
export interface RunToRecord extends Omit<OpenOptions, 'recorder' | 'strategies'> {
  readonly engine: Engine;
  readonly config: SessionConfig;
  readonly strategies: readonly Strategy[];
  /** The code of users' strategies, which the folder keeps. */
  readonly sources: StrategySources;
  /** The run folder, absolute. A run that it holds is replaced, unless it `resumes`. */
  readonly folder: string;
  /** Continues the folder's own run. */
  readonly resumes?: boolean | undefined;
  /** Name of the config in the window's catalog. */
  readonly configId?: string;
  /** The feed of a live day. */
  readonly feed?: FeedOrigin | undefined;
}

/** A host's steps before the run starts and after it ends. */
export interface RunHooks {
  /** Awaited before the run starts; when it fails, nothing is played or recorded. */
  readonly prepare?: ((run: SessionRun, folder: string) => Promise<Result<void>>) | undefined;
  /** Awaited when the run has ended, before its folder says so. */
  readonly finish?: ((run: SessionRun) => Promise<void>) | undefined;
}

export interface FinishedRun extends RecordedOutcome {
  readonly outcome: RunOutcome;
}

/** How much wall time of a run a crash may cost; it costs nothing of its journal. */
const POSITION_EVERY_MS = 200;

/** One run that plays into its folder, for every host: window, command line and library. */
export class RecordedRun {
  readonly run: SessionRun;
  /** Every command so far, as the run folder has them. */
  readonly journal: readonly JournalEntry[];
  readonly #recorder: RunFolder;
  readonly #resumes: boolean;
  #finished: Result<FinishedRun> | undefined;

  private constructor(
    run: SessionRun,
    journal: readonly JournalEntry[],
    recorder: RunFolder,
    resumes: boolean,
  ) {
    this.run = run;
    this.#resumes = resumes;
    this.journal = journal;
    this.#recorder = recorder;
  }

  /** Fails as `Engine.open` does, and with `not_writable`; a new folder is taken away then. */
  static open(of: RunToRecord): Result<RecordedRun> {
    const folder = openFolder(of);
    if (!folder.ok) return folder;
    const recorder = folder.value;
    const journal: JournalEntry[] = [];
    const { engine, config, sources: _sources, folder: _folder, ...rest } = of;
    const { resumes = false, configId: _id, feed: _feed, ...options } = rest;
    const opened = engine.open(config, {
      ...options,
      recorder: {
        event: (event) => recorder.event(event),
        export: (at, content) => recorder.export(at, content),
        journal(entry) {
          journal.push(entry);
          recorder.journal(entry);
        },
      },
    });
    if (!opened.ok) {
      close(recorder, resumes);
      return opened;
    }
    // A crash while the past is rebuilt costs nothing of it.
    const { fastForwardUntil = Number.NEGATIVE_INFINITY } = of;
    if (Number.isFinite(fastForwardUntil))
      recorder.writePosition({ clock_ms: fastForwardUntil as EpochMs, step: 0 });
    return ok(new RecordedRun(opened.value, journal, recorder, resumes));
  }

  get folder(): string {
    return this.#recorder.path;
  }

  /** Why nothing is recorded any more; the run itself continues until its host stops it. */
  get failure(): Failure | undefined {
    return this.#recorder.failure;
  }

  /** Calls the listener once, after the write that failed. */
  onFailure(listener: (failure: Failure) => void): Disposable {
    return this.#recorder.onFailure(listener);
  }

  /** The run's outcome and results; undefined until it has ended and its folder is closed. */
  get finished(): Result<FinishedRun> | undefined {
    return this.#finished;
  }

  /** Plays to the end. Fails with the failure of `prepare`; the end of the run itself is its `outcome`. */
  async play({ prepare, finish }: RunHooks = {}): Promise<Result<FinishedRun>> {
    const prepared = (await prepare?.(this.run, this.folder)) ?? ok(undefined);
    this.#finished = prepared.ok ? ok(await this.#playPrepared(finish)) : this.#abandon(prepared.failure);
    return this.#finished;
  }

  async #playPrepared(finish: RunHooks['finish']): Promise<FinishedRun> {
    const { run } = this;
    const position = keepPosition(run, this.#recorder);
    const results = gatherResults(run);
    const outcome = await run.run();
    await finish?.(run);
    position[Symbol.dispose]();
    return { outcome, ...(await recordOutcome(run, outcome, this.#recorder, results)) };
  }

  #abandon(failure: Failure): Result<FinishedRun> {
    close(this.#recorder, this.#resumes);
    this.run.refuse(failure);
    return { ok: false, failure };
  }
}

function openFolder(of: RunToRecord): Result<RunFolder> {
  const { engine, folder, config, planned = [], exportsAt = [], configId, live, feed, sources } = of;
  const calendar = engine.calendarOf(config);
  if (of.resumes === true) return continueRunFolder(folder, calendar);
  const plan = {
    planned,
    exports_at: exportsAt,
    ...(configId === undefined ? {} : { config_id: configId }),
    ...(live === undefined ? {} : { live_day: live.day }),
    ...(feed === undefined ? {} : { live_feed: feed }),
  };
  return createRunFolder(folder, config, calendar, plan, sources);
}

/** Removes a run that never started; one that was to be resumed keeps its folder. */
const close = (recorder: RunFolder, resumes: boolean): void =>
  resumes ? recorder[Symbol.dispose]() : recorder.discard();

/** Keeps noting in the run's folder how far it has come, until disposed. */
export function keepPosition(run: RunReader, folder: RunFolder): Disposable {
  let noted = -1;
  const timer = setInterval(() => {
    if (run.clock.session === undefined || run.step === noted) return;
    noted = run.step;
    folder.writePosition({ clock_ms: run.clock.now(), step: run.step });
  }, POSITION_EVERY_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
