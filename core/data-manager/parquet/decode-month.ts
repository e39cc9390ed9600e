import { parquetRead, type DecodedArray, type FileMetaData, type SchemaElement } from 'hyparquet';
import { invariant } from '../../base/invariant.ts';
import { epochToMs, epochUnitOf } from '../epoch-unit.ts';
import { BarColumns } from '../../model/bar-columns.ts';
import { crc32 } from './crc32.ts';
import {
  COLUMN_NAMES,
  type ChunkPlace,
  type ColumnName,
  type GroupPlace,
  type MonthFooter,
} from './footer.ts';
import { decodeNumbers, loadColumn } from './decode-column.ts';
import { EPOCH_MS_PARSERS } from './parquet-time.ts';
import { timeTypeOf } from './time-type.ts';

/**
 * The bars of neighbouring row groups, in the order in which they stand in the file: not yet checked for order or
 * repetition. `bytes` starts at `base` of the file and holds all the groups.
 *
 * Rejects with an Error and its reason when a checksum does not hold or the bytes make no columns. Absent values
 * (another tool's nulls) come back as NaN.
 */
export async function decodeGroups(
  footer: MonthFooter,
  groups: readonly GroupPlace[],
  bytes: Uint8Array,
  base: number,
): Promise<BarColumns> {
  if (!footer.own) return decodeForeign(footer, groups, bytes, base);
  for (const group of groups) checkGroup(group, bytes, base);
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  const bars = new BarColumns(rows);
  const columns = targets(bars);
  const filled = new Map<string, number>();
  await parquetRead({
    file: { byteLength: bytes.length, slice: (from, to) => copyOf(bytes, from, to) },
    metadata: localMetadata(footer, groups, rows, base),
    columns: [...COLUMN_NAMES],
    parsers: EPOCH_MS_PARSERS,
    onChunk: ({ columnName, columnData, rowStart }) => {
      const target = columns[columnName as ColumnName];
      if (rowStart + columnData.length > rows) return; // told below by the count, where a throw is heard
      copyValues(columnData, target, rowStart);
      filled.set(columnName, (filled.get(columnName) ?? 0) + columnData.length);
    },
  });
  for (const name of COLUMN_NAMES) {
    if (filled.get(name) !== rows && rows > 0) throw new Error(`its column ${name} has not all of its rows`);
  }
  bars.length = rows;
  return bars;
}

/** Own files are checked by their checksums. */
function checkGroup(group: GroupPlace, bytes: Uint8Array, base: number): void {
  invariant(group.from >= base && group.to <= base + bytes.length, 'the bytes hold the row group');
  if (group.crc !== undefined && crc32(bytes, group.from - base, group.to - base) === group.crc) return;
  throw new Error(`the checksum of bytes ${group.from} to ${group.to} does not hold`);
}

/** Files of other tools, any encoding and compression; they are checked by what their pages promise. */
function decodeForeign(
  footer: MonthFooter,
  groups: readonly GroupPlace[],
  bytes: Uint8Array,
  base: number,
): BarColumns {
  const bars = new BarColumns(groups.reduce((sum, group) => sum + group.rows, 0));
  const columns = targets(bars);
  for (const group of groups) {
    for (const [index, name] of COLUMN_NAMES.entries()) {
      const place = group.chunks[index];
      invariant(place !== undefined, 'a place for each column');
      const part = bytes.subarray(place.from - base, place.to - base);
      const element = footer.schema[name];
      const values = decodeNumbers(loadColumn({ name, element }, place, group.rows, part), 0, group.rows);
      columns[name].set(name === 't' ? values.map(epochMsOf(element)) : values, bars.length);
    }
    bars.length += group.rows;
  }
  return bars;
}

/** Turns what a column of time counts into UTC epoch ms; a bare integer counts in the unit that its size tells. */
function epochMsOf(element: SchemaElement): (value: number) => number {
  const type = timeTypeOf(element);
  return (value) =>
    type === undefined ? epochToMs(value, epochUnitOf(value)) : Math.round(value * type.toMs);
}

const targets = (bars: BarColumns): Readonly<Record<ColumnName, Float64Array>> => ({
  t: bars.openMs,
  o: bars.open,
  h: bars.high,
  l: bars.low,
  c: bars.close,
  v: bars.volume,
});

/** hyparquet wants an ArrayBuffer of exactly the range. */
function copyOf(bytes: Uint8Array, from: number, to = bytes.length): ArrayBuffer {
  return bytes.slice(from, to).buffer;
}

/** The metadata of a file that holds these groups alone, `base` bytes earlier. */
function localMetadata(
  footer: MonthFooter,
  groups: readonly GroupPlace[],
  rows: number,
  base: number,
): FileMetaData {
  return {
    version: 2,
    schema: [
      { name: 'bars', num_children: COLUMN_NAMES.length },
      ...COLUMN_NAMES.map((name) => bare(footer.schema[name])),
    ],
    num_rows: BigInt(rows),
    row_groups: groups.map((group) => ({
      num_rows: BigInt(group.rows),
      total_byte_size: 0n,
      columns: group.chunks.map((chunk, index) => ({
        file_offset: 0n,
        meta_data: chunkMetadata(chunk, COLUMN_NAMES[index] as ColumnName, footer, group.rows, base),
      })),
    })),
    metadata_length: 0,
  };
}

/** Without its logical type, an INT64 comes back as a BigInt64Array, whose halves are read without making BigInts. */
const bare = (element: SchemaElement): SchemaElement => ({
  name: element.name,
  ...(element.type === undefined ? {} : { type: element.type }),
  repetition_type: 'REQUIRED',
});

type ColumnMetaData = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>;

function chunkMetadata(
  chunk: ChunkPlace,
  name: ColumnName,
  footer: MonthFooter,
  rows: number,
  base: number,
): ColumnMetaData {
  return {
    type: footer.schema[name].type ?? 'DOUBLE',
    encodings: [],
    path_in_schema: [name],
    codec: chunk.codec as ColumnMetaData['codec'],
    num_values: BigInt(rows),
    total_uncompressed_size: 0n,
    total_compressed_size: BigInt(chunk.to - chunk.from),
    data_page_offset: BigInt(chunk.dataPage - base),
    ...(chunk.dictionaryPage === undefined
      ? {}
      : { dictionary_page_offset: BigInt(chunk.dictionaryPage - base) }),
  };
}

function copyValues(source: DecodedArray, target: Float64Array, at: number): void {
  if (source instanceof Float64Array) target.set(source, at);
  else if (source instanceof BigInt64Array) copyInt64(source, target, at);
  else for (let index = 0; index < source.length; index++) target[at + index] = toNumber(source[index]);
}

/** Exact up to 2^53. Parquet and every machine that runs this are little-endian: the low half comes first. */
function copyInt64(source: BigInt64Array, target: Float64Array, at: number): void {
  const halves = new Int32Array(source.buffer, source.byteOffset, source.length * 2);
  for (let index = 0; index < source.length; index++) {
    const low = (halves[index * 2] as number) >>> 0;
    target[at + index] = (halves[index * 2 + 1] as number) * 0x1_0000_0000 + low;
  }
}

const toNumber = (value: unknown): number =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
