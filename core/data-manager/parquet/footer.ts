import { parquetMetadata, type SchemaElement } from 'hyparquet';
import { TAIL_LENGTH, type FooterColumn, type FooterContent, type FooterGroup } from './footer-content.ts';
import {
  decodeKeyValues,
  isFooterIntact,
  isOwnFile,
  refuseNewer,
  rowGroupCrcsOf,
  type MonthMetadata,
} from './month-metadata.ts';
import { readOwnFooter } from './own-footer.ts';
import { EPOCH_MS_PARSERS, epochMsReader } from './parquet-time.ts';

/** The six columns of a bar, in the order in which this module keeps them. */
export const STORED_COLUMNS = ['t', 'o', 'h', 'l', 'c', 'v'] as const;
export type ColumnName = (typeof STORED_COLUMNS)[number];

/** Where one column of one row group lies. */
export interface ChunkPlace {
  readonly from: number;
  readonly to: number;
  readonly dataPage: number;
  readonly dictionaryPage: number | undefined;
  readonly codec: string;
}

export interface GroupPlace {
  readonly rows: number;
  /** Bytes `[from, to)` of the group's columns that are read here. */
  readonly from: number;
  readonly to: number;
  readonly chunks: readonly ChunkPlace[];
  /** First and last `t` in UTC epoch ms, from the statistics; NaN without them. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Checksum over the bytes; undefined in files of other tools. */
  readonly crc: number | undefined;
}

/**
 * The parts of a file's footer that are kept: a few hundred bytes per row group instead of the tens of kilobytes of its
 * objects.
 */
export interface MonthFooter {
  readonly groups: readonly GroupPlace[];
  readonly rows: number;
  readonly schema: Readonly<Record<ColumnName, SchemaElement>>;
  /** True when this store wrote the file, false for another tool's. */
  readonly own: boolean;
  readonly metadata: MonthMetadata;
}

const MAGIC = 0x31524150;

/** The shortest bars are one second. */
const SECONDS_OF_A_MONTH = 31 * 86_400;

/**
 * Number of bytes of the footer, with its tail, from its last eight bytes; undefined when they are not the tail of a
 * file of that length.
 */
export function footerLength(tail: Uint8Array, fileSize: number): number | undefined {
  if (tail.length < TAIL_LENGTH) return undefined;
  const view = new DataView(tail.buffer, tail.byteOffset + tail.length - TAIL_LENGTH, TAIL_LENGTH);
  if (view.getUint32(4, true) !== MAGIC) return undefined;
  const length = view.getUint32(0, true) + TAIL_LENGTH;
  return length + 4 > fileSize ? undefined : length;
}

/**
 * Parses a footer (its metadata and tail). Throws an Error with the reason when it is damaged, or when the file is not
 * a table of bars; a `NewerFormatError` when this program is too old for it.
 */
export function parseFooter(footer: Uint8Array, fileSize: number): MonthFooter {
  const isIntact = isFooterIntact(footer);
  const parsed: FooterContent = isIntact
    ? readOwnFooter(footer)
    : parquetMetadata(footer, { parsers: EPOCH_MS_PARSERS, geoparquet: false });
  const pairs = parsed.key_value_metadata ?? [];
  const own = isOwnFile(parsed.created_by, pairs);
  if (own && !isIntact) throw new Error('the checksum of its footer does not hold');
  refuseNewer(pairs);
  const crcs = own ? rowGroupCrcsOf(pairs) : undefined;
  if (own && crcs?.length !== parsed.row_groups.length) throw new Error('its row groups carry no checksums');
  const dataEnd = fileSize - footer.length;
  const schema = schemaOf(parsed);
  const readTime = epochMsReader(schema.t);
  const groups = parsed.row_groups.map((group, index) => groupPlace(group, crcs?.[index], dataEnd, readTime));
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  if (!(rows <= SECONDS_OF_A_MONTH)) throw new Error(`it claims ${rows} rows, more than a month has seconds`);
  if (rows !== Number(parsed.num_rows))
    throw new Error(`it promises ${parsed.num_rows} rows and has ${rows}`);
  return { groups, rows, schema, own, metadata: decodeKeyValues(pairs) };
}

function schemaOf(parsed: FooterContent): Record<ColumnName, SchemaElement> {
  const found: Partial<Record<ColumnName, SchemaElement>> = {};
  for (const name of STORED_COLUMNS) {
    const element = parsed.schema.find((candidate, index) => index > 0 && candidate.name === name);
    if (element === undefined) {
      const names = parsed.schema.slice(1).map((candidate) => candidate.name);
      throw new Error(`it has no column ${name}; its columns are ${names.join(', ')}`);
    }
    if (element.type === undefined || element.repetition_type === 'REPEATED') {
      throw new Error(`its column ${name} is not a plain number`);
    }
    found[name] = element;
  }
  return found as Record<ColumnName, SchemaElement>;
}

function groupPlace(
  group: FooterGroup,
  crc: number | undefined,
  end: number,
  readTime: (value: unknown) => number,
): GroupPlace {
  const rows = Number(group.num_rows);
  const columns = STORED_COLUMNS.map((name) => columnOf(group.columns, name));
  const chunks = columns.map((column) => chunkPlace(column, end));
  for (const column of columns) {
    if (Number(column.meta_data?.num_values) !== rows) throw new Error('its columns differ in length');
  }
  const statistics = columns[0]?.meta_data?.statistics;
  return {
    rows,
    from: Math.min(...chunks.map((chunk) => chunk.from)),
    to: Math.max(...chunks.map((chunk) => chunk.to)),
    chunks,
    firstMs: readTime(statistics?.min_value ?? statistics?.min),
    lastMs: readTime(statistics?.max_value ?? statistics?.max),
    crc,
  };
}

function columnOf(columns: readonly FooterColumn[], name: ColumnName): FooterColumn {
  const column = columns.find((candidate) => candidate.meta_data?.path_in_schema.join('.') === name);
  if (column === undefined) throw new Error(`a row group has no column ${name}`);
  return column;
}

function chunkPlace(column: FooterColumn, end: number): ChunkPlace {
  const place = column.meta_data;
  if (place === undefined) throw new Error('a column does not say where it lies');
  const dataPage = Number(place.data_page_offset);
  // Some writers put 0 where there is no dictionary.
  const dictionaryPage = Number(place.dictionary_page_offset ?? 0) || undefined;
  const from = Math.min(dataPage, dictionaryPage ?? dataPage);
  const to = from + Number(place.total_compressed_size);
  if (!(from >= 4 && to > from && to <= end && dataPage < to)) {
    throw new Error(`a column lies at ${from} to ${to} of ${end} bytes`);
  }
  return { from, to, dataPage, dictionaryPage, codec: place.codec };
}
