import type { ImportSource } from '../../../core/data-manager/importers/import-source.ts';

/** The sources of bars in a file, and the files in it that hold none by their names. */
export interface FoundSources {
  readonly sources: readonly ImportSource[];
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
}

export interface SourceOptions {
  /** The table of a database or the sheet of a workbook that is wanted; `*` for all. */
  readonly table?: string;
}
