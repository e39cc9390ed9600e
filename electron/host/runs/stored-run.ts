import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import type { RecordedBy } from '../../../core/model/engine-rules.ts';
import type { SessionConfig } from '../../../core/model/session-config.ts';
import type { JournalEntry } from '../../../core/session-coordinator/session/command.ts';
import { wholeLinesOf } from './journal-file.ts';
import { FOR_LIST, FOR_REPLAY, readBounded, type Bound } from './read-bounded.ts';
import { journalEntrySchema, planSchema, positionSchema, readBy, strategiesSchema } from './run-schemas.ts';
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
    const config = parseSessionConfig(readBounded(path.join(folder, RUN_FILES.config), FOR_LIST));
    if (!config.ok)
      return fail('bad_file', `${path.join(folder, RUN_FILES.config)}: ${config.failure.message}`);
    const journal = readJournal(folder, FOR_REPLAY);
    return ok({
      config: config.value,
      journal,
      events: wholeLinesOf(readBounded(path.join(folder, RUN_FILES.events), FOR_REPLAY)),
      plan,
      recordedBy: { rules, engineVersion },
      strategies: readStored(folder, RUN_FILES.strategies, strategiesSchema, STRATEGIES) ?? {},
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
  (readStored(folder, RUN_FILES.plan, planSchema, FOR_REPLAY) as StoredPlan | undefined) ?? {
    planned: [],
    exports_at: [],
  };

/** The commands of a run. Throws a sentence for a line that is none. */
export const readJournal = (folder: string, bound: Bound): readonly JournalEntry[] =>
  wholeLinesOf(readBounded(path.join(folder, RUN_FILES.journal), bound)).map(
    (line, index) =>
      readBy(journalEntrySchema, line, `${RUN_FILES.journal}, line ${index + 1}`) as unknown as JournalEntry,
  );

/** Code of the largest strategies, of some dozens of them. */
const STRATEGIES: Bound = { most: 64 * 1024 * 1024 };

/** A position that a loss of power cut counts as none: the run is replayed from its journal. */
function readPosition(folder: string): RunPosition | undefined {
  try {
    return readStored(folder, RUN_FILES.position, positionSchema, FOR_LIST) as RunPosition | undefined;
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
    if (isWritten(folder)) continue;
    const run = readRunFolder(folder);
    if (run.ok) return { id, run: run.value };
  }
  return undefined;
}

/** A lock that cannot be read is none of this program's. */
export function isWritten(folder: string): boolean {
  try {
    return writerOf(folder) !== undefined;
  } catch {
    return false;
  }
}

function readStored<T>(folder: string, name: string, schema: z.ZodType<T>, bound: Bound): T | undefined {
  const file = path.join(folder, name);
  return existsSync(file) ? readBy(schema, readBounded(file, bound), name) : undefined;
}
