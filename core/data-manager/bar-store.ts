import type { BaseInterval } from '../base/interval.ts';
import type { EpochMs, Ticker, TradingDay } from '../base/epoch-ms.ts';
import type { Failure, Result } from '../base/result.ts';
import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { CorporateAction } from '../model/corporate-action.ts';
import type { InstrumentTable } from '../model/instrument.ts';
import type { Finding } from '../model/finding.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';

/** `[from, to)` in UTC, by the bars' `openMs`. */
export interface InstantRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The stored bars of one symbol in one interval. */
export interface IntervalAvailability {
  readonly interval: BaseInterval;
  readonly firstDay: TradingDay;
  readonly lastDay: TradingDay;
  /** Exchange days with at least one bar, ascending. */
  readonly days: readonly TradingDay[];
  readonly bars: number;
  /** Trading days between first and last without any bar. */
  readonly missingDays: readonly TradingDay[];
  /** The sources of the bars, from the files' metadata; `synthetic` for generated ones. */
  readonly sources: readonly string[];
}

export interface SymbolAvailability {
  readonly symbol: Ticker;
  readonly intervals: readonly IntervalAvailability[];
  /** True when any bar of the symbol was generated. */
  readonly synthetic: boolean;
  /** True when any bar of the symbol was adjusted for splits or dividends before it was stored. */
  readonly adjusted?: boolean;
  /** Splits, dividends and other actions, in the order in which they take effect; absent where the store has none. */
  readonly actions?: readonly CorporateAction[];
  /** The contents of the store's `instruments.json`; absent where there is none. */
  readonly instruments?: InstrumentTable;
  /** Differs whenever any of the files differs; absent where the store cannot report it. */
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
  /** Identical bars that were already stored. */
  readonly unchanged: number;
  /** Bars that replaced one with other values at the same time: the newer write wins. */
  readonly replaced: number;
  /** Existing bars of the changed months, without a counterpart among the new ones. */
  readonly kept: number;
  /** Generated bars that were removed: a month never mixes them with real ones. */
  readonly discardedSynthetic: number;
  /** Files that changed. */
  readonly files: readonly string[];
  /** The new paths of unreadable files that were in the way. */
  readonly setAside: readonly string[];
}

/** Reads and writes the bar store. Nothing else opens a Parquet file of it. */
export interface BarStore {
  /** Its location, for messages. */
  readonly location: string;
  /** Fails when the store cannot be read; a store that does not exist yet has none. */
  symbols(): Promise<Result<readonly StoredSymbol[]>>;
  /** Undefined for an unknown symbol. Fails when the store cannot be read. */
  availability(symbol: Ticker): Promise<Result<SymbolAvailability | undefined>>;
  /**
   * Ascending and unique by `openMs`; empty without bars. Fails on a damaged or unreadable file. The caller owns the
   * columns: a store that keeps any returns copies.
   */
  getBars(symbol: Ticker, interval: BaseInterval, range: InstantRange): Promise<Result<BarsWithOrigin>>;
  /**
   * The same store as another exchange group sees it: its days are that calendar's labels, and daily bars are keyed at
   * its opens. Absent where a store has no days of its own.
   */
  under?(calendar: MarketCalendar): BarStore;
}

/** The store's write interface, for importers and the sample generator. */
export interface WritableBarStore extends BarStore {
  under?(calendar: MarketCalendar): WritableBarStore;
  /** Why nothing can be written here; absent where it can. */
  readonly readOnly?: Failure;
  /** Merges bars (ascending, unique) into the store's months; a newer write wins over existing values. */
  writeBars(
    symbol: Ticker,
    interval: BaseInterval,
    bars: ReadonlyBarColumns,
    origin: { readonly source: string; readonly adjusted: boolean },
  ): Promise<Result<WriteReport>>;
}
