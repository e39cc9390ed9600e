import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { EpochMs, TradingDay } from '../../core/base/epoch-ms.ts';
import { Emitter } from '../../core/base/emitter.ts';
import { fail, ok, type Failure, type Result } from '../../core/base/result.ts';
import { printSessionConfig, type SessionConfig } from '../../core/model/session-config.ts';
import { recordingFailure } from './file-failures.ts';
import { pageClock } from './page-clock.ts';
import { parseSessionConfig } from '../../core/model/parse-session-config.ts';
import type { JournalEntry, PlannedCommand } from '../../core/session-coordinator/command.ts';
import { printEvent } from '../../core/session-coordinator/event-log.ts';
import { reportPage } from '../../core/report/page/report-page.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import type { RunSummary } from '../../core/session-coordinator/run-summary.ts';
import type { Recorder } from '../../core/session-coordinator/session-run.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { JournalFile, wholeLines } from './journal-file.ts';
import type { FeedOrigin } from './live/feed-origin.ts';
import type { StrategySources } from './strategies/strategy-library.ts';

const RUN_FILES = {
  config: 'session.json',
  journal: 'journal.jsonl',
  events: 'events.jsonl',
  summary: 'summary.json',
  report: 'report.json',
  page: 'report.html',
  /** What was planned beforehand, and how far the run had come: what it takes to pick it up after a crash. */
  plan: 'plan.json',
  position: 'position.json',
  /** Set aside once a crashed run was picked up or dismissed. */
  settled: 'settled.json',
  /** The code of users' strategies, by the names that the config calls them by; absent without any. */
  strategies: 'strategies.json',
  exports: 'exports',
} as const;

/** Of run folders; raised whenever an older program could not replay what is in one. Folders without a number are of the first. */
const RUN_FORMAT = 1;

/** The result tables that a run may have, each as CSV and Parquet. */
const RESULT_TABLES = ['signals', 'orders', 'fills', 'trades', 'equity'] as const;

/** Events are written when so many characters have gathered, and at the end; commands at once. */
const EVENT_BUFFER = 64 * 1024;

/** The lasting record of one run, written as it happens (`design/cli.md`, Run folder). */
export interface RunFolder extends Recorder, Disposable {
  readonly path: string;
  /**
   * Why nothing is recorded any more: a disk that is full, a folder taken away. The run itself goes on; its host decides.
   * What was recorded until then is whole.
   */
  readonly failure: Failure | undefined;
  /** Tells of the failure, once, after the write that failed. */
  onFailure(listener: (failure: Failure) => void): Disposable;
  /** Notes how far the run has come; a run that ends properly needs it no more. */
  writePosition(position: RunPosition): void;
  /** `report.json`, and `report.html` that opens by itself. */
  writeReport(report: RunReport): void;
  writeSummary(summary: RunSummary): void;
}

/** Commands and exports that were known before the run began. */
export interface RunPlan {
  readonly planned: readonly PlannedCommand[];
  readonly exports_at: readonly EpochMs[];
  /** Of the catalog of the window that ran it. */
  readonly config_id?: string;
  /** The day that a live session was of. */
  readonly live_day?: TradingDay;
  /** What it was connected to. */
  readonly live_feed?: FeedOrigin;
}

/** A place in a run: UTC epoch ms of the session clock, and steps as the journal counts them. */
export interface RunPosition {
  readonly clock_ms: EpochMs;
  readonly step: number;
}

/**
 * Creates a run folder with the config in it. A run that it holds already is replaced whole, so that no file of the one
 * before is taken for one of this. Fails when the folder cannot be written.
 */
export function createRunFolder(
  folder: string,
  config: SessionConfig,
  calendar: MarketCalendar,
  plan: RunPlan,
  strategies: StrategySources = {},
): Result<RunFolder> {
  try {
    removeRun(folder);
    mkdirSync(path.join(folder, RUN_FILES.exports), { recursive: true });
    writeFileSync(path.join(folder, RUN_FILES.config), printSessionConfig(config));
    writeFileSync(path.join(folder, RUN_FILES.plan), `${JSON.stringify({ format: RUN_FORMAT, ...plan })}\n`);
    if (Object.keys(strategies).length > 0) {
      writeFileSync(path.join(folder, RUN_FILES.strategies), `${JSON.stringify(strategies, null, 2)}\n`);
    }
    const journal = JournalFile.create(path.join(folder, RUN_FILES.journal));
    const events = openSync(path.join(folder, RUN_FILES.events), 'w');
    return ok(runFolder(folder, journal, events, calendar));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      'not_writable',
      `The run folder ${folder} cannot be written: ${reason}`,
      'Name another with --out.',
    );
  }
}

/**
 * Opens the folder of a run that was cut short, to go on in it: what its journal has is kept and is not written again
 * when it is played again, whatever kills this process meanwhile; the rest follows from it. Fails as `createRunFolder`.
 */
export function continueRunFolder(folder: string, calendar: MarketCalendar): Result<RunFolder> {
  try {
    const journal = JournalFile.goOn(path.join(folder, RUN_FILES.journal));
    return ok(runFolder(folder, journal, openSync(path.join(folder, RUN_FILES.events), 'w'), calendar));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('not_writable', `The run folder ${folder} cannot be continued: ${reason}`);
  }
}

