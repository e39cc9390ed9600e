import type { BaseInterval } from '../../base/interval.ts';
import type { Finding } from '../../model/finding.ts';
import type { RefusalReason } from './row-sink.ts';

/** Rejected rows, and why. */
export interface RowRefusal {
  readonly reason: RefusalReason;
  readonly count: number;
  /** From 1, the header counted. */
  readonly firstLine: number;
  readonly example: string;
}

/** The result for one symbol's rows. */
export interface SymbolReport {
  readonly symbol: string;
  /** Bars made of the rows, each time once. */
  readonly bars: number;
  /** Bars that are new in the store, or new in value there. */
  readonly written: number;
  /** Bars that the store held already. */
  readonly unchanged: number;
  /** Bars of the store that the file's bars replaced with other values. */
  readonly replaced: number;
  /** Generated bars of the sample that were removed. */
  readonly discardedSynthetic: number;
  /** Rows with the time and all values of another one: taken once. */
  readonly identicalDuplicates: number;
  /** Rows with the time of another one and other values: the one further down in the file was taken. */
  readonly differingDuplicates: number;
  /** First and last `openMs`; undefined without any bar. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** Files of the store that changed. */
  readonly files: readonly string[];
}

export interface ImportReport {
  readonly path: string;
  readonly interval: BaseInterval;
  readonly source: string;
  /** Rows of data, refused ones included. */
  readonly rowsRead: number;
  readonly rowsRefused: number;
  /** Places without a bar where several symbols are side by side. */
  readonly blanks: number;
  readonly refusals: readonly RowRefusal[];
  readonly symbols: readonly SymbolReport[];
  readonly findings: readonly Finding[];
}
