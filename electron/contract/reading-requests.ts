import { z } from 'zod';
import { symbol } from './symbol.ts';
import { INTERVALS } from '../../core/base/interval.ts';
import type { StudyUpdate } from './batch.ts';
import { MOST_STUDIES, study } from './study.ts';

const baseInterval = z.enum(['1s', '1m', '1d']);
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month like 2025-07');
const from_ms = z.int();
const to_ms = z.int();
const before_ms = z.int();

/** Reads for people: exports, and the completeness of bars. Data of a session comes through its gated view. */
export const READING_PARAMS = {
  /** While a symbol is behind, nothing is exported unless `even_if_empty` asks for an external reader's empty view. */
  export_session: z.strictObject({ format: z.enum(['json', 'csv', 'parquet']), even_if_empty: z.boolean() }),
  session_quality: z.strictObject({}),
  /** Bars of the day with `openMs` in `[from_ms, to_ms)`. */
  session_bars: z.strictObject({ symbol, from_ms, to_ms }),
  stored_quality: z.strictObject({ symbol, interval: baseInterval, month }),
  /** A batch of bars that open before `before_ms`, of days before the session's, for a chart that is scrolled back. */
  chart_history: z.strictObject({
    symbol,
    interval: z.enum(INTERVALS),
    before_ms,
    studies: z.array(study).max(MOST_STUDIES),
  }),
  stored_bars: z.strictObject({ symbol, interval: baseInterval, from_ms, to_ms }),
} as const;

export type SessionExportAnswer =
  | {
      readonly kind: 'file';
      readonly file_name: string;
      readonly media_type: string;
      readonly content: string | Uint8Array;
      /** True when the session is deactivated and the file holds no symbols. */
      readonly empty: boolean;
    }
  | { readonly kind: 'catching_up'; readonly symbols: readonly string[] };

/** One minute of a gap map. Unconfirmed: missing from the data, or without trades; a backtest cannot distinguish. */
export const MINUTE = { notYet: 0, present: 1, noTrades: 2, unconfirmed: 3, outside: 4 } as const;

export interface QualityGap {
  readonly first_ms: number;
  readonly last_ms: number;
  readonly count: number;
  readonly confirmed: boolean;
}

export interface QualityFinding {
  readonly kind: string;
  readonly count: number;
  readonly first_ms: number;
  readonly detail: string;
}

export interface SymbolQuality {
  readonly symbol: string;
  readonly base_interval: string | null;
  readonly intervals: readonly { readonly interval: string; readonly quality: number | null }[];
  /** One of `MINUTE` for each minute from the map's beginning. */
  readonly minutes: Uint8Array;
  readonly gaps: readonly QualityGap[];
  readonly findings: readonly QualityFinding[];
}

export interface SessionQuality {
  readonly start_ms: number;
  readonly clock_ms: number;
  readonly symbols: readonly SymbolQuality[];
}

export interface StoredDayQuality {
  readonly day: string;
  readonly start_ms: number;
  readonly expected: number;
  readonly present: number;
  readonly quality: number;
  /** Bars before the open and after the close. */
  readonly extended: number;
  readonly minutes: Uint8Array;
  readonly gaps: readonly QualityGap[];
}

export interface StoredQuality {
  readonly days: readonly StoredDayQuality[];
  readonly findings: readonly QualityFinding[];
  readonly synthetic: boolean;
}

export interface BarTable {
  readonly open_ms: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Older bars of a chart, and its indicators' numbers at each of them. */
export interface ChartHistory {
  readonly bars: BarTable;
  readonly studies: readonly StudyUpdate[];
  /** False when the store has nothing older. */
  readonly more: boolean;
}

export interface ReadingResults {
  readonly export_session: SessionExportAnswer;
  /** Null while the session is deactivated. */
  readonly session_quality: SessionQuality | null;
  readonly session_bars: BarTable;
  readonly stored_quality: StoredQuality;
  readonly stored_bars: BarTable;
  readonly chart_history: ChartHistory;
}
