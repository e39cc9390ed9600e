import { parquetMetadata, type FileMetaData, type RowGroup, type SchemaElement } from 'hyparquet';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { OpenFile } from '../../file-port.ts';
import type { FlatColumn } from '../../parquet/decode-column.ts';
import { TAIL_LENGTH } from '../../parquet/footer-content.ts';
import { footerLength, type ChunkPlace } from '../../parquet/footer.ts';
import { isFooterIntact, isOwnFile, rowGroupCrcsOf, SYMBOL_KEY } from '../../parquet/month-metadata.ts';
import { EPOCH_MS_PARSERS } from '../../parquet/parquet-time.ts';
import { damageReason } from '../../parquet/damage-reason.ts';

export interface TableGroup {
  readonly rows: number;
  /** Where each column lies, by name. */
  readonly chunks: ReadonlyMap<string, ChunkPlace>;
  /** The checksum over all bytes of the group; only files of this program have one. */
  readonly seal?: { readonly from: number; readonly to: number; readonly crc: number };
}

/** The description of a table in the footer of any writer's file. */
export interface ParquetTable {
  readonly columns: readonly FlatColumn[];
  readonly groups: readonly TableGroup[];
  readonly rows: number;
  /** Zones that pandas keeps beside its columns, by column. */
  readonly pandasZones: ReadonlyMap<string, string>;
  readonly createdBy: string;
  /** The symbol that an export of this program names in its metadata. */
  readonly symbol?: string;
}

/** Bytes of one column of one row group that are held at a time. */
const MOST_CHUNK = 512 * 1024 * 1024;
const MAGIC_LENGTH = 4;
const FIRST_READ = 64 * 1024;

/** Reads the footer of a Parquet file. Fails with `damaged_file` and the reason, `bad_file` where it is another format. */
export async function openParquetTable(file: OpenFile, path: string): Promise<Result<ParquetTable>> {
  const tail = await file.read(Math.max(0, file.size - FIRST_READ), file.size);
  if (!tail.ok) return tail;
  const length = footerLength(tail.value.subarray(-TAIL_LENGTH), file.size);
  if (length === undefined) return damagedTable(path, 'it does not end like a Parquet file');
  const bytes =
    length <= tail.value.length
      ? ok(tail.value.subarray(tail.value.length - length))
      : await file.read(file.size - length, file.size);
  if (!bytes.ok) return bytes;
  try {
    const metadata = parquetMetadata(bytes.value, { parsers: EPOCH_MS_PARSERS, geoparquet: false });
    if (isOwn(metadata) && !isFooterIntact(bytes.value))
      throw new Error('the checksum of its footer does not hold');
    return ok(tableOf(metadata, file.size - length));
  } catch (error) {
    return damagedTable(path, damageReason(error));
  }
}

export const damagedTable = (path: string, reason: string): Result<never> =>
  fail(
    'damaged_file',
    `${path} cannot be read: ${reason.replace(/\.$/, '')}.`,
    'Download or make the file again.',
  );

function tableOf(metadata: FileMetaData, dataEnd: number): ParquetTable {
  const columns = flatColumns(metadata.schema);
  const names = new Set(columns.map(({ name }) => name));
  const seals = isOwn(metadata) ? sealsOf(metadata) : undefined;
  const groups = metadata.row_groups.map((group, index) => ({
    ...groupOf(group, names, dataEnd),
    ...(seals?.[index] === undefined ? {} : { seal: seals[index] }),
  }));
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  if (rows !== Number(metadata.num_rows))
    throw new Error(`it promises ${metadata.num_rows} rows and has ${rows}`);
  const symbol = metadata.key_value_metadata?.find(({ key }) => key === SYMBOL_KEY)?.value;
  const pandas = metadata.key_value_metadata?.find(({ key }) => key === 'pandas')?.value;
  return {
    columns,
    groups,
    rows,
    pandasZones: zonesOf(pandas),
    createdBy: metadata.created_by ?? 'a writer that does not say its name',
    ...(symbol === undefined ? {} : { symbol }),
  };
}

const isOwn = ({ created_by: createdBy, key_value_metadata: pairs }: FileMetaData): boolean =>
  isOwnFile(createdBy, pairs ?? []);

/** Row groups of own files follow each other from the start of the file. */
function sealsOf({
  row_groups: groups,
  key_value_metadata: pairs,
}: FileMetaData): readonly TableGroup['seal'][] {
  const crcs = rowGroupCrcsOf(pairs ?? []);
  if (crcs?.length !== groups.length) throw new Error('its row groups carry no checksums');
  let from = MAGIC_LENGTH;
  return groups.map((group, index) => {
    const to = from + Number(group.total_compressed_size);
    const seal = { from, to, crc: crcs[index] as number };
    from = to;
    return seal;
  });
}

/** Children of the root that hold one value a row. */
function flatColumns(schema: readonly SchemaElement[]): readonly FlatColumn[] {
  const columns: FlatColumn[] = [];
  let inside = 0;
  for (const element of schema.slice(1)) {
    const children = element.num_children ?? 0;
    if (
      inside === 0 &&
      children === 0 &&
      element.type !== undefined &&
      element.repetition_type !== 'REPEATED'
    )
      columns.push({ name: element.name, element });
    inside = Math.max(0, inside - 1) + children;
  }
  return columns;
}

function groupOf(group: RowGroup, names: ReadonlySet<string>, dataEnd: number): TableGroup {
  const rows = Number(group.num_rows);
  if (!(rows >= 0 && rows < 2 ** 31)) throw new Error(`a row group claims ${rows} rows`);
  const chunks = new Map<string, ChunkPlace>();
  for (const { meta_data: place } of rows === 0 ? [] : group.columns) {
    const [name] = place?.path_in_schema ?? [];
    if (place === undefined || name === undefined || place.path_in_schema.length !== 1 || !names.has(name))
      continue;
    const dataPage = Number(place.data_page_offset);
    const dictionaryPage = Number(place.dictionary_page_offset ?? 0) || undefined;
    const from = Math.min(dataPage, dictionaryPage ?? dataPage);
    const to = from + Number(place.total_compressed_size);
    const isInside = from >= 4 && to >= from && to <= dataEnd && to - from <= MOST_CHUNK;
    if (!isInside) throw new Error(`its column ${name} lies at ${from} to ${to} of ${dataEnd} bytes`);
    if (Number(place.num_values) !== rows) throw new Error('its columns differ in length');
    chunks.set(name, { from, to, dataPage, dictionaryPage, codec: place.codec });
  }
  return { rows, chunks };
}

/** pandas writes `{"columns": [{"field_name", "metadata": {"timezone"}}]}`. Anything else is ignored. */
function zonesOf(text: string | undefined): ReadonlyMap<string, string> {
  const zones = new Map<string, string>();
  try {
    const noted = JSON.parse(text ?? '{}') as { columns?: readonly PandasColumn[] };
    for (const column of noted.columns ?? []) {
      const zone = column?.metadata?.timezone;
      const name = column?.field_name ?? column?.name;
      if (typeof zone === 'string' && typeof name === 'string') zones.set(name, zone);
    }
  } catch {
    // A note that cannot be read is no part of the table.
  }
  return zones;
}

interface PandasColumn {
  readonly name?: unknown;
  readonly field_name?: unknown;
  readonly metadata?: { readonly timezone?: unknown } | null;
}
