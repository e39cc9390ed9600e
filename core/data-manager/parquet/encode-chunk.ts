import type { ColumnChunk, ParquetType } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { deltaBinaryPack } from 'hyparquet-writer/src/delta.js';
import { mostPackedBytes, packDeltas } from './delta-packing.ts';
import { bitsFor, DoubleIndexer } from './double-indexer.ts';
import { mostRunBytes, packRuns } from './hybrid-runs.ts';
import { SnappyCompressor } from './snappy-compressor.ts';

type ColumnMetaData = NonNullable<ColumnChunk['meta_data']>;
type ValueEncoding = 'PLAIN' | 'RLE_DICTIONARY' | 'DELTA_BINARY_PACKED';

/**
 * Writes numbers as one column chunk of a month file: REQUIRED, snappy, one page. hyparquet-writer can write the same
 * for any type, with levels and statistics; for the columns of bars alone a third of its time is enough.
 */
export class ChunkEncoder {
  readonly #out: ByteWriter;
  readonly #indexer = new DoubleIndexer();
  readonly #snappy = new SnappyCompressor();
  #page = new Uint8Array(16 * 1024);

  constructor(out: ByteWriter) {
    this.#out = out;
  }

  /** Doubles; if few are distinct, as with prices on their tick, as a dictionary where that halves them. */
  doubles(name: string, values: Float64Array): ColumnChunk {
    const from = this.#out.offset;
    const dictionary = this.#indexer.index(values);
    if (dictionary === undefined) {
      const size = this.#dataPage(bytesOf(values), values.length, 'PLAIN');
      return this.#chunk({ name, type: 'DOUBLE', values, from, size, encodings: ['PLAIN'] });
    }
    const dictionarySize = this.#dictionaryPage(dictionary.values);
    const dataPage = this.#out.offset;
    const width = bitsFor(dictionary.values.length);
    const page = this.#pageOf(mostRunBytes(values.length, width));
    page[0] = width;
    const length = packRuns(dictionary.indices, width, page, 1);
    const size = dictionarySize + this.#dataPage(page.subarray(0, length), values.length, 'RLE_DICTIONARY');
    const encodings: ValueEncoding[] = ['PLAIN', 'RLE_DICTIONARY'];
    return this.#chunk({ name, type: 'DOUBLE', values, from, size, encodings, dataPage });
  }

  /** Whole numbers up to 2^53, as differences; ascending ones may carry their least and greatest. */
  integers(name: string, values: Float64Array, withRange: boolean): ColumnChunk {
    const from = this.#out.offset;
    const page = this.#pageOf(mostPackedBytes(values.length));
    const length = packDeltas(values, page);
    const bytes = length === undefined ? packWideDeltas(values) : page.subarray(0, length);
    const encoding = 'DELTA_BINARY_PACKED';
    const size = this.#dataPage(bytes, values.length, encoding);
    const chunk = this.#chunk({ name, type: 'INT64', values, from, size, encodings: [encoding] });
    if (withRange && chunk.meta_data !== undefined) {
      const [least, greatest] = [values[0] ?? 0, values[values.length - 1] ?? 0];
      chunk.meta_data.statistics = { min_value: least, max_value: greatest, null_count: 0n };
    }
    return chunk;
  }

  /** Room for a page that is not compressed yet. */
  #pageOf(size: number): Uint8Array {
    if (this.#page.length < size) this.#page = new Uint8Array(size * 2);
    return this.#page;
  }

  /** Uncompressed bytes of the page, its header among them. */
  #dictionaryPage(values: Float64Array): number {
    const header = { num_values: values.length, encoding: 'PLAIN' } as const;
    return this.#write(bytesOf(values), { type: 'DICTIONARY_PAGE', dictionary_page_header: header });
  }

  #dataPage(bytes: Uint8Array, rows: number, encoding: ValueEncoding): number {
    const header = {
      num_values: rows,
      num_nulls: 0,
      num_rows: rows,
      encoding,
      definition_levels_byte_length: 0,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    };
    return this.#write(bytes, { type: 'DATA_PAGE_V2', data_page_header_v2: header });
  }

  #write(
    bytes: Uint8Array,
    header: Omit<Parameters<typeof writePageHeader>[1], 'uncompressed_page_size' | 'compressed_page_size'>,
  ): number {
    const compressed = this.#snappy.compress(bytes);
    const from = this.#out.offset;
    writePageHeader(this.#out, {
      ...header,
      uncompressed_page_size: bytes.length,
      compressed_page_size: compressed.length,
    });
    const headerSize = this.#out.offset - from;
    this.#out.appendBytes(compressed);
    return headerSize + bytes.length;
  }

  #chunk(written: {
    readonly name: string;
    readonly type: ParquetType;
    readonly values: Float64Array;
    /** Where the chunk begins, and its data page where a dictionary comes first. */
    readonly from: number;
    readonly dataPage?: number;
    readonly size: number;
    readonly encodings: ValueEncoding[];
  }): ColumnChunk {
    const { name, type, values, from, dataPage, size, encodings } = written;
    const meta_data: ColumnMetaData = {
      type,
      encodings,
      path_in_schema: [name],
      codec: 'SNAPPY',
      num_values: BigInt(values.length),
      total_compressed_size: BigInt(this.#out.offset - from),
      total_uncompressed_size: BigInt(size),
      data_page_offset: BigInt(dataPage ?? from),
      ...(dataPage === undefined ? {} : { dictionary_page_offset: BigInt(from) }),
    };
    return { file_offset: BigInt(from), meta_data };
  }
}

/** Differences beyond what `packDeltas` counts exactly. */
function packWideDeltas(values: Float64Array): Uint8Array {
  const page = new ByteWriter();
  deltaBinaryPack(page, values, 'INT64');
  return page.getBytes();
}

const bytesOf = (values: Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
