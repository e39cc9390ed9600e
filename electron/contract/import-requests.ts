import { z } from 'zod';
import { symbol } from './symbol.ts';

/** The most bytes of a file that one request carries. */
export const MOST_CHUNK_BYTES = 512 * 1024;

const importId = z.string().min(1).max(60);

/** The user's corrections of the importer's reading; where one is absent, the file decides. */
const corrections = z.strictObject({
  symbol: symbol.optional(),
  interval: z.enum(['1s', '1m', '1d']).optional(),
  zone: z.string().min(1).max(60).optional(),
  stamp: z.enum(['open', 'close']).optional(),
  source: z
    .string()
    .regex(/^[\w .-]{1,40}$/, 'letters, digits, blank, dot, dash')
    .optional(),
  adjusted: z.boolean().optional(),
  preset: z.string().min(1).max(40).optional(),
});

export type ImportCorrections = z.infer<typeof corrections>;

const isChunk = (value: unknown): boolean => value instanceof Uint8Array && value.length <= MOST_CHUNK_BYTES;

/** A file on its way into the bar store. The window sends bytes; it never names a place on the disk. */
export const IMPORT_PARAMS = {
  /** Announces a file; `name` may hold the folders above it, as they were dropped. */
  import_begin: z.strictObject({
    name: z.string().min(1).max(1_000),
    size: z
      .int()
      .min(0)
      .max(2 ** 40),
  }),
  /** The next bytes of the file, in order. */
  import_chunk: z.strictObject({
    import_id: importId,
    bytes: z.custom<Uint8Array>(isChunk, 'at most 512 KB of bytes'),
  }),
  /** How the file would be read, and the result of importing it. Writes nothing. */
  import_propose: z.strictObject({ import_id: importId, corrections }),
  /** Writes as proposed last. Answers when it is done; `import_status` reports the progress. */
  import_write: z.strictObject({ import_id: importId }),
  /**
   * A file, as proposed last, beside the stored bars of the same days. `day`: whose differences are listed; null: the
   * first.
   */
  import_compare: z.strictObject({
    import_id: importId,
    symbol: z.string().min(1).max(20),
    tolerance: z.strictObject({ absolute: z.number().min(0), relative: z.number().min(0).max(1) }),
    day: z.iso.date().nullable(),
  }),
  import_status: z.strictObject({ import_id: importId }),
  /** Stops the work on the file and forgets it. */
  import_cancel: z.strictObject({ import_id: importId }),
} as const;

/** A part of a proposal in words, with its certainty and reason. */
export interface ImportPart {
  readonly value: string;
  readonly certainty: 'told' | 'certain' | 'likely' | 'assumed';
  readonly evidence: readonly string[];
}

/** The bars that a file would add to one symbol. Instants are UTC epoch ms. */
export interface ImportedSeries {
  readonly symbol: string;
  readonly bars: number;
  readonly first_ms: number;
  readonly last_ms: number;
  /** Bars that the calendar expects in regular hours of the days from first to last, and how many of them are missing. */
  readonly expected: number;
  readonly missing: number;
  /** Trading days between first and last without any bar. */
  readonly missing_days: readonly string[];
}

export interface ImportRefusal {
  readonly reason: string;
  readonly count: number;
  readonly first_line: number;
  readonly example: string;
}

export interface ImportFinding {
  readonly symbol: string;
  readonly kind: string;
  readonly count: number;
  readonly first_ms: number;
  readonly detail: string;
}

export interface ImportPreview {
  readonly format: string;
  readonly columns: ImportPart;
  readonly symbol: ImportPart;
  readonly interval: ImportPart;
  readonly zone: ImportPart;
  readonly stamp: ImportPart;
  readonly source: string;
  readonly adjusted: boolean;
  /** A finding that the user should check before confirming. */
  readonly questions: readonly string[];
  /** Rows read for this preview, including rejected ones. */
  readonly rows: number;
  readonly rows_refused: number;
  /** True when only the beginning of a large file was read for the counts. */
  readonly is_partial: boolean;
  readonly series: readonly ImportedSeries[];
  readonly refusals: readonly ImportRefusal[];
  readonly findings: readonly ImportFinding[];
  /** The first bars, as the store would hold them. */
  readonly first_bars: {
    readonly symbols: readonly string[];
    readonly open_ms: Float64Array;
    readonly open: Float64Array;
    readonly high: Float64Array;
    readonly low: Float64Array;
    readonly close: Float64Array;
    readonly volume: Float64Array;
  };
}

/** The result for one symbol's rows. */
export interface WrittenSeries {
  readonly symbol: string;
  readonly bars: number;
  readonly written: number;
  readonly unchanged: number;
  readonly replaced: number;
  readonly discarded_synthetic: number;
  readonly duplicates: number;
  readonly first_ms: number | null;
  readonly last_ms: number | null;
}

export interface ImportOutcome {
  readonly interval: string;
  readonly source: string;
  readonly rows_read: number;
  readonly rows_refused: number;
  readonly series: readonly WrittenSeries[];
  readonly refusals: readonly ImportRefusal[];
  readonly findings: readonly ImportFinding[];
}

export interface ImportProgress {
  readonly state: 'receiving' | 'received' | 'reading' | 'writing' | 'done';
  readonly done_bytes: number;
  readonly total_bytes: number;
}

/** One of the numbers of a bar on both sides; null on a side that has no bar. */
export interface ComparedBar {
  readonly open_ms: number;
  /** `missing_left`: the store has none; `missing_right`: the file has none. */
  readonly kind: 'missing_left' | 'missing_right' | 'differs';
  readonly fields: readonly string[];
  /** Open, high, low, close, volume. */
  readonly left: readonly number[] | null;
  readonly right: readonly number[] | null;
}

export interface ComparedDay {
  readonly day: string;
  /** Where the map begins, UTC epoch ms. */
  readonly start_ms: number;
  readonly left: number;
  readonly right: number;
  readonly same: number;
  readonly differing: number;
  readonly missing_left: number;
  readonly missing_right: number;
  /** One of `COMPARED` for each minute from the map's beginning; empty for daily bars. */
  readonly minutes: Uint8Array;
}

/** A file beside the store: left is the store, right the file. */
export interface ImportComparison {
  readonly symbol: string;
  readonly interval: string;
  readonly days: readonly ComparedDay[];
  /** Of the requested day, in order of time; the first ones when there are very many. */
  readonly differences: readonly ComparedBar[];
  readonly fields: readonly {
    readonly field: string;
    readonly bars: number;
    readonly absolute: number;
    readonly relative: number;
  }[];
}

export interface ImportResults {
  /** With the vendors whose exports are known, by the name that a correction takes. */
  readonly import_begin: { readonly import_id: string; readonly presets: readonly string[] };
  readonly import_chunk: { readonly received: number };
  readonly import_propose: ImportPreview;
  readonly import_write: ImportOutcome;
  readonly import_compare: ImportComparison;
  readonly import_status: ImportProgress;
  readonly import_cancel: null;
}
