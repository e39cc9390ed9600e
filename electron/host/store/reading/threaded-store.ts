import os from 'node:os';
import type { Failure, Result } from '../../../../core/base/result.ts';
import type {
  BarsWithOrigin,
  SymbolAvailability,
  WritableBarStore,
} from '../../../../core/data-manager/bar-store.ts';
import type { MarketCalendar } from '../../../../core/time-manager/market-calendar.ts';
import { ReadingThread } from './reading-thread.ts';
import { unpackBars, type Answer, type PackedBars, type Question, type ReadingData } from './question.ts';

/** Threads that read one store: a core is left to the session, and more than these wait for the disk. */
const MOST_THREADS = 4;

/** Number of simultaneous questions that justify starting threads; fewer are answered before a thread has started. */
const WORTH_THREADS = 8;

const MEMORY_MB = 256;

export interface ThreadedStoreOptions extends ReadingData {
  /** The bundle that a thread runs. */
  readonly entry: string;
  /** Ends the threads. */
  readonly signal?: AbortSignal;
  readonly threads?: number;
  readonly worthThreads?: number;
  readonly memoryMb?: number;
}

/**
 * A store in a folder whose files are read and decoded outside this thread, when many are requested together. All
 * questions about a symbol go to one thread, which keeps the footers of its files. Writing stays here.
 */
export function readInThreads(store: WritableBarStore, options: ThreadedStoreOptions): WritableBarStore {
  return new ThreadedStore(store, options);
}

class ThreadedStore implements WritableBarStore {
  readonly location: string;
  readonly readOnly?: Failure;
  readonly #store: WritableBarStore;
  readonly #options: ThreadedStoreOptions;
  /** The store under other groups' calendars, by group. */
  readonly #others = new Map<string, WritableBarStore>();
  readonly #threads: readonly ReadingThread[];
  readonly #worth: number;
  #under = 0;
  #started = false;

  constructor(store: WritableBarStore, options: ThreadedStoreOptions) {
    const {
      entry,
      signal,
      threads = Math.min(MOST_THREADS, Math.max(1, os.cpus().length - 1)),
      worthThreads = WORTH_THREADS,
      memoryMb = MEMORY_MB,
      ...data
    } = options;
    this.#options = options;
    this.location = store.location;
    if (store.readOnly !== undefined) this.readOnly = store.readOnly;
    this.#store = store;
    this.#threads = Array.from({ length: threads }, () => new ReadingThread(entry, data, memoryMb));
    this.#worth = worthThreads;
    signal?.addEventListener('abort', () => {
      for (const thread of this.#threads) thread.stop();
    });
  }

  under(calendar: MarketCalendar): WritableBarStore {
    const { exchangeGroup } = calendar;
    if (exchangeGroup === this.#options.exchangeGroup) return this;
    let other = this.#others.get(exchangeGroup);
    if (other === undefined) {
      const store = this.#store.under?.(calendar);
      other = store === undefined ? this : new ThreadedStore(store, { ...this.#options, exchangeGroup });
      this.#others.set(exchangeGroup, other);
    }
    return other;
  }

  symbols: WritableBarStore['symbols'] = () => this.#store.symbols();

  writeBars: WritableBarStore['writeBars'] = (...words) => this.#store.writeBars(...words);

  availability: WritableBarStore['availability'] = (symbol) =>
    this.#counted(() => {
      const thread = this.#threadOf(symbol);
      if (thread === undefined) return this.#store.availability(symbol);
      return thread.ask({ kind: 'availability', symbol }) as Promise<Result<SymbolAvailability | undefined>>;
    });

  getBars: WritableBarStore['getBars'] = (symbol, interval, range) =>
    this.#counted(async () => {
      const thread = this.#threadOf(symbol);
      if (thread === undefined) return this.#store.getBars(symbol, interval, range);
      return barsOf(await thread.ask({ kind: 'bars', symbol, interval, ...range }));
    });

  async #counted<T>(job: () => Promise<T>): Promise<T> {
    this.#under++;
    try {
      return await job();
    } finally {
      this.#under--;
    }
  }

  #threadOf(symbol: Question['symbol']): ReadingThread | undefined {
    this.#started ||= this.#under >= this.#worth;
    return this.#started ? this.#threads[numberOf(symbol) % this.#threads.length] : undefined;
  }
}

function barsOf(answer: Answer): Result<BarsWithOrigin> {
  return answer.ok ? { ok: true, value: unpackBars(answer.value as PackedBars) } : answer;
}

/** Equal for equal symbols, and spread over symbols with similar names. */
function numberOf(symbol: string): number {
  let number = 0;
  for (let at = 0; at < symbol.length; at++) number = (number * 31 + symbol.charCodeAt(at)) >>> 0;
  return number;
}
