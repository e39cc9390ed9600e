import { Worker } from 'node:worker_threads';
import { fail, type Result } from '../../../../core/base/result.ts';
import type { Answer, AnswerMessage, AskMessage, Question, ReadingData } from './question.ts';

interface Waiting {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
}

/**
 * One reading thread and its pending questions. The first question starts it. When the thread ends, for any reason, its
 * pending questions fail, and the next question starts another thread. Keeps the process alive only while a caller
 * waits.
 */
export class ReadingThread {
  readonly #entry: string;
  readonly #data: ReadingData;
  readonly #memoryMb: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #asked = 0;

  /** `memoryMb` limits its objects; bars are not among them. Beyond it the thread ends, not the program. */
  constructor(entry: string, data: ReadingData, memoryMb: number) {
    this.#entry = entry;
    this.#data = data;
    this.#memoryMb = memoryMb;
  }

  ask(question: Question): Promise<Answer> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#asked;
    if (this.#waiting.size === 0) worker.ref();
    return new Promise((resolve) => {
      this.#waiting.set(id, { question, resolve });
      const message: AskMessage = { id, question };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(message);
    });
  }

  /** Ends the thread; its pending questions fail. */
  stop(): void {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#lose(worker, 'reading was ended');
    void worker.terminate();
  }

  #start(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: this.#memoryMb };
    const worker = new Worker(this.#entry, { workerData: this.#data, resourceLimits });
    worker.on('message', ({ id, answer }: AnswerMessage) => this.#settle(worker, id, answer));
    worker.on('error', (error) => {
      this.#lose(worker, error instanceof Error ? error.message : String(error));
      void worker.terminate();
    });
    worker.on('exit', (code) => this.#lose(worker, `it ended with code ${code}`));
    return worker;
  }

  #settle(worker: Worker, id: number, answer: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) worker.unref();
    waiting?.resolve(answer);
  }

  #lose(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { question, resolve } of lost) resolve(lostQuestion(question, reason));
  }
}

const lostQuestion = ({ symbol }: Question, reason: string): Result<never> =>
  fail(
    'unreachable',
    `The thread that read the bars of ${symbol} is gone: ${reason}.`,
    'Try again; what is stored is not affected.',
  );
