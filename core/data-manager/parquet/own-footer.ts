import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { CompactReader } from './compact-reader.ts';
import { TAIL_LENGTH, type FooterColumn, type FooterContent, type FooterGroup } from './footer-content.ts';
import { monthSchema } from './month-schema.ts';
import type { KeyValue } from './month-metadata.ts';

/** As in parquet.thrift, `Type` and `CompressionCodec`. */
const INT64 = 2;
const SNAPPY = 1;

/**
 * Reads a footer of this store's own, in a fifth of the time of a library that knows every footer: a month of minutes
 * has 126 columns in its row groups. Only for one whose checksum holds. Throws a RangeError where it has no end.
 */
export function readOwnFooter(footer: Uint8Array): FooterContent {
  const tail = footer.length - TAIL_LENGTH;
  const length = new DataView(footer.buffer, footer.byteOffset + tail).getUint32(0, true);
  const reader = new CompactReader(footer.subarray(0, tail), tail - length);
  let rows = 0;
  let createdBy = '';
  const groups: FooterGroup[] = [];
  const pairs: KeyValue[] = [];
  const types = { isVolumeWhole: false };
  reader.struct(() => {
    if (reader.field === 3) rows = reader.whole();
    else if (reader.field === 4) reader.list(() => groups.push(readGroup(reader, types)));
    else if (reader.field === 5) reader.list(() => pairs.push(readPair(reader)));
    else if (reader.field === 6) createdBy = textOf(reader);
    else reader.skip();
  });
  return {
    schema: monthSchema(types.isVolumeWhole),
    num_rows: rows,
    row_groups: groups,
    key_value_metadata: pairs,
    created_by: createdBy,
  };
}

const textOf = (reader: CompactReader): string => DEFAULT_PARSERS.stringFromBytes(reader.binary()) ?? '';

function readPair(reader: CompactReader): KeyValue {
  let key = '';
  let value = '';
  reader.struct(() => {
    if (reader.field === 1) key = textOf(reader);
    else if (reader.field === 2) value = textOf(reader);
    else reader.skip();
  });
  return { key, value };
}

function readGroup(reader: CompactReader, types: { isVolumeWhole: boolean }): FooterGroup {
  const columns: FooterColumn[] = [];
  let rows = 0;
  reader.struct(() => {
    if (reader.field === 1) reader.list(() => columns.push(readColumn(reader, types)));
    else if (reader.field === 3) rows = reader.whole();
    else reader.skip();
  });
  return { num_rows: rows, columns };
}

function readColumn(reader: CompactReader, types: { isVolumeWhole: boolean }): FooterColumn {
  let place: FooterColumn['meta_data'];
  reader.struct(() => {
    if (reader.field === 3) place = readColumnMetadata(reader, types);
    else reader.skip();
  });
  return place === undefined ? {} : { meta_data: place };
}

function readColumnMetadata(
  reader: CompactReader,
  types: { isVolumeWhole: boolean },
): NonNullable<FooterColumn['meta_data']> {
  let type = 0;
  let codec = 0;
  let values = 0;
  let size = 0;
  let dataPage = 0;
  let dictionaryPage = 0;
  let name = '';
  let statistics: { min_value?: number; max_value?: number } | undefined;
  reader.struct(() => {
    if (reader.field === 1) type = reader.whole();
    else if (reader.field === 3) reader.list(() => (name += String.fromCharCode(...reader.binary())));
    else if (reader.field === 4) codec = reader.whole();
    else if (reader.field === 5) values = reader.whole();
    else if (reader.field === 7) size = reader.whole();
    else if (reader.field === 9) dataPage = reader.whole();
    else if (reader.field === 11) dictionaryPage = reader.whole();
    else if (reader.field === 12) statistics = readStatistics(reader);
    else reader.skip();
  });
  if (name === 'v') types.isVolumeWhole = type === INT64;
  return {
    path_in_schema: [name],
    codec: codec === SNAPPY ? 'SNAPPY' : 'UNCOMPRESSED',
    num_values: values,
    total_compressed_size: size,
    data_page_offset: dataPage,
    dictionary_page_offset: dictionaryPage,
    ...(statistics === undefined ? {} : { statistics }),
  };
}

/** Of whole numbers of eight bytes: only `t` carries them. */
function readStatistics(reader: CompactReader): { min_value?: number; max_value?: number } {
  const statistics: { min_value?: number; max_value?: number } = {};
  reader.struct(() => {
    if (reader.field === 5) statistics.max_value = int64Of(reader.binary());
    else if (reader.field === 6) statistics.min_value = int64Of(reader.binary());
    else reader.skip();
  });
  return statistics;
}

/** Exact up to 2^53. */
function int64Of(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return view.getInt32(4, true) * 2 ** 32 + view.getUint32(0, true);
}
