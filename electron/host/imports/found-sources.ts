import type { ImportSource } from '../../../core/data-manager/importers/import-source.ts';

/** What a file holds: the sources of bars in it, and the files that hold none by their names. */
export interface FoundSources {
  readonly sources: readonly ImportSource[];
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
}

export interface SourceOptions {
  /** The table of a database or the sheet of a workbook that is wanted; `*` for all. */
  readonly table?: string;
}