/** Takes the files of a run away, and nothing else that a user may have put beside them. */
function removeRun(folder: string): void {
  if (!existsSync(path.join(folder, RUN_FILES.journal))) return;
  const tables = RESULT_TABLES.flatMap((name) => [`${name}.csv`, `${name}.parquet`]);
  for (const name of [...Object.values(RUN_FILES), ...tables]) {
    rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

function runFolder(
  folder: string,
  journal: JournalFile,
  events: number,
  calendar: MarketCalendar,
): RunFolder {
  const failures = new Emitter<Failure>();
  let failure: Failure | undefined;
  let waiting = '';
  let open = true;
  const recording = (write: () => void): void => {
    if (failure !== undefined) return;
    try {
      write();
    } catch (error) {
      failure = recordingFailure(folder, error);
      failures.emit(failure);
    }
  };
  const flush = (): void => {
    if (waiting !== '') writeSync(events, waiting);
    waiting = '';
  };
  return {
    path: folder,
    get failure() {
      return failure;
    },
    onFailure: (listener) => failures.subscribe(listener),
    writePosition(position) {
      recording(() => {
        flush();
        writeWhole(path.join(folder, RUN_FILES.position), `${JSON.stringify(position)}\n`);
      });
    },
    event(event) {
      waiting += `${printEvent(event)}\n`;
      if (waiting.length > EVENT_BUFFER) recording(flush);
      if (failure !== undefined) waiting = '';
    },
    journal(entry) {
      recording(() => {
        flush();
        journal.add(entry);
      });
    },
    export(at, content) {
      const file = path.join(folder, RUN_FILES.exports, `${exportName(calendar, at)}.json`);
      recording(() => writeWhole(file, `${JSON.stringify(content)}\n`));
    },
    writeReport(report) {
      writeWhole(path.join(folder, RUN_FILES.report), `${JSON.stringify(report)}\n`);
      writeWhole(path.join(folder, RUN_FILES.page), reportPage(report, pageClock(calendar)));
    },
    writeSummary(summary) {
      recording(() => {
        writeWhole(path.join(folder, RUN_FILES.summary), `${JSON.stringify(summary, null, 2)}\n`);
        rmSync(path.join(folder, RUN_FILES.position), { force: true });
      });
    },
    [Symbol.dispose]() {
      if (!open) return;
      open = false;
      recording(flush);
      journal[Symbol.dispose]();
      closeSync(events);
    },
  };
}

/** A reader sees the old content or the new one, never half of it. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

/** `20250702-120000`, in exchange time. */
const exportName = (calendar: MarketCalendar, at: EpochMs): string =>
  `${calendar.dayOf(at).replaceAll('-', '')}-${calendar.wallClockOf(at).replaceAll(':', '')}`;

/** A run as it lies in its folder. */
export interface StoredRun {
  readonly config: SessionConfig;
  readonly journal: readonly JournalEntry[];
  /** The lines of `events.jsonl`, without line feeds; a torn last line is left out. */
  readonly events: readonly string[];
  readonly plan: RunPlan;
  readonly strategies: StrategySources;
  /** How far a run came that did not end properly; undefined for one that did. */
  readonly position: RunPosition | undefined;
  /** True when the run came to its end, or was stopped, and wrote its summary. */
  readonly ended: boolean;
}

/** Reads what a replay needs. Fails with the file that is missing or unreadable, `unsupported` for a newer program's folder. */
export function readRunFolder(folder: string): Result<StoredRun> {
  try {
    const { format = RUN_FORMAT, ...plan } = readPlan(folder);
    if (format > RUN_FORMAT)
      return fail(
        'unsupported',
        `${folder} was written by a newer Tapedeck (run folder format ${format}; this one knows ${RUN_FORMAT}).`,
        'Install the newer version to play it again.',
      );
    const config = parseSessionConfig(readFileSync(path.join(folder, RUN_FILES.config), 'utf8'));
    if (!config.ok)
      return fail('bad_file', `${path.join(folder, RUN_FILES.config)}: ${config.failure.message}`);
    const journal = wholeLines(path.join(folder, RUN_FILES.journal)).map(
      (line) => JSON.parse(line) as JournalEntry,
    );
    return ok({
      config: config.value,
      journal,
      events: wholeLines(path.join(folder, RUN_FILES.events)),
      plan,
      strategies: (readJson(path.join(folder, RUN_FILES.strategies)) as StrategySources | undefined) ?? {},
      position: readJson(path.join(folder, RUN_FILES.position)) as RunPosition | undefined,
      ended: isEnded(folder),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('missing_file', `${folder} is not a run folder: ${reason}`);
  }
}

const readPlan = (folder: string): RunPlan & { readonly format?: number } =>
  (readJson(path.join(folder, RUN_FILES.plan)) as RunPlan | undefined) ?? { planned: [], exports_at: [] };

const isEnded = (folder: string): boolean =>
  existsSync(path.join(folder, RUN_FILES.summary)) || existsSync(path.join(folder, RUN_FILES.settled));

/** Marks a crashed run as dealt with: it is offered no more. */
export function settleRun(folder: string, how: 'picked_up' | 'dismissed'): void {
  writeWhole(path.join(folder, RUN_FILES.settled), `${JSON.stringify({ how })}\n`);
}

/** The newest run under `runsDir` that did not end properly, with at least one noted position; undefined without one. */
export function findUnfinished(
  runsDir: string,
): { readonly id: string; readonly run: StoredRun } | undefined {
  const names = existsSync(runsDir) ? readdirSync(runsDir).sort().reverse() : [];
  for (const id of names) {
    const folder = path.join(runsDir, id);
    if (!existsSync(path.join(folder, RUN_FILES.position)) || isEnded(folder)) continue;
    const run = readRunFolder(folder);
    if (run.ok) return { id, run: run.value };
  }
  return undefined;
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
