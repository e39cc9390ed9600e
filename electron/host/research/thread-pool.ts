import { Worker } from 'node:worker_threads';
import type { FromThread, NumberedTrial, ThreadData } from './runner-protocol.ts';
import { failedTrial, type TrialResult } from './trial-result.ts';

/** A trial that plays longer is ended: a strategy that never returns must not hold up the sweep. */
const LONGEST_TRIAL_MS = 10 * 60_000;

/** Memory for a thread's objects, in MB. Beyond it the thread ends, and its trial fails. */
const THREAD_MEMORY_MB = 1_024;

export interface PoolListener {
  begun(trial: NumberedTrial): void;
  played(trial: NumberedTrial, result: TrialResult): void;
}

interface PoolThread {
  readonly worker: Worker;
  trial: NumberedTrial | undefined;
  alarm: NodeJS.Timeout | undefined;
}

/** Plays trials on a fixed number of threads. A thread that ends fails the trial that it played, and is replaced. */
export class ThreadPool {
  readonly #entry: string;
  readonly #data: ThreadData;
  readonly #threads: number;
  readonly #listener: PoolListener;
  readonly #waiting: NumberedTrial[] = [];
  readonly #running = new Set<PoolThread>();

  constructor(entry: string, data: ThreadData, threads: number, listener: PoolListener) {
    this.#entry = entry;
    this.#data = data;
    this.#threads = threads;
    this.#listener = listener;
  }

  play(trials: readonly NumberedTrial[]): void {
    this.#waiting.push(...trials);
    while (this.#running.size < this.#threads && this.#running.size < this.#waiting.length) this.#start();
    for (const thread of this.#running) if (thread.trial === undefined) this.#next(thread);
  }

  #start(): void {
    const worker = new Worker(this.#entry, {
      workerData: this.#data,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
    });
    const thread: PoolThread = { worker, trial: undefined, alarm: undefined };
    this.#running.add(thread);
    worker.on('message', ({ result }: FromThread) => {
      this.#settle(thread, result);
      this.#next(thread);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => this.#lose(thread, reasonOf(error)));
    worker.on('exit', (code) => this.#lose(thread, `Its thread ended with code ${code}.`));
  }

  #next(thread: PoolThread): void {
    const trial = this.#waiting.shift();
    if (trial === undefined) return;
    thread.trial = trial;
    thread.alarm = setTimeout(() => this.#end(thread), LONGEST_TRIAL_MS);
    this.#listener.begun(trial);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    thread.worker.postMessage(trial);
  }

  #settle(thread: PoolThread, result: TrialResult): void {
    clearTimeout(thread.alarm);
    const { trial } = thread;
    thread.trial = undefined;
    if (trial !== undefined) this.#listener.played(trial, result);
  }

  #end(thread: PoolThread): void {
    this.#lose(thread, `It played for more than ${LONGEST_TRIAL_MS / 60_000} minutes.`);
    void thread.worker.terminate();
  }

  #lose(thread: PoolThread, reason: string): void {
    if (!this.#running.delete(thread)) return;
    this.#settle(thread, failedTrial(reason));
    if (this.#waiting.length > 0) this.play([]);
  }
}

const reasonOf = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `It needed more than ${THREAD_MEMORY_MB} MB of memory.`
    : `Its thread ended: ${message}`;
