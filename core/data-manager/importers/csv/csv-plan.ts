import type { EpochUnit } from '../../epoch-unit.ts';

/** Order of the parts of a date that begins with no year. */
export type DateOrder = 'ymd' | 'mdy' | 'dmy';

/** How the time column is written. */
export type TimeWriting =
  /** `unit` is that of the first rows; a row whose number would lie in no year of any market has its own. */
  | { readonly kind: 'epoch'; readonly unit: EpochUnit }
  | {
      readonly kind: 'text';
      readonly order: DateOrder;
      readonly dateOnly: boolean;
      readonly hasOffset: boolean;
      /** Month names, zone names and other words, which `readWorded` reads. */
      readonly worded?: boolean;
    }
  /** Days since 1899-12-30, as spreadsheets count them. */
  | { readonly kind: 'serial'; readonly dateOnly: boolean }
  /** Milliseconds since the midnight of a day that the file's name has: `dayMs` is that midnight on the wall clock. */
  | { readonly kind: 'since_midnight'; readonly dayMs: number };

/** Positions of the columns of one bar, from 0. */
export interface PriceColumns {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Absent in files of indices and currencies: their volume is 0. */
  readonly volume?: number;
  /** Added to the volume. */
  readonly volumeToo?: number;
}

/** Positions of the columns of a row, from 0. */
export interface CsvColumns extends PriceColumns {
  readonly time: number;
  /** The time of day, where date and time are two columns. */
  readonly clock?: number;
  readonly symbol?: number;
}

/** A symbol's own columns, where several are side by side. */
export interface CsvSeries extends PriceColumns {
  readonly symbol: string;
}

/** Everything needed to read the rows of a CSV file without examining it again. */
export interface CsvPlan {
  /** Byte values. */
  readonly delimiter: number;
  readonly lineEnd: number;
  readonly decimalMark: number;
  /** Offset of the first row of data, and its line, from 1. */
  readonly dataStart: number;
  readonly firstLine: number;
  readonly columns: CsvColumns;
  /** Several symbols side by side: `columns` has the first one's. */
  readonly series?: readonly CsvSeries[];
  readonly writing: TimeWriting;
  /** Daily bars: the date in a row is its day, for any time and offset beside it. */
  readonly takesDate?: boolean;
  /** Daily bars whose times are instants: the zone in which their date is read. */
  readonly dateZone?: string;
  /** Times are read as a clock's, although each says its distance from UTC. */
  readonly ignoresOffset?: boolean;
  /** The divisor of prices: some vendors write whole numbers of ten-thousandths, for example. */
  readonly priceDivisor?: number;
}

export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const COMMA = 44;
export const DOT = 46;
