import type { TimeWriting } from '../csv/csv-plan.ts';

/** Columns of one bar, by name. */
export interface SeriesColumns {
  /** The symbol of the bars, where the names of the columns contain it. */
  readonly symbol?: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume?: string;
}

/** How a row's time is computed from one column or from a date and a time of day. */
export type ParquetTime =
  | {
      /** Numbers: the sum of the columns, each times `toMs`, is ms since 1970. */
      readonly kind: 'scaled';
      readonly parts: readonly { readonly column: string; readonly toMs: number }[];
      /** Where the sum is a wall clock's, it goes through the zone. */
      readonly isClock: boolean;
    }
  | {
      readonly kind: 'text';
      readonly column: string;
      readonly clock?: string;
      readonly writing: TimeWriting;
    };

/** Everything needed to read the bars of a Parquet file without examining it again. */
export interface ParquetPlan {
  readonly time: ParquetTime;
  readonly symbol?: string;
  /** Daily bars: the date in a row is its day. */
  readonly takesDate?: boolean;
  /** Daily bars whose times are instants: the zone in which their date is read. */
  readonly dateZone?: string;
  /** One, or several side by side. */
  readonly series: readonly SeriesColumns[];
}
