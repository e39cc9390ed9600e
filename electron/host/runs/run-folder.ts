import { asEpochMs, type EpochMs } from '../../../core/base/epoch-ms.ts';
import { reportPage } from '../../../core/report/page/report-page.ts';
import type { PageClock } from '../../../core/report/page/scale.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import {
  mkdirSync,
  mkdtempSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result, type Failure } from '../../../core/base/result.ts';
import { writeReason, recordingFailure } from '../store/file-failures.ts';
import { Emitter } from '../../../core/base/emitter.ts';
import { printSessionConfig, type SessionConfig } from '../../../core/model/session-config.ts';
import { printEvent } from '../../../core/session-coordinator/session/event-log.ts';
import type { RunReport } from '../../../core/report/run-report.ts';
import type { RunSummary } from '../../../core/session-coordinator/results/run-summary.ts';
import type { Recorder } from '../../../core/session-coordinator/session/session.ts';
import { JournalFile } from './journal-file.ts';
import {
  RUN_FILES,
  RUN_FORMAT,
  THIS_PROGRAM,
  writeAll,
  writeWhole,
  type RunPlan,
  type RunPosition,
} from './run-files.ts';
import { lockRun } from './run-lock.ts';
import type { StrategySources } from '../strategies/strategy-library.ts';

/** Times of a report page in the exchange's zone. */
const pageClock = (calendar: MarketCalendar): PageClock => ({
  parse: (iso) => Date.parse(iso),
  print: (instant) =>
    `${calendar.civilDayOf(asEpochMs(instant))} ${calendar.wallClockOf(asEpochMs(instant)).slice(0, 5)}`,
  zone: calendar.zone,
});

/**
 * Creates `RUNS/20251121-031500-123-rivn-with-aapl-Xy12ab`: the time (UTC, to the millisecond, so that names sort by
 * age) and the session's name. Never an existing folder, even when several runs begin at the same time. The name is for
 * people and never parsed. Fails where nothing can be written.
 */
export function freshRunFolder(runsDir: string, of: string): Result<string> {
  const stamp = new Date().toISOString().replaceAll(/[-:Z]/g, '').replaceAll(/[T.]/g, '-');
  const slug = of
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  try {
    mkdirSync(runsDir, { recursive: true });
    return ok(mkdtempSync(path.join(runsDir, `${stamp}-${slug}-`)));
  } catch (error) {
    return fail(
      'not_writable',
      `No run can be recorded: ${runsDir} cannot be written, ${writeReason(error)}.`,
    );
  }
}

/** The result tables that a run may have, each as CSV and Parquet. */
const RESULT_TABLES = ['signals', 'orders', 'fills', 'trades', 'equity'] as const;

/** Events are written when this many characters have accumulated, and at the end; commands immediately. */
const EVENT_BUFFER = 64 * 1024;

/** The lasting record of one run, written as it happens (docs/cli.md#run-folder). */
export interface RunFolder extends Recorder, Disposable {
  readonly path: string;
  /**
   * Why recording stopped: a full disk, a removed folder. The run itself continues; its host decides. The earlier part
   * of the record is complete.
   */
  readonly failure: Failure | undefined;
  /** Calls back with the failure, once, after the write that failed. */
  onFailure(listener: (failure: Failure) => void): Disposable;
  /** Records the progress of the run; a run that has ended no longer needs it. */
  writePosition(position: RunPosition): void;
  /** Writes the accumulated events. */
  flush(): void;
  /** `report.json`, and `report.html` that opens without other files. */
  writeReport(report: RunReport): void;
  writeSummary(summary: RunSummary): void;
  /** Closes the folder and removes the run's files, and the folder itself when nothing else is in it. */
  discard(): void;
}

/**
 * Creates a run folder with the config in it. An existing run is replaced completely, so that no file of it is mistaken
 * for one of the new run. Fails when the folder cannot be written, and while another process writes it.
 */
export function createRunFolder(
  folder: string,
  config: SessionConfig,
  calendar: MarketCalendar,
  plan: RunPlan,
  strategies: StrategySources = {},
): Result<RunFolder> {
  const begin = (): Logs => {
    removeRun(folder);
    mkdirSync(path.join(folder, RUN_FILES.exports), { recursive: true });
    writeWhole(path.join(folder, RUN_FILES.config), printSessionConfig(config));
    const { rules, engineVersion } = THIS_PROGRAM;
    const recorded = { format: RUN_FORMAT, rules, engine_version: engineVersion, ...plan };
    writeWhole(path.join(folder, RUN_FILES.plan), `${JSON.stringify(recorded)}\n`);
    if (Object.keys(strategies).length > 0) {
      writeWhole(path.join(folder, RUN_FILES.strategies), `${JSON.stringify(strategies, null, 2)}\n`);
    }
    return openLogs(folder, JournalFile.create(folder));
  };
  const instead = 'Name another with --out.';
  return openRunFolder(folder, calendar, begin, { what: 'written', instead });
}

/**
 * Opens the folder of an interrupted run to continue in it: the commands in its journal are kept and not written again
 * when they are replayed, even if this process is killed too; the rest follows from them. Fails as `createRunFolder`.
 */
export function continueRunFolder(folder: string, calendar: MarketCalendar): Result<RunFolder> {
  const goOn = (): Logs => openLogs(folder, JournalFile.goOn(folder));
  return openRunFolder(folder, calendar, goOn, { what: 'continued' });
}

/** The parts of a run that are written line by line. */
interface Logs {
  readonly journal: JournalFile;
  readonly events: number;
}

const openLogs = (folder: string, journal: JournalFile): Logs => ({
  journal,
  events: openSync(path.join(folder, RUN_FILES.events), 'w'),
});

/** Opens its logs under the lock of the folder. */
function openRunFolder(
  folder: string,
  calendar: MarketCalendar,
  open: () => Logs,
  { what, instead }: { readonly what: string; readonly instead?: string },
): Result<RunFolder> {
  let lock: Disposable | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    const locked = lockRun(folder);
    if (!locked.ok) return locked;
    lock = locked.value;
    return ok(runFolder(folder, open(), lock, calendar));
  } catch (error) {
    lock?.[Symbol.dispose]();
    const reason = writeReason(error);
    return fail('not_writable', `The run folder ${folder} cannot be ${what}: ${reason}.`, instead);
  }
}

/** Removes the files of a run, and nothing else that a user may have put beside them. */
function removeRun(folder: string): void {
  if (!existsSync(path.join(folder, RUN_FILES.journal))) return;
  const tables = RESULT_TABLES.flatMap((name) => [`${name}.csv`, `${name}.parquet`]);
  const { lock: _held, ...files } = RUN_FILES;
  for (const name of [...Object.values(files), ...tables]) {
    rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

function runFolder(
  folder: string,
  { journal, events }: Logs,
  lock: Disposable,
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
  const close = (): void => {
    if (!open) return;
    open = false;
    recording(flush);
    journal[Symbol.dispose]();
    closeSync(events);
    lock[Symbol.dispose]();
  };
  const flush = (): void => {
    if (waiting !== '') writeAll(events, waiting);
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
    flush: () => recording(flush),
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
    discard() {
      close();
      removeRun(folder);
      if (readdirSync(folder).length === 0) rmdirSync(folder);
    },
    [Symbol.dispose]: close,
  };
}

/** `20250702-120000`, in exchange time. */
const exportName = (calendar: MarketCalendar, at: EpochMs): string =>
  `${calendar.civilDayOf(at).replaceAll('-', '')}-${calendar.wallClockOf(at).replaceAll(':', '')}`;
