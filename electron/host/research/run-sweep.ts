import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { pointAt, type ParameterSpace } from '../../../core/research/parameter-space.ts';
import { recordingFailure } from '../store/file-failures.ts';
import { writeResultTables } from '../runs/result-tables.ts';
import { Ledger, type LedgerEntry } from './ledger.ts';
import type { NumberedTrial } from './runner-protocol.ts';
import { dailyEquityTable, trialsTable } from './sweep-tables.ts';
import type { TrialRunner } from './trial-runner.ts';
import { trialId, type TrialSetup } from './trial-setup.ts';

export interface SweepProgress {
  readonly trials: number;
  readonly done: number;
  readonly failed: number;
  /** Trials whose results were there before this call. */
  readonly cached: number;
  readonly best: LedgerEntry | undefined;
}

export interface SweepRequest {
  readonly folder: string;
  readonly setup: TrialSetup;
  readonly space: ParameterSpace;
  /** Indices of the points to try, ascending. */
  readonly points: readonly number[];
  readonly objective: string;
  readonly runner: TrialRunner;
  readonly signal: AbortSignal;
  onProgress(progress: SweepProgress): void;
}

export interface SweepOutcome extends SweepProgress {
  /** All trials of the sweep that have a result, in parameter order. */
  readonly entries: readonly LedgerEntry[];
  readonly interrupted: boolean;
}

/**
 * Plays what the ledger of the folder lacks and writes the tables. Called again with the same request it goes on where it
 * stopped. Fails where the disk refuses a result; what was kept until then stays.
 */
export async function runSweep(request: SweepRequest): Promise<Result<SweepOutcome>> {
  const { folder, setup, space, points, runner, signal } = request;
  const ids = points.map((point) => trialId(setup, { parameters: pointAt(space, point) }));
  let ledger: Ledger;
  try {
    ledger = Ledger.open(folder);
  } catch (error) {
    return { ok: false, failure: recordingFailure(folder, error) };
  }
  const count = new SweepCount(request, ids, ledger);
  request.onProgress(count.progress);
  const missing: NumberedTrial[] = points.flatMap((point, number) =>
    ledger.get(ids[number] ?? '') === undefined ? [{ number, parameters: pointAt(space, point) }] : [],
  );
  const halt = new AbortController();
  let problem: unknown;
  const played = await runner.play(
    missing,
    ({ number, parameters }, result) => {
      const entry = { id: ids[number] as string, parameters, ...result };
      try {
        ledger.add(entry);
        count.add(entry);
      } catch (error) {
        problem = error;
        halt.abort();
      }
      request.onProgress(count.progress);
    },
    anyOf(signal, halt.signal),
  );
  if (problem !== undefined) return { ok: false, failure: recordingFailure(folder, problem) };
  if (!played.ok) return played;
  const entries = ids.flatMap((id) => ledger.get(id) ?? []);
  const written = await writeSweepTables(folder, space, entries);
  if (!written.ok) return written;
  const [best] = bestOf(entries, request.objective, 1);
  return ok({ ...count.progress, best, entries, interrupted: signal.aborted });
}

/** The best trials by their objective, best first; of equal ones the first in parameter order. */
export const bestOf = (
  entries: readonly LedgerEntry[],
  objective: string,
  count: number,
): readonly LedgerEntry[] =>
  entries
    .filter((entry) => objectiveOf(entry, objective) !== undefined)
    .sort((a, b) => (objectiveOf(b, objective) ?? 0) - (objectiveOf(a, objective) ?? 0))
    .slice(0, count);

async function writeSweepTables(
  folder: string,
  { axes }: ParameterSpace,
  entries: readonly LedgerEntry[],
): Promise<Result<void>> {
  const written = await writeResultTables(folder, [trialsTable(axes, entries)]);
  return written.ok ? writeResultTables(path.join(folder, 'equity'), [dailyEquityTable(entries)]) : written;
}

/** Counts results as they come, and knows the best of them. */
class SweepCount {
  readonly #objective: string;
  readonly #trials: number;
  readonly #cached: number;
  #done = 0;
  #failed = 0;
  #best: LedgerEntry | undefined;

  constructor({ objective, points }: SweepRequest, ids: readonly string[], ledger: Ledger) {
    this.#objective = objective;
    this.#trials = points.length;
    const there = ids.flatMap((id) => ledger.get(id) ?? []);
    this.#cached = there.length;
    for (const entry of there) this.add(entry);
  }

  add(entry: LedgerEntry): void {
    if (entry.status === 'done') this.#done++;
    else this.#failed++;
    if (isBetter(entry, this.#best, this.#objective)) this.#best = entry;
  }

  get progress(): SweepProgress {
    return {
      trials: this.#trials,
      done: this.#done,
      failed: this.#failed,
      cached: this.#cached,
      best: this.#best,
    };
  }
}

/** Whether a trial beats the best so far; of equal ones the earlier stays. */
function isBetter(entry: LedgerEntry, best: LedgerEntry | undefined, objective: string): boolean {
  const value = objectiveOf(entry, objective);
  if (value === undefined) return false;
  const than = best === undefined ? undefined : objectiveOf(best, objective);
  return than === undefined || value > than;
}

/** The objective of a trial; figures of which less is better count with the opposite sign. Undefined without one. */
export function objectiveOf({ statistics }: LedgerEntry, objective: string): number | undefined {
  const value = statistics[objective] ?? undefined;
  return value === undefined || !LESS_IS_BETTER.has(objective) ? value : -value;
}

const LESS_IS_BETTER: ReadonlySet<string> = new Set([
  'drawdown',
  'drawdown_money',
  'volatility',
  'turnover',
  'fees',
  'slippage',
]);

/** Fails with the names there are where no trial has the objective. */
export function checkObjective(entries: readonly LedgerEntry[], objective: string): Result<null> {
  const done = entries.filter(({ status }) => status === 'done');
  if (done.length === 0 || done.some(({ statistics }) => objective in statistics)) return ok(null);
  const names = Object.keys(done[0]?.statistics ?? {});
  return fail('bad_usage', `--objective ${objective}: no such figure; known here: ${names.join(', ')}`);
}

function anyOf(...signals: readonly AbortSignal[]): AbortSignal {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) either.abort();
    else signal.addEventListener('abort', () => either.abort(), { once: true });
  }
  return either.signal;
}
