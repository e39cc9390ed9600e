import type { Ticker } from '../base/epoch-ms.ts';
import type { Result } from '../base/result.ts';
import { fail } from '../base/result.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import { loadSymbol, type LoadedBars, type LoadSources } from './load-symbol.ts';
import { validateSymbol, type SymbolValidationResult } from './validate-symbol.ts';
import type { SymbolRequirements } from './requirements.ts';
import type { TradingDay } from '../base/epoch-ms.ts';

/** What someone wants of one symbol, new to the session or already there. */
export interface ProvisionRequest {
  readonly symbol: Ticker;
  readonly requirements: SymbolRequirements;
  /** What the symbol's metadata become once it is in. */
  readonly metadata: SymbolMetadata;
  /** True when the symbol has an adhoc record that becomes a full one. */
  readonly upgrade: boolean;
  /** False when the symbol's bars of today are already streamed in an interval that will do. */
  readonly loadsToday: boolean;
  /** Tells the caller how it went. */
  readonly answer: (result: Result<null>) => void;
}

export interface Provisioned {
  readonly validation: SymbolValidationResult;
  readonly loaded: LoadedBars;
}

export type ProvisioningPhase = 'validating' | 'loading';

interface Pending {
  readonly request: ProvisionRequest;
  phase: ProvisioningPhase;
  outcome: Result<Provisioned> | undefined;
}

/**
 * The one path of every symbol up to its bars being in memory: validate → load history → load queue. Requests that are
 * made together load together; they are handed over together, in the order in which they were made.
 */
export class Provisioner {
  readonly #sources: LoadSources;
  readonly #day: TradingDay;
  #pending: Pending[] = [];
  #settled: (() => void)[] = [];

  constructor(sources: LoadSources, day: TradingDay) {
    this.#sources = sources;
    this.#day = day;
  }

  get busy(): boolean {
    return this.#pending.length > 0;
  }

  /** How far a symbol's request has come; undefined when none is under way. */
  phaseOf(symbol: Ticker): ProvisioningPhase | undefined {
    return this.#pending.find(({ request }) => request.symbol === symbol)?.phase;
  }

  /** Starts to validate and load; nothing of the session changes before `takeSettled`. */
  request(request: ProvisionRequest): void {
    const pending: Pending = { request, phase: 'validating', outcome: undefined };
    this.#pending.push(pending);
    void this.#settle(pending);
  }

  /** Forgets what was asked for a symbol; what is still being read is thrown away when it comes. */
  cancel(symbol: Ticker): boolean {
    const cancelled = this.#pending.filter(({ request }) => request.symbol === symbol);
    this.#pending = this.#pending.filter((pending) => !cancelled.includes(pending));
    const failure = fail('cancelled', `${symbol} was removed before it was loaded`);
    for (const { request } of cancelled) request.answer(failure);
    this.#wakeIfSettled();
    return cancelled.length > 0;
  }

  get allSettled(): boolean {
    return this.#pending.every(({ outcome }) => outcome !== undefined);
  }

  /** Calls `wake` when everything asked for so far has come or failed; at once when it already has. */
  onSettled(wake: () => void): void {
    if (this.allSettled) wake();
    else this.#settled.push(wake);
  }

  takeSettled(): readonly { readonly request: ProvisionRequest; readonly outcome: Result<Provisioned> }[] {
    const taken = this.#pending.splice(0);
    return taken.map(({ request, outcome }) => ({
      request,
      outcome: outcome ?? fail('cancelled', `${request.symbol} was not loaded`),
    }));
  }

  async #settle(pending: Pending): Promise<void> {
    pending.outcome = await this.#provision(pending);
    this.#wakeIfSettled();
  }

  #wakeIfSettled(): void {
    if (this.allSettled) for (const settled of this.#settled.splice(0)) settled();
  }

  async #provision(pending: Pending): Promise<Result<Provisioned>> {
    const { symbol, requirements, metadata, loadsToday } = pending.request;
    try {
      const full = metadata.meets_session_config_requirements;
      const validation = await validateSymbol(this.#sources, symbol, this.#day, requirements, full);
      if (!validation.canProceed)
        return fail(validation.code ?? 'missing_data', validation.reasons[0] ?? symbol);
      pending.phase = 'loading';
      const loaded = await loadSymbol(this.#sources, validation, loadsToday);
      return loaded.ok ? { ok: true, value: { validation, loaded: loaded.value } } : loaded;
    } catch (error) {
      return fail(
        'bad_file',
        `${symbol} could not be loaded: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}
