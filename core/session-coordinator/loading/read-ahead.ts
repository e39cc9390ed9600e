import type { Ticker, TradingDay } from '../../base/epoch-ms.ts';
import { loadSymbol, type LoadedBars, type LoadSources, type ProvisionRequest } from './load-symbol.ts';
import { validateSymbol, type SymbolValidationResult } from './validate-symbol.ts';

/** Read at the same time. */
const CONCURRENCY = 16;

/** Bars held for the next day, at most: 48 bytes each. Symbols beyond it are read when the day begins. */
const MAX_BARS = 1_000_000;

type Wanted = Pick<ProvisionRequest, 'symbol' | 'requirements' | 'scope'>;

interface Read {
  readonly validation: SymbolValidationResult;
  readonly loaded: LoadedBars;
}

/**
 * The bars that the next day of a run begins with, read while the present day plays. Only a head start: they are used
 * if the store still has the same data, so that no result depends on when reading ended.
 */
export class ReadAhead {
  readonly #sources: LoadSources;
  readonly #day: TradingDay;
  readonly #shouldContinue: () => boolean;
  readonly #wanted: Wanted[];
  readonly #maxBars: number;
  readonly #reads = new Map<Ticker, { readonly wanted: Wanted; readonly read: Promise<Read | undefined> }>();
  #bars = 0;

  /** Starts to read immediately; `goesOn` is called before each symbol. */
  constructor(
    sources: LoadSources,
    day: TradingDay,
    wanted: readonly Wanted[],
    shouldContinue: () => boolean,
    {
      concurrency = CONCURRENCY,
      maxBars = MAX_BARS,
    }: { readonly concurrency?: number; readonly maxBars?: number } = {},
  ) {
    this.#sources = sources;
    this.#day = day;
    this.#shouldContinue = shouldContinue;
    this.#wanted = [...wanted];
    this.#maxBars = maxBars;
    for (let reader = 0; reader < concurrency; reader++) void this.#readRest();
  }

  /**
   * The data read for a request, once; undefined if there is none, or for another request, or after a change of the
   * store.
   */
  async take(request: Wanted, now: SymbolValidationResult): Promise<LoadedBars | undefined> {
    const { symbol } = request;
    const known = this.#reads.get(symbol);
    this.#reads.delete(symbol);
    if (known === undefined || !sameScope(known.wanted, request)) return undefined;
    const read = await known.read;
    const isCurrent = now.version !== undefined && read?.validation.version === now.version;
    return isCurrent ? read?.loaded : undefined;
  }

  /** Reads no more and discards unused data. */
  end(): void {
    this.#wanted.length = 0;
    this.#reads.clear();
  }

  async #readRest(): Promise<void> {
    while (this.#shouldContinue() && this.#bars < this.#maxBars) {
      const wanted = this.#wanted.shift();
      if (wanted === undefined) return;
      // An error here occurs again when the day begins, and is reported then.
      const read = this.#read(wanted).catch(() => undefined);
      this.#reads.set(wanted.symbol, { wanted, read });
      await read;
    }
  }

  async #read({ symbol, requirements, scope }: Wanted): Promise<Read | undefined> {
    const validation = await validateSymbol(this.#sources, symbol, this.#day, requirements, true);
    if (!validation.canProceed) return undefined;
    const loaded = await loadSymbol(this.#sources, validation, scope);
    if (!loaded.ok) return undefined;
    this.#bars += barsOf(loaded.value);
    return { validation, loaded: loaded.value };
  }
}

const sameScope = (a: Wanted, b: Wanted): boolean =>
  JSON.stringify([a.requirements, a.scope]) === JSON.stringify([b.requirements, b.scope]);

function barsOf({ today, weekSoFar, histories }: LoadedBars): number {
  const series = Object.values(histories).flatMap((each) =>
    [...each.values()].map(({ bars }) => bars.length),
  );
  return [today?.length ?? 0, weekSoFar?.length ?? 0, ...series].reduce((sum, bars) => sum + bars, 0);
}
