import { ok, type Result } from '../../../core/base/result.ts';
import { recordingFailure } from '../store/file-failures.ts';
import { Ledger, type LedgerEntry } from './ledger.ts';
import { objectiveOf } from './objective.ts';
import type { NumberedTrial } from './runner-protocol.ts';
import type { TrialRunner } from './trial-runner.ts';
import { trialId, type TrialRequest, type TrialSetup } from './trial-setup.ts';

export interface TrialProgress {
  readonly trials: number;
  readonly done: number;
  readonly failed: number;
  /** Trials whose results were in the ledger before this call. */
  readonly cached: number;
  readonly best: LedgerEntry | undefined;
}

export interface TrialsRequest {
  /** Holds the ledger; made where it is missing. */
  readonly folder: string;
  readonly setup: TrialSetup;
  readonly trials: readonly TrialRequest[];
  readonly objective: string;
  readonly runner: TrialRunner;
  readonly signal: AbortSignal;
  onProgress(progress: TrialProgress): void;
}

export interface TrialsOutcome extends TrialProgress {
  /** The trials that have a result, in the order of the request. */
  readonly entries: readonly LedgerEntry[];
  readonly interrupted: boolean;
}

/**
 * Plays the trials that the ledger of a folder lacks. Called again with the same request it continues where it stopped. Fails
 * where the disk refuses a result or the config cannot be played; results that were kept until then stay.
 */
export async function playTrials(request: TrialsRequest): Promise<Result<TrialsOutcome>> {
  const { folder, setup, trials } = request;
  const ids = trials.map((trial) => trialId(setup, trial));
  let ledger: Ledger;
  try {
    ledger = Ledger.open(folder);
  } catch (error) {
    return { ok: false, failure: recordingFailure(folder, error) };
  }
  try {
    return await playMissing(request, ids, ledger);
  } finally {
    ledger[Symbol.dispose]();
  }
}

async function playMissing(
  request: TrialsRequest,
  ids: readonly string[],
  ledger: Ledger,
): Promise<Result<TrialsOutcome>> {
  const { folder, trials, runner, signal } = request;
  const count = new TrialCount(request, ids, ledger);
  request.onProgress(count.progress);
  const missing: NumberedTrial[] = trials.flatMap((trial, number) =>
    ledger.get(ids[number] ?? '') === undefined ? [{ number, ...trial }] : [],
  );
  const halt = new AbortController();
  const stop = (): void => halt.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  let problem: unknown;
  const played = await runner.play(
    missing,
    ({ number, parameters }, result) => {
      const entry = { id: ids[number] as string, parameters, ...result };
      try {
        if (ledger.add(entry)) count.add(entry);
      } catch (error) {
        problem = error;
        stop();
      }
      request.onProgress(count.progress);
    },
    halt.signal,
  );
  signal.removeEventListener('abort', stop);
  if (problem !== undefined) return { ok: false, failure: recordingFailure(folder, problem) };
  if (!played.ok) return played;
  const entries = ids.flatMap((id) => ledger.get(id) ?? []);
  return ok({ ...count.progress, entries, interrupted: signal.aborted });
}

/** Counts results as they come, and knows the best of them so far. */
class TrialCount {
  readonly #objective: string;
  readonly #trials: number;
  readonly #cached: number;
  #done = 0;
  #failed = 0;
  #best: LedgerEntry | undefined;

  constructor({ objective, trials }: TrialsRequest, ids: readonly string[], ledger: Ledger) {
    this.#objective = objective;
    this.#trials = trials.length;
    const there = ids.flatMap((id) => ledger.get(id) ?? []);
    this.#cached = there.length;
    for (const entry of there) this.add(entry);
  }

  add(entry: LedgerEntry): void {
    if (entry.status === 'done') this.#done++;
    else this.#failed++;
    const value = objectiveOf(entry, this.#objective);
    const than = this.#best === undefined ? undefined : objectiveOf(this.#best, this.#objective);
    if (value !== undefined && (than === undefined || value > than)) this.#best = entry;
  }

  get progress(): TrialProgress {
    return {
      trials: this.#trials,
      done: this.#done,
      failed: this.#failed,
      cached: this.#cached,
      best: this.#best,
    };
  }
}
