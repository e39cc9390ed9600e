import type { BaseInterval } from '../../base/interval.ts';
import type { ColumnRole, ImportFormat, ImportPlan, Judged, Stamp } from './proposal.ts';
import type { SampleRows } from './sample-rows.ts';
import type { TimeMeaning } from './judging/time-meaning.ts';

/** Whose bars they are, as far as the source itself tells. */
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
  /** What a format fixes by its own rules. */
  readonly fixed?: {
    readonly zone?: Judged<string>;
    readonly stamp?: Judged<Stamp>;
    readonly interval?: Judged<BaseInterval>;
  };
}
