import { z } from 'zod';
import type { ComparedValue } from '../../core/session-coordinator/results/compare-runs.ts';
import type { RunSummary } from '../../core/session-coordinator/results/run-summary.ts';

/** A run is named by its folder under the user's runs; no other folder can be named. */
const run_id = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, dot, dash');

/** Requests about runs of the past, read from their folders. */
export const RUN_PARAMS = {
  /** The newest ones, newest first. */
  list_runs: z.strictObject({}),
  read_run: z.strictObject({ run_id }),
  /** Opens the run's folder in the system's file manager, where the host can. */
  reveal_run: z.strictObject({ run_id }),
  compare_runs: z.strictObject({ first: run_id, second: run_id }),
  /** Opens a run again from its open, paused, with its commands. `trust` runs strategies that this machine has not run. */
  open_run: z.strictObject({ run_id, trust: z.boolean().optional() }),
} as const;

export type RunOutcomeWord = 'completed' | 'stopped' | 'failed' | 'cut_short' | 'running' | 'unreadable';

export interface RunEntry {
  readonly run_id: string;
  readonly session_name: string;
  /** Its start, UTC epoch ms of wall time. */
  readonly started_ms: number;
  readonly first_day: string;
  readonly last_day: string;
  readonly symbols: number;
  readonly outcome: RunOutcomeWord;
  /** Commands that changed the session: adds, removals, upgrades. */
  readonly commands: number;
  /** Null while it has no summary. */
  readonly bars: number | null;
  readonly signals: number | null;
  /** Why the folder cannot be read; null for one that can. */
  readonly problem: string | null;
}

export interface RunCommand {
  /** UTC epoch ms of the session clock. */
  readonly clock_ms: number;
  readonly text: string;
}

export interface RunDetail {
  readonly entry: RunEntry;
  /** The path of its files, for people. */
  readonly folder: string;
  /** One sentence when it was recorded under other rules than this program's; null under the same. */
  readonly rules: string | null;
  readonly commands: readonly RunCommand[];
  readonly report: RunSummary | null;
}

export interface RunComparisonAnswer {
  /** One sentence when the runs were recorded under different rules; null under the same. */
  readonly rules: string | null;
  readonly first: RunEntry;
  readonly second: RunEntry;
  readonly config: readonly ComparedValue[];
  readonly commands: readonly (RunCommand & { readonly side: 'first' | 'second' })[];
  readonly same_commands: number;
  readonly figures: readonly ComparedValue[];
  readonly first_event: {
    readonly line: number;
    readonly first: string | null;
    readonly second: string | null;
  } | null;
}

export interface RunResults {
  readonly list_runs: readonly RunEntry[];
  readonly read_run: RunDetail;
  readonly reveal_run: null;
  readonly compare_runs: RunComparisonAnswer;
  readonly open_run: null;
}
