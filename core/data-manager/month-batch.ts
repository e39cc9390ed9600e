import { asEpochMs, type Ticker } from '../base/epoch-ms.ts';
import type { BaseInterval } from '../base/interval.ts';
import { ok, type Failure, type Result } from '../base/result.ts';
import { BarColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import { storageMonthRange } from '../time-manager/storage-month.ts';
import type { InstantRange, WritableBarStore, WriteReport } from './bar-store.ts';
import { splitByMonth } from './exchange-days.ts';
import { monthFileName, symbolFolder } from './layout.ts';
import { mergeBars } from './merge-bars.ts';
import type { BarOrigin } from './month-writer.ts';

/** The future content of one month of a symbol: the stored bars, and the new ones. */
interface Gathered {
  /** The file of the store that will hold it. */
  readonly path: string;
  readonly symbol: Ticker;
  readonly interval: BaseInterval;
  readonly origin: BarOrigin;
  /** The stored bars merged with the new ones. */
  merged: ReadonlyBarColumns;
  /** The new bars alone. */
  incoming: ReadonlyBarColumns;
}

/** Why months were not written, by their files in the store. */
export type FailedMonths = ReadonlyMap<string, Failure>;

/** Most rows held before they are written, including those of the store: 48 bytes each. */
const ROWS_HELD = 2_000_000;

/**
 * A store in front of a store: collects writes of single months and writes each month once, when `flush` is called or
 * many rows have accumulated. A month that comes in twenty files is then encoded and flushed to the disk once, not
 * twenty times.
 *
 * A write returns the same result as a direct one; it is in the store once `onFlushed` was called without its file
 * among the failed ones. Writes that cannot be collected go to the store directly: bars of several months, and months
 * of damaged files, of other tools or of generated bars.
 */
export class MonthBatch implements WritableBarStore {
  readonly location: string;
  readonly symbols: WritableBarStore['symbols'];
  readonly availability: WritableBarStore['availability'];
  readonly getBars: WritableBarStore['getBars'];
  readonly #store: WritableBarStore;
  readonly #onFlushed: (failed: FailedMonths) => void;
  #months = new Map<string, Gathered>();
  #rows = 0;

  constructor(store: WritableBarStore, onFlushed: (failed: FailedMonths) => void) {
    this.location = store.location;
    this.symbols = () => store.symbols();
    this.availability = (symbol) => store.availability(symbol);
    this.getBars = (symbol, interval, range) => store.getBars(symbol, interval, range);
    this.#store = store;
    this.#onFlushed = onFlushed;
  }

  /** True when every acknowledged write is in the store. */
  get isEmpty(): boolean {
    return this.#months.size === 0;
  }

  async writeBars(
    symbol: Ticker,
    interval: BaseInterval,
    bars: ReadonlyBarColumns,
    origin: BarOrigin,
  ): Promise<Result<WriteReport>> {
    const month = await this.#monthOf(symbol, interval, bars, origin);
    if (month === undefined) {
      const flushed = await this.flush();
      return flushed.ok ? this.#store.writeBars(symbol, interval, bars, origin) : flushed;
    }
    const { bars: merged, added, replaced, unchanged, kept } = mergeBars(month.merged, bars);
    this.#rows += merged.length - month.merged.length + bars.length;
    month.merged = merged;
    month.incoming = mergeBars(month.incoming, bars).bars;
    const files = added + replaced > 0 ? [month.path] : [];
    const counts = { unchanged, replaced, kept, discardedSynthetic: 0 };
    const full = this.#rows > ROWS_HELD ? await this.flush() : ok(undefined);
    return full.ok ? ok({ written: added + replaced, ...counts, files, setAside: [] }) : full;
  }

  /**
   * Writes the collected months, each separately. Fails with the first failure of the store; the failed month is
   * discarded.
   */
  async flush(): Promise<Result<void>> {
    const months = [...this.#months.values()];
    if (months.length === 0) return ok(undefined);
    this.#months = new Map();
    this.#rows = 0;
    const failed = new Map<string, Failure>();
    for (const { path, symbol, interval, incoming, origin } of months) {
      const written = await this.#store.writeBars(symbol, interval, incoming, origin);
      if (!written.ok) failed.set(path, written.failure);
    }
    this.#onFlushed(failed);
    const [first] = failed.values();
    return first === undefined ? ok(undefined) : { ok: false, failure: first };
  }

  /** The month of the bars, opened for collecting; undefined when they cannot be collected. */
  async #monthOf(
    symbol: Ticker,
    interval: BaseInterval,
    bars: ReadonlyBarColumns,
    origin: BarOrigin,
  ): Promise<Gathered | undefined> {
    const [only, ...more] = splitByMonth(bars);
    if (only === undefined || more.length > 0 || interval === '1d') return undefined;
    const { month } = only;
    const key = `${symbol} ${interval} ${month}`;
    const open = this.#months.get(key);
    if (open !== undefined)
      return open.origin.source === origin.source && open.origin.adjusted === origin.adjusted
        ? open
        : undefined;
    const standing = await this.#store.getBars(symbol, interval, monthRange(month));
    if (!standing.ok || standing.value.synthetic || standing.value.findings.length > 0) return undefined;
    const { bars: merged } = standing.value;
    const path = `${symbolFolder(this.location, interval, symbol)}/${monthFileName(month)}`;
    const gathered = { path, symbol, interval, origin, merged, incoming: new BarColumns() };
    this.#months.set(key, gathered);
    this.#rows += merged.length;
    return gathered;
  }
}

/** The instants of the store's month `2025-07`. */
function monthRange(month: string): InstantRange {
  const { from, to } = storageMonthRange(month);
  return { from: asEpochMs(from), to: asEpochMs(to) };
}
