import type { Compressors, SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import type { ChunkPlace } from './footer.ts';

/** One column of one row group of a file that carries no checksums. */
export interface ForeignChunk {
  readonly place: ChunkPlace;
  readonly element: SchemaElement;
  readonly rows: number;
  /** The file's bytes from `base` on. */
  readonly bytes: Uint8Array;
  readonly base: number;
  readonly compressors: Compressors;
}

type PageHeader = ReturnType<typeof parquetHeader>;

/** Uncompressed bytes that a page of numbers can take: the widest have sixteen bytes, levels and padding on top. */
const mostBytes = (rows: number): number => rows * 64 + 65_536;

/** A run may be padded: writers fill up groups of eight values, some by the dozen. */
const PADDING = 512;

/**
 * Checks the page headers and run lengths of a column before it is decoded, and throws when they promise more than the
 * row group can hold. hyparquet trusts them: one flipped bit in a run's length makes it fill two billion entries.
 */
export function checkForeignPages(chunk: ForeignChunk): void {
  const { place, bytes, base, rows } = chunk;
  const end = place.to - base;
  const view = new DataView(bytes.buffer, bytes.byteOffset, end);
  let offset = place.from - base;
  let values = 0;
  while (offset < end && values < rows) {
    const reader = { view, offset };
    const header = parquetHeader(reader);
    const next = reader.offset + header.compressed_page_size;
    if (!(header.compressed_page_size >= 0 && next <= end))
      throw new Error('a page is longer than its column');
    if (!(header.uncompressed_page_size >= 0 && header.uncompressed_page_size <= mostBytes(rows))) {
      throw new Error(`a page of ${rows} rows claims ${header.uncompressed_page_size} bytes`);
    }
    values += checkPage(chunk, header, bytes.subarray(reader.offset, next));
    offset = next;
  }
  if (values !== rows) throw new Error(`a column has ${values} values of ${rows}`);
}

/** Number of values in the page; none for a dictionary. */
function checkPage(chunk: ForeignChunk, header: PageHeader, bytes: Uint8Array): number {
  const dictionary = header.dictionary_page_header;
  if (dictionary !== undefined) {
    checkCount(dictionary.num_values, chunk.rows);
    return 0;
  }
  const first = header.data_page_header;
  const second = header.data_page_header_v2;
  if (first !== undefined) {
    checkCount(first.num_values, chunk.rows);
    const page = unpack(chunk, bytes, header.uncompressed_page_size);
    const view = viewOf(page);
    const isOptional = chunk.element.repetition_type !== 'REQUIRED';
    const levels = isOptional ? 4 + view.getUint32(0, true) : 0;
    if (isOptional) checkRuns(view, 4, levels, 1, first.num_values);
    checkIndices(view, levels, first.encoding, first.num_values);
    return first.num_values;
  }
  if (second === undefined) throw new Error('a page has no header of its kind');
  checkCount(second.num_values, chunk.rows);
  const levels = second.repetition_levels_byte_length + second.definition_levels_byte_length;
  if (!(levels >= 0 && levels <= bytes.length))
    throw new Error('the levels of a page are longer than the page');
  checkRuns(viewOf(bytes), second.repetition_levels_byte_length, levels, 1, second.num_values);
  const packed = bytes.subarray(levels);
  const isPacked = second.is_compressed !== false;
  const page = isPacked ? unpack(chunk, packed, header.uncompressed_page_size - levels) : packed;
  checkIndices(viewOf(page), 0, second.encoding, second.num_values);
  return second.num_values;
}

function checkCount(count: number, rows: number): void {
  if (!(count >= 0 && count <= rows)) throw new Error(`a page claims ${count} values of ${rows}`);
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const unpack = ({ place, compressors }: ForeignChunk, bytes: Uint8Array, length: number): Uint8Array =>
  decompressPage(bytes, length, place.codec as Parameters<typeof decompressPage>[2], compressors);

/** Indices into a dictionary: their width in bits, then runs. */
function checkIndices(view: DataView, from: number, encoding: string, count: number): void {
  if (!encoding.endsWith('_DICTIONARY') || from >= view.byteLength) return;
  const width = view.getUint8(from);
  if (width > 32) throw new Error(`indices of ${width} bits`);
  if (width > 0) checkRuns(view, from + 1, view.byteLength, width, count);
}

/** Parquet's hybrid of repeated values and packed groups of eight: the runs must not promise more than there are. */
function checkRuns(view: DataView, from: number, to: number, width: number, count: number): void {
  let at = from;
  let seen = 0;
  while (at < to && seen < count) {
    let header = 0;
    let scale = 1;
    for (let byte = 0x80; byte >= 0x80; scale *= 128) {
      byte = view.getUint8(at++);
      header += (byte & 0x7f) * scale;
      if (scale > 2 ** 35) throw new Error('the length of a run has no end');
    }
    const isPacked = header % 2 === 1;
    const length = Math.floor(header / 2);
    seen += isPacked ? length * 8 : length;
    at += isPacked ? length * width : Math.ceil(width / 8);
    if (seen > count + PADDING) throw new Error(`a run makes ${seen} values of ${count}`);
  }
}
