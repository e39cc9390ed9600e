import type { BaseInterval } from '../../base/interval.ts';
import type { ExchangeGroup } from '../../model/exchange-groups.ts';
import type { CsvPlan, DateOrder } from './csv/csv-plan.ts';
import type { ImportSource } from './import-source.ts';
import type { LeanFactors } from './lean/factor-file.ts';
import type { ParquetPlan } from './parquet/parquet-plan.ts';
import type { SampleRows } from './row-sink.ts';

/** Whether a row's time is the bar's open or its close. */
export type Stamp = 'open' | 'close';

/**
 * The certainty of a part of a proposal. `told`: the user specified it. `certain`: the file itself states it. `likely`:
 * the numbers exclude other values, as the evidence shows. `assumed`: nothing excludes others; the value is a default,
 * and one of the proposal's questions asks for it.
 */
export type Certainty = 'told' | 'certain' | 'likely' | 'assumed';

export interface Judged<T> {
  readonly value: T;
  readonly certainty: Certainty;
  /** Sentences, with the numbers. */
  readonly evidence: readonly string[];
}

/** Every row of one symbol, or each row of the symbol that is in it. */
export type SymbolSource = { readonly symbol: string } | { readonly inRows: readonly string[] };

/**
 * The meaning of a source's times before any zone is applied.
 *
 * `instant`: the source states its times' relation to UTC, in its own words (`says`). `clock`: they are the reading of
 * some wall clock, in a zone to be found. `day`: they are days without a time; their midnight in UTC represents them.
 */
export type TimeMeaning =
  | { readonly kind: 'instant'; readonly says: string }
  | { readonly kind: 'clock' }
  | { readonly kind: 'day' };

/**
 * The kind of a file: one of the formats with a reader of their own, or the format from which the text was unpacked or
 * converted.
 */
export type ImportFormat = string;

/** Where lines of text are found: in the file itself, in the one file of a zip, or made from a JSON document. */
export type TextContainer = 'plain' | 'zip' | 'json';

/** Everything needed to read a source's rows without judging it again. */
export type ImportPlan =
  | { readonly kind: 'lines'; readonly container: TextContainer; readonly lines: CsvPlan }
  | { readonly kind: 'parquet'; readonly parquet: ParquetPlan };

/** The symbol of the bars, if the source itself names it. */
export interface SymbolClues {
  readonly fileName: string;
  readonly inRows: ReadonlySet<string>;
  /** Named once for all rows: where, in words, and which. */
  readonly stated?: { readonly where: string; readonly symbol: string };
  /** Named by groups of columns side by side. */
  readonly inColumns?: readonly string[];
}

/** A source whose layout is understood, with rows to judge the rest by; times are as shown, read as UTC. */
export interface SampledTable {
  readonly format: ImportFormat;
  readonly plan: ImportPlan;
  readonly sample: SampleRows;
  readonly meaning: TimeMeaning;
  readonly columns: Judged<readonly ColumnRole[]>;
  /** All columns as the source names them; empty where it names none. */
  readonly names: readonly string[];
  readonly clues: SymbolClues;
  readonly questions: readonly string[];
  readonly notes?: readonly string[];
  /** Facts that a format fixes by its own rules, or states. */
  readonly fixed?: FixedParts;
  /** The vendor whose format it is, by more than the names of columns. */
  readonly vendor?: string;
  /** Daily bars by the date in each row, for any time and offset; absent where rows show no date. */
  daysShown?(): SampleRows;
}

export interface FixedParts {
  readonly zone?: Judged<string>;
  readonly stamp?: Judged<Stamp>;
  readonly interval?: Judged<BaseInterval>;
}

/** How a file would be read, with the reasons. Nothing is written before `runImport` is called with it. */
export interface ImportProposal {
  readonly source: ImportSource;
  readonly format: ImportFormat;
  readonly bytes: number;
  readonly columns: Judged<readonly ColumnRole[]>;
  /** IANA name, `UTC`, or an offset as the rows carry it. */
  readonly zone: Judged<string>;
  readonly stamp: Judged<Stamp>;
  readonly symbol: Judged<SymbolSource>;
  readonly interval: Judged<BaseInterval>;
  /** The exchange group whose hours the bars have; undefined where it is not sure. */
  readonly group: Judged<ExchangeGroup> | undefined;
  /** The source name for the bars in the store. */
  readonly origin: { readonly source: string; readonly adjusted: boolean };
  /** Questions that must be answered before the file can be written; each names the flags that answer it. */
  readonly questions: readonly string[];
  /** Remarks that need no answer. */
  readonly notes: readonly string[];
  readonly plan: ImportPlan;
  /** First and last time of the sampled rows, for files that may overlap. */
  readonly span: { readonly firstMs: number; readonly lastMs: number } | undefined;
  /** Rows are trades: they become bars of the interval. */
  readonly ofTrades: boolean;
  /** Prices of zero and less are prices: of futures and spreads. */
  readonly belowZero: boolean;
  /** Of several symbols in the file, the one that is wanted. */
  readonly only?: string;
  /** The factors for LEAN's raw prices; absent where they are not adjusted. */
  readonly factors?: LeanFactors;
}

/** A column of the file, `name` as written there, and its role. */
export interface ColumnRole {
  readonly name: string;
  readonly role: string;
}

/** The user's word about columns and their texts. */
export interface ColumnWishes {
  /** Roles (`time`, `open`, `volume` …) by the name of their column, or its number from 1; `none` for no column. */
  readonly columns?: Readonly<Record<string, string>>;
  /** The column that names each row's symbol, or a pattern whose first group is the symbol in the file's path. */
  readonly symbolFrom?: string;
  readonly decimal?: '.' | ',';
  /** Order of day, month and year. */
  readonly dates?: DateOrder;
  /** The factor for prices. */
  readonly scale?: number;
  /** Rows are trades, which become bars of this interval. */
  readonly bars?: '1s' | '1m';
}

/** The facts that the user may state instead of leaving them to the evidence. */
export interface ImportOverrides extends ColumnWishes {
  readonly symbol?: string;
  readonly interval?: BaseInterval;
  readonly zone?: string;
  readonly stamp?: Stamp;
  readonly group?: ExchangeGroup;
  readonly source?: string;
  readonly preset?: string;
  /** Prices are adjusted for splits and dividends; raw otherwise. LEAN's, which are raw, are adjusted then. */
  readonly adjusted?: boolean;
}
