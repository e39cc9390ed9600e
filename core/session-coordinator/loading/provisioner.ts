import type { Ticker, TradingDay } from '../../base/epoch-ms.ts';
import { InvariantError } from '../../base/invariant.ts';
import { fail, type Failure, type Result } from '../../base/result.ts';
import type { BarStore } from '../../data-manager/bar-store.ts';
import { loadSymbol, type LoadedBars, type LoadSources, type ProvisionRequest } from './load-symbol.ts';
import type { ReadAhead } from './read-ahead.ts';
import { validateSymbol, type SymbolValidationResult } from './validate-symbol.ts';

export interface Provisioned {
  readonly validation: SymbolValidationResult;
  readonly loaded: LoadedBars;
}

interface Pending {
  readonly request: ProvisionRequest;
  outcome: Result<Provisioned> | undefined;
  /** A bug of ours; it ends the session. */
  broken: unknown;
}

export interface SettledRequest {
  readonly request: ProvisionRequest;
  readonly outcome: Result<Provisioned>;
}

/** The store threw: an expected failure of the symbol, unlike an error of ours. */
class StoreFault extends Error {
  override readonly name = 'StoreFault';
}

/**
 * The one path of every symbol until its bars are in memory: validate → load history → load queue. Requests that are
 * made together load together; they are handed over together, in the order in which they were made.
 */
export class Provisioner {
  readonly #sources: LoadSources;
  readonly #day: TradingDay;
  readonly #ahead: ReadAhead | undefined;
  #pending: Pending[] = [];
  #settled: (() => void)[] = [];

  /** `ahead` is the data read for the day while the one before played. */
  constructor(sources: LoadSources, day: TradingDay, ahead?: ReadAhead) {
    this.#sources = { ...sources, store: withStoreFaults(sources.store) };
    this.#day = day;
    this.#ahead = ahead;
  }

  get busy(): boolean {
    return this.#pending.length > 0;
  }

  /** True when everything that the config requires of a symbol is being loaded. */
  fullUnderWay(symbol: Ticker): boolean {
    return this.#pending.some(({ request }) => request.symbol === symbol && request.full);
  }

  /** Starts to validate and load; nothing of the session changes before `takeSettled`. */
  request(request: ProvisionRequest): void {
    const pending: Pending = { request, outcome: undefined, broken: undefined };
    this.#pending.push(pending);
    void this.#settle(pending);
  }

  /** Cancels a symbol's requests; data still being read is discarded when it comes. */
  cancel(symbol: Ticker): void {
    this.#drop((pending) => pending.request.symbol === symbol, 'was removed before it was loaded');
  }

  /** Cancels all requests: the day is over. */
  abandon(): void {
    this.#drop(() => true, 'was not loaded before the session ended');
  }

  /** The day has begun: unused read-ahead data for it is discarded. */
  endReadAhead(): void {
    this.#ahead?.end();
  }

  get allSettled(): boolean {
    return this.#pending.every(({ outcome, broken }) => outcome !== undefined || broken !== undefined);
  }

  /** Calls `wake` when every request so far has been loaded or has failed; immediately when that is already true. */
  onSettled(wake: () => void): void {
    if (this.allSettled) wake();
    else this.#settled.push(wake);
  }

  takeSettled(): readonly SettledRequest[] {
    const taken = this.#pending.splice(0);
    return taken.map(({ request, outcome, broken }) => {
      if (broken !== undefined) throw broken;
      return { request, outcome: outcome ?? fail('cancelled', `${request.symbol} was not loaded`) };
    });
  }

  #drop(matches: (pending: Pending) => boolean, why: string): void {
    const dropped = this.#pending.filter(matches);
    this.#pending = this.#pending.filter((pending) => !dropped.includes(pending));
    for (const { request } of dropped) request.answer(fail('cancelled', `${request.symbol} ${why}`));
    this.#wakeIfSettled();
  }

  async #settle(pending: Pending): Promise<void> {
    try {
      pending.outcome = await this.#provision(pending);
    } catch (error) {
      if (error instanceof StoreFault) pending.outcome = { ok: false, failure: faultOf(pending, error) };
      else pending.broken = error;
    }
    this.#wakeIfSettled();
  }

  #wakeIfSettled(): void {
    if (this.allSettled) for (const settled of this.#settled.splice(0)) settled();
  }

  async #provision(pending: Pending): Promise<Result<Provisioned>> {
    const { symbol, requirements, full, scope } = pending.request;
    const validation = await validateSymbol(this.#sources, symbol, this.#day, requirements, full);
    if (!validation.canProceed) {
      return fail(validation.code ?? 'missing_data', validation.reasons[0] ?? symbol);
    }
    pending.request.startsLoading();
    const ahead = await this.#ahead?.take(pending.request, validation);
    if (ahead !== undefined) return { ok: true, value: { validation, loaded: ahead } };
    const loaded = await loadSymbol(this.#sources, validation, scope);
    return loaded.ok ? { ok: true, value: { validation, loaded: loaded.value } } : loaded;
  }
}

const faultOf = ({ request }: Pending, { message }: StoreFault): Failure => ({
  code: 'bad_file',
  message: `${request.symbol} could not be loaded: ${message}`,
});

/** The store, with its exceptions marked as its own. */
const withStoreFaults = (store: BarStore): BarStore => ({
  location: store.location,
  symbols: () => told(() => store.symbols()),
  availability: (symbol) => told(() => store.availability(symbol)),
  getBars: (symbol, interval, range) => told(() => store.getBars(symbol, interval, range)),
});

/** A broken invariant stays one: it is a bug of ours, not a bad file. */
async function told<T>(asking: () => Promise<T>): Promise<T> {
  try {
    return await asking();
  } catch (error) {
    if (error instanceof InvariantError) throw error;
    throw new StoreFault(error instanceof Error ? error.message : String(error));
  }
}
