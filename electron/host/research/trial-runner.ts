import { fork, type ChildProcess } from 'node:child_process';
import type { Failure, Result } from '../../../core/base/result.ts';
import type { FromRunner, NumberedTrial, StorePlace, ToRunner } from './runner-protocol.ts';
import { failedTrial, type TrialResult } from './trial-result.ts';
import type { TrialRequest, TrialSetup } from './trial-setup.ts';

export interface RunnerOptions {
  /** The runner's bundle. */
  readonly entry: string;
  readonly setup: TrialSetup;
  readonly place: StorePlace;
  readonly threads: number;
  readonly probe: TrialRequest;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RunnerData {
  /** SHA-256 of the bars that the trials see. */
  readonly fingerprint: string;
  readonly bars: number;
}

/** Trials that the process is sent at a time: enough that no thread waits, few enough that little is in flight. */
const AHEAD_PER_THREAD = 4;

/**
 * Plays trials in a process of its own. When that process dies, the trials in flight are played again one at a time;
 * the one that ends the process again fails with that as its reason, and the others continue.
 */
export class TrialRunner {
  readonly #options: RunnerOptions;
  #child: ChildProcess | undefined;
  #suspects = new Set<number>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Starts the process and loads the bars. Fails where the config cannot be played. */
  async start(): Promise<Result<RunnerData>> {
    const { setup, place, threads, probe } = this.#options;
    const child = this.#fork();
    this.#child = child;
    const answer = await answerOf(child, { kind: 'start', setup, place, threads, probe });
    if (answer.ok) return answer;
    this.stop();
    return answer;
  }

  /** Plays all trials; resolves when each has a result, or when `signal` is aborted. Results come in any order. */
  async play(
    trials: readonly NumberedTrial[],
    onResult: (trial: NumberedTrial, result: TrialResult) => void,
    signal: AbortSignal,
  ): Promise<Result<null>> {
    const left = new Map(trials.map((trial) => [trial.number, trial]));
    const settle = (number: number, result: TrialResult): void => {
      const trial = left.get(number);
      if (!left.delete(number) || trial === undefined) return;
      this.#suspects.delete(number);
      onResult(trial, result);
    };
    while (left.size > 0 && !signal.aborted) {
      if (this.#child === undefined) {
        const started = await this.start();
        if (!started.ok) return started;
      }
      const inFlight = await this.#playUntilDeath(left, settle, signal);
      for (const number of inFlight.numbers) {
        if (this.#suspects.has(number)) settle(number, failedTrial(inFlight.reason));
        else this.#suspects.add(number);
      }
    }
    return { ok: true, value: null };
  }

  /** Ends the process at once; a trial in flight is lost and can be played again. */
  stop(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  /**
   * Plays the remaining trials; resolves with nothing in flight when all are done, else with the trials that died with
   * the process.
   */
  #playUntilDeath(
    left: ReadonlyMap<number, NumberedTrial>,
    settle: (number: number, result: TrialResult) => void,
    signal: AbortSignal,
  ): Promise<{ readonly numbers: readonly number[]; readonly reason: string }> {
    const child = this.#child as ChildProcess;
    const begun = new Set<number>();
    // Suspects are played alone, so that the guilty one is known if the process dies again.
    const alone = [...left.keys()].filter((number) => this.#suspects.has(number));
    const queue = alone.length > 0 ? alone : [...left.keys()];
    const limit = alone.length > 0 ? 1 : this.#options.threads * AHEAD_PER_THREAD;
    let sent = 0;
    let open = 0;
    const send = (): void => {
      const next = queue.slice(sent, sent + limit - open).flatMap((number) => left.get(number) ?? []);
      sent += next.length;
      open += next.length;
      if (next.length > 0) child.send({ kind: 'play', trials: next } satisfies ToRunner);
    };
    return new Promise((resolve) => {
      const finish = (numbers: readonly number[], reason: string): void => {
        signal.removeEventListener('abort', abort);
        child.removeAllListeners();
        resolve({ numbers, reason });
      };
      const abort = (): void => {
        finish([], '');
        this.stop();
      };
      signal.addEventListener('abort', abort, { once: true });
      child.on('message', (message: FromRunner) => {
        if (message.kind === 'begun') begun.add(message.number);
        if (message.kind !== 'played') return;
        begun.delete(message.number);
        open--;
        settle(message.number, message.result);
        if (open === 0 && sent === queue.length) finish([], '');
        else send();
      });
      child.on('exit', (code, by) => {
        this.#child = undefined;
        const how = by === null ? `code ${code}` : `signal ${by}`;
        finish([...begun], `It ended the process that played it (${how}).`);
      });
      send();
    });
  }

  #fork(): ChildProcess {
    return fork(this.#options.entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: this.#options.env,
      execArgv: [],
    });
  }
}

function answerOf(child: ChildProcess, message: ToRunner): Promise<Result<RunnerData>> {
  return new Promise((resolve) => {
    const answer = (result: Result<RunnerData>): void => {
      child.removeAllListeners();
      resolve(result);
    };
    const refuse = (failure: Failure): void => answer({ ok: false, failure });
    child.on('message', (told: FromRunner) => {
      if (told.kind === 'ready') answer({ ok: true, value: told });
      else if (told.kind === 'refused') refuse(told.failure);
    });
    child.on('error', ({ message: reason }) =>
      refuse({ code: 'engine_gone', message: `The process that plays trials does not start: ${reason}` }),
    );
    child.on('exit', (code, by) =>
      refuse({
        code: 'engine_gone',
        message: `The process that plays trials ended (${by ?? `code ${code}`}).`,
      }),
    );
    child.send(message);
  });
}
