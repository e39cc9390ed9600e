import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import type { RecordedBy } from '../../../core/model/engine-rules.ts';
import type { SessionConfig } from '../../../core/model/session-config.ts';
import type { JournalEntry } from '../../../core/session-coordinator/session/command.ts';
import { wholeLines } from './journal-file.ts';
import { RUN_FILES, RUN_FORMAT, writeWhole, type RunPlan, type RunPosition } from './run-files.ts';
import { writerOf } from './run-lock.ts';
import type { StrategySources } from '../strategies/strategy-library.ts';

/** A run as its folder has it. */
export interface StoredRun {
  readonly config: SessionConfig;
  readonly journal: readonly JournalEntry[];
  /** The lines of `events.jsonl`, without line feeds; a torn last line is left out. */
  readonly events: readonly string[];
  readonly plan: RunPlan;
  readonly recordedBy: RecordedBy;
  readonly strategies: StrategySources;
  /** How far a run came that did not end properly; undefined for one that did. */
  readonly position: RunPosition | undefined;
  /** True when the run reached its end, or was stopped, and wrote its summary. */
  readonly ended: boolean;
}

/**
 * Reads the data that a replay needs. Fails with the file that is missing or unreadable, `unsupported` for a newer
 * program's folder.
 */
export function readRunFolder(folder: string): Result<StoredRun> {
  try {
    const { format = RUN_FORMAT, rules = 1, engine_version: engineVersion, ...plan } = readPlan(folder);
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
      recordedBy: { rules, engineVersion },
      strategies: (readJson(path.join(folder, RUN_FILES.strategies)) as StrategySources | undefined) ?? {},
      position: readPosition(folder),
      ended: isEnded(folder),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('missing_file', `${folder} is not a run folder: ${reason}`);
  }
}

type StoredPlan = RunPlan & {
  readonly format?: number;
  readonly rules?: number;
  readonly engine_version?: string;
};

const readPlan = (folder: string): StoredPlan =>
  (readJson(path.join(folder, RUN_FILES.plan)) as StoredPlan | undefined) ?? { planned: [], exports_at: [] };

/** A position that a loss of power cut counts as none: the run is replayed from its journal. */
function readPosition(folder: string): RunPosition | undefined {
  try {
    return readJson(path.join(folder, RUN_FILES.position)) as RunPosition | undefined;
  } catch {
    return undefined;
  }
}

/** Whether a run reached its end, or was resumed or dismissed since. */
export const isEnded = (folder: string): boolean =>
  existsSync(path.join(folder, RUN_FILES.summary)) || existsSync(path.join(folder, RUN_FILES.settled));

/** Marks a crashed run as handled: it is no longer offered. */
export function settleRun(folder: string, how: 'picked_up' | 'dismissed'): void {
  writeWhole(path.join(folder, RUN_FILES.settled), `${JSON.stringify({ how })}\n`);
}

/**
 * The newest run under `runsDir` that did not end properly, has at least one recorded position, and is not being played
 * by any process; undefined without one.
 */
export function findUnfinished(
  runsDir: string,
): { readonly id: string; readonly run: StoredRun } | undefined {
  const names = existsSync(runsDir) ? readdirSync(runsDir).sort().reverse() : [];
  for (const id of names) {
    const folder = path.join(runsDir, id);
    if (!existsSync(path.join(folder, RUN_FILES.position)) || isEnded(folder)) continue;
    if (writerOf(folder) !== undefined) continue;
    const run = readRunFolder(folder);
    if (run.ok) return { id, run: run.value };
  }
  return undefined;
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
