import type { EpochMs, TradingDay } from '../../../core/base/epoch-ms.ts';
import type { FeedChoice } from '../../contract/live-requests.ts';
import { renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { version } from '../../../package.json';
import { RULES, type RecordedBy } from '../../../core/model/engine-rules.ts';
import type { PlannedCommand } from '../../../core/session-coordinator/session/command.ts';

/** What a live session is connected to: enough to be connected to the same again after a crash. Holds no key. */
export interface FeedOrigin {
  readonly on: FeedChoice;
  /** A simulated market's time at a time of the wall clock, both UTC epoch ms: it goes on without who watches it. */
  readonly market_ms: EpochMs;
  readonly wall_ms: number;
}

/** The files of a run folder (`design/cli.md`, Run folder). */
export const RUN_FILES = {
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
  /** There while a process writes the folder: which, and since when. */
  lock: 'run.lock',
  exports: 'exports',
} as const;

/** Of run folders; raised whenever an older program could not replay what is in one. Folders without a number are of the first. */
export const RUN_FORMAT = 1;

/** This program, as the run folders that it records name it. */
export const THIS_PROGRAM: RecordedBy = { rules: RULES, engineVersion: version };

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

/** A reader sees the old content or the new one, never half of it. */
export function writeWhole(file: string, text: string): void {
  const part = `${file}.part`;
  try {
    writeFileSync(part, text);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** A disk that becomes full takes a part and says so; only the next write fails. `place` is in bytes, the file's end without. */
export function writeAll(file: number, text: string, place?: number): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    const to = place === undefined ? null : place + written;
    written += writeSync(file, bytes, written, bytes.length - written, to);
  }
}
