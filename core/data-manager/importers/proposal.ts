import type { BaseInterval } from '../../base/interval.ts';
import type { ImportSource } from './import-source.ts';
import type { LeanFactors } from './lean/factor-file.ts';
import type { CsvPlan } from './csv/csv-plan.ts';
import type { ParquetPlan } from './parquet/parquet-plan.ts';

export type ImportFormat = 'csv' | 'json' | 'lean' | 'parquet';

/** Where lines of text are found: in the file itself, in the one file of a zip, or made of a JSON document. */
export type TextContainer = 'plain' | 'zip' | 'json';

/** Everything needed to read a source's rows without judging it again. */
export type ImportPlan =
  | { readonly kind: 'lines'; readonly container: TextContainer; readonly lines: CsvPlan }
  | { readonly kind: 'parquet'; readonly parquet: ParquetPlan };

/** Whether a row's time is the bar's open or its close. */
export type Stamp = 'open' | 'close';

/**
 * How sure a part of a proposal is.
 * `told`: the user said so. `certain`: the file says so itself. `likely`: the numbers point there, as the evidence shows.
 * `assumed`: nothing points anywhere; the value is a default, named as one among the proposal's questions.
 */
export type Certainty = 'told' | 'certain' | 'likely' | 'assumed';

export interface Judged<T> {
  readonly value: T;
  readonly certainty: Certainty;
  /** Sentences, with the numbers. */
  readonly evidence: readonly string[];
}

/** Every row of one symbol, or each row of the symbol that stands in it. */
export type SymbolSource = { readonly symbol: string } | { readonly inRows: readonly string[] };

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
  /** What the store will name as the bars' source. */
  readonly origin: { readonly source: string; readonly adjusted: boolean };
  /** What a person should look at before saying yes. */
  readonly questions: readonly string[];
  readonly plan: ImportPlan;
  /** What LEAN's raw prices are adjusted with; absent where they stay as they stand in the file. */
  readonly factors?: LeanFactors;
}

/** A column of the file, `name` as it stands there, and what it is taken for. */
export interface ColumnRole {
  readonly name: string;
  readonly role: string;
}

/** What the user may say instead of leaving it to the evidence. */
export interface ImportOverrides {
  readonly symbol?: string;
  readonly interval?: BaseInterval;
  readonly zone?: string;
  readonly stamp?: Stamp;
  readonly source?: string;
  readonly preset?: string;
  /** Prices are adjusted for splits and dividends; raw otherwise. LEAN's, which are raw, are adjusted then. */
  readonly adjusted?: boolean;
}
