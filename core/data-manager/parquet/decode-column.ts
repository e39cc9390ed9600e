import type { DecodedArray, SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { readColumn } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { DAY_MS } from '../../base/epoch-ms.ts';
import { dayOfNumber } from '../../time-manager/civil-day.ts';
import { checkForeignPages } from './check-foreign-pages.ts';
import type { ChunkPlace } from './footer.ts';
import { EPOCH_MS_PARSERS } from './parquet-time.ts';

/** A top-level column, not inside a list or a group. */
export interface FlatColumn {
  readonly name: string;
  readonly element: SchemaElement;
}

/** One column of one row group, its bytes in memory and checked. */
export interface LoadedColumn {
  readonly column: FlatColumn;
  readonly place: ChunkPlace;
  /** The bytes `[place.from, place.to)`. */
  readonly bytes: Uint8Array;
}

const PARSERS = {
  ...DEFAULT_PARSERS,
  ...EPOCH_MS_PARSERS,
  timestampFromNanoseconds: (nanos: bigint): number => Number(nanos) / 1e6,
  stringFromBytes: (bytes: Uint8Array | undefined): unknown =>
    DEFAULT_PARSERS.stringFromBytes(bytes as Uint8Array),
};

/** Wraps the bytes of a column; throws an Error with the reason where its pages promise what they cannot hold. */
export function loadColumn(
  column: FlatColumn,
  place: ChunkPlace,
  rows: number,
  bytes: Uint8Array,
): LoadedColumn {
  if (rows > 0) {
    checkForeignPages({ place, element: column.element, rows, bytes, base: place.from, compressors });
  }
  return { column, place, bytes };
}

/**
 * Numbers of the rows `[from, to)` of the row group, as the column's own units count them: a date in days, a timestamp
 * in its unit, INT96 in ms since 1970. NaN for absent values.
 */
export function decodeNumbers(loaded: LoadedColumn, from: number, to: number): Float64Array {
  const values = new Float64Array(to - from).fill(Number.NaN);
  const scale =
    loaded.column.element.converted_type === 'DECIMAL' ? 10 ** (loaded.column.element.scale ?? 0) : 1;
  const element = asPlainNumber(loaded.column.element);
  decode(loaded, element, from, to, (page, pageFrom, at, count) => {
    if (page instanceof BigInt64Array) copyInt64(page, pageFrom, values, at, count);
    else {
      for (let index = 0; index < count; index++) {
        const value = numberOf(page[pageFrom + index]);
        values[at + index] = scale === 1 ? value : Math.round(value * scale) / scale;
      }
    }
  });
  return values;
}

/** Texts of the rows `[from, to)` of the row group; undefined for absent values. */
export function decodeTexts(loaded: LoadedColumn, from: number, to: number): readonly (string | undefined)[] {
  const isDate = loaded.column.element.converted_type === 'DATE';
  const texts: (string | undefined)[] = Array.from({ length: to - from }, () => undefined);
  decode(loaded, loaded.column.element, from, to, (page, pageFrom, at, count) => {
    for (let index = 0; index < count; index++)
      texts[at + index] = textOfValue(page[pageFrom + index], isDate);
  });
  return texts;
}

type PageTaker = (page: DecodedArray, pageFrom: number, at: number, count: number) => void;

/** Decodes the pages that hold rows of `[from, to)`. Synchronous: an error in a damaged page is thrown here. */
function decode(
  loaded: LoadedColumn,
  element: SchemaElement,
  from: number,
  to: number,
  take: PageTaker,
): void {
  const { bytes, column, place } = loaded;
  if (to <= from) return;
  // Dictionaries come before the pages, and hyparquet reads on from where the chunk begins.
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  const leaf = { count: 1, element, children: [], path: [column.name] };
  const root = { count: 2, element: { name: 'root', num_children: 1 }, children: [leaf], path: [] };
  const decoder = {
    pathInSchema: [column.name],
    type: element.type ?? 'DOUBLE',
    element,
    schemaPath: [root, leaf],
    codec: place.codec as Parameters<typeof readColumn>[2]['codec'],
    parsers: PARSERS,
    compressors,
  };
  let seen = 0;
  readColumn(
    reader,
    { groupStart: 0, groupRows: to, selectStart: from, selectEnd: to },
    decoder,
    ({ columnData, rowStart }) => {
      const first = Math.max(rowStart, from);
      const last = Math.min(rowStart + columnData.length, to);
      if (last <= first) return;
      seen += last - first;
      take(columnData, first - rowStart, first - from, last - first);
    },
  );
  if (seen !== to - from) throw new Error(`its column ${column.name} has not all of its rows`);
}

/** Whole numbers without their meaning: dates and times come as raw counts, fast and exact. Others keep their type. */
function asPlainNumber(element: SchemaElement): SchemaElement {
  const { type, converted_type: converted, logical_type: logical, ...rest } = element;
  const isCounted =
    converted === 'DATE' ||
    converted?.startsWith('TIME') === true ||
    logical?.type === 'TIMESTAMP' ||
    logical?.type === 'TIME' ||
    logical?.type === 'DATE' ||
    converted === 'INT_64' ||
    converted === 'INT_32';
  if (!isCounted || (type !== 'INT64' && type !== 'INT32')) return element;
  return { ...rest, type };
}

/** Exact up to 2^53, the nearest double above. Little-endian, as Parquet is: the low half comes first. */
function copyInt64(page: BigInt64Array, from: number, values: Float64Array, at: number, count: number): void {
  const halves = new Int32Array(page.buffer, page.byteOffset, page.length * 2);
  for (let index = 0; index < count; index++) {
    const half = (from + index) * 2;
    values[at + index] = (halves[half + 1] as number) * 0x1_0000_0000 + ((halves[half] as number) >>> 0);
  }
}

const numberOf = (value: unknown): number =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;

function textOfValue(value: unknown, isDate: boolean): string | undefined {
  if (isDate && typeof value === 'number') return dayOfNumber(value / DAY_MS);
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}
