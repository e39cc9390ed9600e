import type { Engine, OpenOptions } from '../../../core/index.ts';
import type { Logger } from '../../../core/base/logger.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type { StrategyLibrary, StrategySources } from '../strategies/strategy-library.ts';
import { rmSync } from 'node:fs';
import type { EpochMs } from '../../../core/base/epoch-ms.ts';
import { ok, type Failure, type Result } from '../../../core/base/result.ts';
import type { RunReport } from '../../../core/report/run-report.ts';
import type { JournalEntry, PlannedCommand } from '../../../core/session-coordinator/session/command.ts';
import type { RunSummary } from '../../../core/session-coordinator/results/run-summary.ts';
import type { RunOutcome, SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import type { SessionConfig } from '../../../core/model/session-config.ts';
import { freshRunFolder, continueRunFolder, createRunFolder, type RunFolder } from './run-folder.ts';
import { recordOutcome } from './record-outcome.ts';
import type { FeedOrigin } from './run-files.ts';
import { keepPosition } from './run-position.ts';
import { gatherResults } from './run-results.ts';

/** What a window's session works with. */
export interface SessionSources {
  readonly engine: Engine;
  readonly calendar: MarketCalendar;
  readonly runsDir: string;
  readonly logger: Logger;
  readonly library: StrategyLibrary;
}

/** What a run is of. */
export interface HostedConfig {
  readonly configId: string;
  readonly config: SessionConfig;
  readonly strategySources: StrategySources;
}

export interface RunStart {
  readonly planned: readonly PlannedCommand[];
  readonly paused: boolean;
  readonly fastForwardUntil: number;
  /** The speed to start with, in place of the config's. */
  readonly speed?: number;
  /** A live day, or a recorded one that is played again. */
  readonly live?: OpenOptions['live'];
  /** What a live day is connected to. */
  readonly feed?: FeedOrigin;
  /** The run folder of a live day that is picked up, in which it goes on; else it gets a new one. */
  readonly goesOnIn?: string;
  /** Awaited before the run begins; with a failure it never does. */
  readonly prepare?: (run: SessionRun, folder: string) => Promise<Result<void>>;
  /** Awaited when the run is over, before its folder says so. */
  readonly finish?: (run: SessionRun) => Promise<void>;
}

/** One run as a window's session hosts it, written to a run folder as it goes. */
export class HostedRun {
  readonly run: SessionRun;
  /** Every command so far, as the run folder has them. */
  readonly journal: readonly JournalEntry[];
  readonly #recorder: RunFolder;
  readonly #sources: SessionSources;
  /** Resolves when the run is over and its folder closed. */
  readonly ended: Promise<void>;
  outcome: RunOutcome | undefined;
  /** What the run came to; undefined until it has ended. */
  summary: RunSummary | undefined;
  /** What its trading came to; undefined until it has ended. */
  report: RunReport | undefined;

  private constructor(
    sources: SessionSources,
    run: SessionRun,
    journal: readonly JournalEntry[],
    recorder: RunFolder,
    start: RunStart,
  ) {
    this.#sources = sources;
    this.run = run;
    this.journal = journal;
    this.#recorder = recorder;
    recorder.onFailure(({ message }) => sources.logger.error(message));
    this.ended = this.#play(start);
  }

  static start(sources: SessionSources, of: HostedConfig, start: RunStart): Result<HostedRun> {
    const { engine, calendar, runsDir, library } = sources;
    const { config, configId, strategySources } = of;
    const { planned, paused, fastForwardUntil, speed, live, feed, goesOnIn } = start;
    const strategies = engine.strategies(config, library.findLoadable(strategySources));
    if (!strategies.ok) return strategies;
    const day = live === undefined ? {} : { live_day: live.day };
    const line = feed === undefined ? {} : { live_feed: feed };
    const plan = { planned, exports_at: [], config_id: configId, ...day, ...line };
    const place = goesOnIn === undefined ? freshRunFolder(runsDir, configId) : ok(goesOnIn);
    if (!place.ok) return place;
    const folder =
      goesOnIn === undefined
        ? createRunFolder(place.value, config, calendar, plan, strategySources)
        : continueRunFolder(goesOnIn, calendar);
    if (!folder.ok) return folder;
    const recorder = folder.value;
    const journal: JournalEntry[] = [];
    const opened = engine.open(config, {
      recorder: {
        event: (event) => recorder.event(event),
        export: (at, content) => recorder.export(at, content),
        journal: (entry) => {
          journal.push(entry);
          recorder.journal(entry);
        },
      },
      strategies: strategies.value,
      planned,
      fastForwardUntil,
      startPaused: paused,
      ...(speed === undefined ? {} : { speed }),
      ...(live === undefined ? {} : { live }),
    });
    if (!opened.ok) {
      discard(recorder, start);
      return opened;
    }
    // A crash before the past is rebuilt costs nothing of it.
    if (Number.isFinite(fastForwardUntil))
      recorder.writePosition({ clock_ms: fastForwardUntil as EpochMs, step: 0 });
    return ok(new HostedRun(sources, opened.value, journal, recorder, start));
  }

  get folder(): string {
    return this.#recorder.path;
  }

  /** Why nothing is recorded any more. The trader's session goes on without. */
  get unrecorded(): Failure | undefined {
    return this.#recorder.failure;
  }

  async #play(start: RunStart): Promise<void> {
    const prepared = (await start.prepare?.(this.run, this.folder)) ?? ok(undefined);
    if (prepared.ok) return this.#playPrepared(start);
    this.#neverBegun(prepared.failure, start);
    await start.finish?.(this.run);
  }

  async #playPrepared({ finish }: RunStart): Promise<void> {
    const { run } = this;
    const recorder = this.#recorder;
    const position = keepPosition(run, recorder);
    const results = gatherResults(run);
    const outcome = await run.run();
    await finish?.(run);
    position[Symbol.dispose]();
    const { summary, report, problem } = await recordOutcome(run, outcome, recorder, results);
    const { logger } = this.#sources;
    if (problem !== undefined) logger.warn('results are missing', { reason: problem });
    this.outcome = outcome;
    this.summary = summary;
    this.report = report;
  }

  #neverBegun(failure: Failure, start: RunStart): void {
    discard(this.#recorder, start);
    this.run.refuse(failure);
    this.outcome = { kind: 'failed', failure };
  }
}

/** A folder that was there before stays. */
function discard(recorder: RunFolder, { goesOnIn }: RunStart): void {
  recorder[Symbol.dispose]();
  if (goesOnIn === undefined) rmSync(recorder.path, { recursive: true, force: true });
}
