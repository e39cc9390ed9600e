import { createHash } from 'node:crypto';
import type { Ticker } from '../../../core/base/epoch-ms.ts';
import type { BaseInterval } from '../../../core/base/interval.ts';
import { ok, type Result } from '../../../core/base/result.ts';
import type {
  BarsWithOrigin,
  BarStore,
  InstantRange,
  StoredSymbol,
  SymbolAvailability,
} from '../../../core/data-manager/bar-store.ts';
import { COLUMN_NAMES, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';

/** Bars of one question, in memory that all threads of the process share: six columns, one after another. */
interface SharedBars extends Omit<BarsWithOrigin, 'bars'> {
  readonly length: number;
  readonly columns: SharedArrayBuffer;
}

/**
 * A session's questions to a store, with the answers. It is sent to threads unchanged; the bars are not copied on the
 * way.
 */
export interface StoreSnapshot {
  readonly location: string;
  readonly symbols: readonly StoredSymbol[];
  readonly availability: ReadonlyMap<string, SymbolAvailability | undefined>;
  readonly bars: ReadonlyMap<string, SharedBars>;
}

const questionKey = (symbol: string, interval: string, { from, to }: InstantRange): string =>
  `${symbol} ${interval} ${from} ${to}`;

/** A store that remembers every answer of another one. */
export class RecordingStore implements BarStore {
  readonly location: string;
  readonly #store: BarStore;
  #symbols: readonly StoredSymbol[] = [];
  readonly #availability = new Map<string, SymbolAvailability | undefined>();
  readonly #bars = new Map<string, SharedBars>();

  constructor(store: BarStore) {
    this.#store = store;
    this.location = store.location;
  }

  async symbols(): Promise<Result<readonly StoredSymbol[]>> {
    const answer = await this.#store.symbols();
    if (answer.ok) this.#symbols = answer.value;
    return answer;
  }

  async availability(symbol: Ticker): Promise<Result<SymbolAvailability | undefined>> {
    const answer = await this.#store.availability(symbol);
    if (answer.ok) this.#availability.set(symbol, answer.value);
    return answer;
  }

  async getBars(...question: Parameters<BarStore['getBars']>): Promise<Result<BarsWithOrigin>> {
    const answer = await this.#store.getBars(...question);
    if (answer.ok) this.#bars.set(questionKey(...question), shared(answer.value));
    return answer;
  }

  async snapshot(): Promise<StoreSnapshot> {
    await this.symbols();
    return {
      location: this.location,
      symbols: this.#symbols,
      availability: this.#availability,
      bars: this.#bars,
    };
  }
}

/** A store that answers from a snapshot, and asks `behind` what the snapshot does not have. */
export function snapshotStore(snapshot: StoreSnapshot, behind: BarStore): BarStore {
  return {
    location: snapshot.location,
    symbols: () => Promise.resolve(ok(snapshot.symbols)),
    availability: (symbol) =>
      snapshot.availability.has(symbol)
        ? Promise.resolve(ok(snapshot.availability.get(symbol)))
        : behind.availability(symbol),
    getBars(...question) {
      const found = snapshot.bars.get(questionKey(...question));
      return found === undefined ? behind.getBars(...question) : Promise.resolve(ok(copyOf(found)));
    },
  };
}

/** Each answered question about bars, in code-point order. */
export function* answersOf({ bars }: StoreSnapshot): Generator<{
  readonly symbol: string;
  readonly interval: BaseInterval;
  readonly answer: BarsWithOrigin;
}> {
  for (const [key, found] of [...bars].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [symbol = '', interval] = key.split(' ');
    yield { symbol, interval: interval as BaseInterval, answer: copyOf(found) };
  }
}

/** SHA-256 over all bars of a snapshot, by question in code-point order: equal for equal data on every machine. */
export function fingerprintOf({ bars }: StoreSnapshot): string {
  const hash = createHash('sha256');
  for (const key of [...bars.keys()].sort()) {
    const { columns, length } = bars.get(key) as SharedBars;
    hash.update(`${key} ${length}\n`).update(new Uint8Array(columns));
  }
  return hash.digest('hex');
}

function shared({ bars, findings, synthetic }: BarsWithOrigin): SharedBars {
  const { length } = bars;
  const columns = new SharedArrayBuffer(length * COLUMN_NAMES.length * Float64Array.BYTES_PER_ELEMENT);
  const all = new Float64Array(columns);
  COLUMN_NAMES.forEach((name, at) => all.set(bars[name].subarray(0, length), at * length));
  return { length, columns, findings, synthetic };
}

/** The columns belong to the caller of a store, so each question gets a copy. */
function copyOf({ length, columns, findings, synthetic }: SharedBars): BarsWithOrigin {
  const all = new Float64Array(columns);
  const column = (at: number): Float64Array => all.slice(at * length, (at + 1) * length);
  const bars: ReadonlyBarColumns = {
    length,
    openMs: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
  return { bars, findings, synthetic };
}
