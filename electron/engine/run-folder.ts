import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { EpochMs } from '../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { printSessionConfig, type SessionConfig } from '../../core/model/session-config.ts';
import { parseSessionConfig } from '../../core/model/parse-session-config.ts';
import type { JournalEntry } from '../../core/session-coordinator/command.ts';
import { printEvent } from '../../core/session-coordinator/event-log.ts';
import type { RunSummary } from '../../core/session-coordinator/run-summary.ts';
import type { Recorder } from '../../core/session-coordinator/session-run.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';

export const RUN_FILES = {
  config: 'session.json',
  journal: 'journal.jsonl',
  events: 'events.jsonl',
  summary: 'summary.json',
  exports: 'exports',
} as const;

/** Events are written when so many characters have gathered, and at the end; commands at once. */
const EVENT_BUFFER = 64 * 1024;

/** The lasting record of one run, written as it happens (`design/cli.md`, Run folder). */
export interface RunFolder extends Recorder, Disposable {
  readonly path: string;
  flush(): void;
  writeSummary(summary: RunSummary): void;
}

/** Creates a run folder with the config in it. Fails when the folder holds a run already or cannot be written. */
export function createRunFolder(
  folder: string,
  config: SessionConfig,
  calendar: MarketCalendar,
): Result<RunFolder> {
  try {
    mkdirSync(path.join(folder, RUN_FILES.exports), { recursive: true });
    writeFileSync(path.join(folder, RUN_FILES.config), printSessionConfig(config));
    const journal = openSync(path.join(folder, RUN_FILES.journal), 'w');
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

function runFolder(folder: string, journal: number, events: number, calendar: MarketCalendar): RunFolder {
  let waiting = '';
  let open = true;
  const flush = (): void => {
    if (waiting !== '') writeSync(events, waiting);
    waiting = '';
  };
  return {
    path: folder,
    flush,
    event(event) {
      waiting += `${printEvent(event)}\n`;
      if (waiting.length > EVENT_BUFFER) flush();
    },
    journal(entry) {
      flush();
      writeSync(journal, `${JSON.stringify(entry)}\n`);
    },
    export(at, content) {
      const file = path.join(folder, RUN_FILES.exports, `${exportName(calendar, at)}.json`);
      writeFileSync(file, `${JSON.stringify(content)}\n`);
    },
    writeSummary(summary) {
      writeFileSync(path.join(folder, RUN_FILES.summary), `${JSON.stringify(summary, null, 2)}\n`);
    },
    [Symbol.dispose]() {
      if (!open) return;
      open = false;
      flush();
      closeSync(journal);
      closeSync(events);
    },
  };
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
}

/** Reads what a replay needs. Fails with the file that is missing or unreadable. */
export function readRunFolder(folder: string): Result<StoredRun> {
  try {
    const config = parseSessionConfig(readFileSync(path.join(folder, RUN_FILES.config), 'utf8'));
    if (!config.ok)
      return fail('bad_file', `${path.join(folder, RUN_FILES.config)}: ${config.failure.message}`);
    const journal = wholeLines(path.join(folder, RUN_FILES.journal)).map(
      (line) => JSON.parse(line) as JournalEntry,
    );
    return ok({ config: config.value, journal, events: wholeLines(path.join(folder, RUN_FILES.events)) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('missing_file', `${folder} is not a run folder: ${reason}`);
  }
}

/** Lines that end with a line feed: a line cut by a crash is not one. */
function wholeLines(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop();
  return lines;
}
