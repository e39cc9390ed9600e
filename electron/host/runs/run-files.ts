import type { EpochMs, TradingDay } from '../../../core/base/epoch-ms.ts';
import type { FeedChoice } from '../../contract/live-requests.ts';
import { renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { version } from '../../../package.json';
import { RULES, type RecordedBy } from '../../../core/model/engine-rules.ts';
import type { PlannedCommand } from '../../../core/session-coordinator/session/command.ts';

/** The connection of a live session: enough to reconnect to the same feed after a crash. Holds no key. */
export interface FeedOrigin {
  readonly on: FeedChoice;
  /**
   * A simulated market's time at a time of the wall clock, both UTC epoch ms: the market continues without a viewer.
   */
  readonly market_ms: EpochMs;
  readonly wall_ms: number;
}

/** The files of a run folder (docs/cli.md#run-folder). */
export const RUN_FILES = {
  config: 'session.json',
  journal: 'journal.jsonl',
  events: 'events.jsonl',
  summary: 'summary.json',
  report: 'report.json',
  page: 'report.html',
  /** The planned commands, and the progress of the run: the data for resuming it after a crash. */
  plan: 'plan.json',
  position: 'position.json',
  /** Set once a crashed run was resumed or dismissed. */
  settled: 'settled.json',
  /** The code of users' strategies, by their names in the config; absent without any. */
  strategies: 'strategies.json',
  /** Exists while a process writes the folder: names the process and its start. */
  lock: 'run.lock',
  exports: 'exports',
} as const;

/**
 * Format of run folders; raised when an older program could not replay one. Folders without a number have the first.
 */
export const RUN_FORMAT = 1;

/** This program, as the run folders that it records name it. */
export const THIS_PROGRAM: RecordedBy = { rules: RULES, engineVersion: version };

/** Commands and exports that were known before the run began. */
export interface RunPlan {
  readonly planned: readonly PlannedCommand[];
  readonly exports_at: readonly EpochMs[];
  /** The config's id in the catalog of the window that ran it. */
  readonly config_id?: string;
  /** The day of a live session. */
  readonly live_day?: TradingDay;
  /** The feed of the run. */
  readonly live_feed?: FeedOrigin;
}

/** A position in a run: UTC epoch ms of the session clock, and steps as the journal counts them. */
export interface RunPosition {
  readonly clock_ms: EpochMs;
  readonly step: number;
}

/** A reader sees the old content or the new one, never half of it. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const part = `${file}.part`;
  try {
    writeFileSync(part, content);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/**
 * A disk that becomes full writes a part and reports its length; only the next write fails. `place` is in bytes, by
 * default the file's end.
 */
export function writeAll(file: number, text: string, place?: number): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    const to = place === undefined ? null : place + written;
    written += writeSync(file, bytes, written, bytes.length - written, to);
  }
}
