import type { BaseInterval } from '../base/interval.ts';
import type { EpochMs, Ticker, TradingDay } from '../base/epoch-ms.ts';
import type { Failure, Result } from '../base/result.ts';
import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { CorporateAction } from '../model/corporate-action.ts';
import type { InstrumentTable } from '../model/instrument.ts';
import type { Finding } from '../model/finding.ts';

/** `[from, to)` in UTC, by the bars' `openMs`. */
export interface InstantRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What the store holds of one symbol in one interval. */
export interface IntervalAvailability {
  readonly interval: BaseInterval;
  readonly firstDay: TradingDay;
  readonly lastDay: TradingDay;
  /** Exchange days with at least one bar, ascending. */
  readonly days: readonly TradingDay[];
  readonly bars: number;
  /** Trading days between first and last without any bar. */
  readonly missingDays: readonly TradingDay[];
  /** Who the bars came from, as the files' metadata says; `synthetic` for generated ones. */
  readonly sources: readonly string[];
}

export interface SymbolAvailability {
  readonly symbol: Ticker;
  readonly intervals: readonly IntervalAvailability[];
  /** True when any bar of the symbol was generated. */
  readonly synthetic: boolean;
  /** True when any bar of the symbol was adjusted for splits or dividends before it was stored. */
  readonly adjusted?: boolean;
  /** Splits, dividends and the like, in the order in which they take effect; absent where the store has none. */
  readonly actions?: readonly CorporateAction[];
  /** What the store's `instruments.json` says; absent where there is none. */
  readonly instruments?: InstrumentTable;
  /** Another one whenever any of the files is another; absent where the store cannot say. */
  readonly version?: string;
  /** Files that exist but cannot be read, with the reason; they were set aside. */
  readonly damaged: readonly { readonly path: string; readonly reason: string }[];
}

/** One line of the list of symbols, cheap enough for an add box over thousands of them. */
export interface StoredSymbol {
  readonly symbol: Ticker;
  readonly intervals: readonly BaseInterval[];
  /** First and last exchange month that has a file, `2025-07`. */
  readonly firstMonth: string;
  readonly lastMonth: string;
}

export interface BarsWithOrigin {
  readonly bars: ReadonlyBarColumns;
  readonly findings: readonly Finding[];
  readonly synthetic: boolean;
}

export interface WriteReport {
  /** Bars that are new or have new values. */
  readonly written: number;
  /** Bars already there and identical. */
  readonly unchanged: number;
  /** Bars that replaced one with other values at the same time: the newer write wins. */
  readonly replaced: number;
  /** Bars that stood in the months written to, at times of which nothing new came. */
  readonly kept: number;
  /** Generated bars that made room: a month never mixes them with real ones. */
  readonly discardedSynthetic: number;
  /** Files that changed. */
  readonly files: readonly string[];
  /** Where files were moved to that stood in the way and could not be read. */
  readonly setAside: readonly string[];
}

/** Reads and writes the bar store. Nothing else opens a Parquet file of it. */
export interface BarStore {
  /** Where it is, for messages. */
  readonly location: string;
  /** Fails where the store cannot be looked into; one that does not exist yet has none. */
  symbols(): Promise<Result<readonly StoredSymbol[]>>;
  /** Undefined when the store has never heard of the symbol. Fails where the store cannot be looked into. */
  availability(symbol: Ticker): Promise<Result<SymbolAvailability | undefined>>;
  /**
   * Ascending and unique by `openMs`; empty where there is nothing. Fails on a damaged or unreadable file. The columns
   * are the caller's: a store that keeps any gives out copies.
   */
  getBars(symbol: Ticker, interval: BaseInterval, range: InstantRange): Promise<Result<BarsWithOrigin>>;
}

/** The store's writing face, for importers and the sample generator. */
export interface WritableBarStore extends BarStore {
  /** Why nothing can be written here; absent where it can. */
  readonly readOnly?: Failure;
  /** Merges bars (ascending, unique) into the store's months; a newer write wins over what stood there. */
  writeBars(
    symbol: Ticker,
    interval: BaseInterval,
    bars: ReadonlyBarColumns,
    origin: { readonly source: string; readonly adjusted: boolean },
  ): Promise<Result<WriteReport>>;
}
