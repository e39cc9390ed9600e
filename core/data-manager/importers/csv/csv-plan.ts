import type { EpochUnit } from '../../epoch-unit.ts';

/** Order of the parts of a date that begins with no year. */
export type DateOrder = 'ymd' | 'mdy' | 'dmy';

/** How the time column is written. */
export type TimeWriting =
  | { readonly kind: 'epoch'; readonly unit: EpochUnit }
  | {
      readonly kind: 'text';
      readonly order: DateOrder;
      readonly dateOnly: boolean;
      readonly hasOffset: boolean;
    }
  /** Milliseconds since the midnight of a day that stands elsewhere: `dayMs` is that midnight on the wall clock. */
  | { readonly kind: 'since_midnight'; readonly dayMs: number };

/** Positions of the columns, from 0. */
export interface CsvColumns {
  readonly time: number;
  /** The time of day, where date and time stand in two columns. */
  readonly clock?: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Absent in files of indices and currencies: their volume is 0. */
  readonly volume?: number;
  readonly symbol?: number;
}

/** Everything needed to read the rows of a CSV file without looking at it again. */
export interface CsvPlan {
  /** Byte values. */
  readonly delimiter: number;
  readonly lineEnd: number;
  readonly decimalMark: number;
  /** Offset of the first row of data, and its line, from 1. */
  readonly dataStart: number;
  readonly firstLine: number;
  readonly columns: CsvColumns;
  readonly writing: TimeWriting;
  /** What prices are divided by: some vendors write whole numbers of ten-thousandths and the like. */
  readonly priceDivisor?: number;
}

export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const COMMA = 44;
export const DOT = 46;
