import { parquetHeader } from 'hyparquet/src/column.js';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { unpackDeltas } from './delta-packing.ts';
import type { ChunkPlace } from './footer.ts';
import { unpackRuns, WIDEST_RUNS } from './hybrid-runs.ts';

type PageHeader = ReturnType<typeof parquetHeader>;

/**
 * Reads column chunks as the encoder of this folder writes them, straight into a column. A third of the time of a
 * library that knows every encoding; what it does not know it leaves to the library.
 */
export class ChunkDecoder {
  #scratch = new Uint8Array(16 * 1024);
  #dictionary = new Float64Array(1024);

  /**
   * Fills `target` from `at` on with the numbers of a chunk whose bytes are at hand. False where the chunk is written in
   * another way, `target` then holding anything. Throws an Error with the reason where the bytes contradict themselves.
   */
  decode(bytes: Uint8Array, place: ChunkPlace, rows: number, target: Float64Array, at: number): boolean {
    if (place.codec !== 'SNAPPY') return false;
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
    let words = 0;
    let done = 0;
    while (done < rows) {
      if (reader.offset >= bytes.length) throw new Error('a column has not all of its rows');
      const header = parquetHeader(reader);
      const end = reader.offset + header.compressed_page_size;
      if (!(end >= reader.offset && end <= bytes.length)) throw new Error('a page is longer than its column');
      const page = bytes.subarray(reader.offset, end);
      reader.offset = end;
      if (header.dictionary_page_header !== undefined) {
        words = this.#readDictionary(page, header);
      } else {
        const read = this.#readPage(page, header, words, target.subarray(at + done, at + rows));
        if (read === undefined) return false;
        done += read;
      }
    }
    return true;
  }

  /** How many numbers the dictionary has; they stand in `#dictionary`. */
  #readDictionary(page: Uint8Array, header: PageHeader): number {
    const count = header.dictionary_page_header?.num_values ?? 0;
    if (header.uncompressed_page_size !== count * 8)
      throw new Error('a dictionary is not as long as it says');
    if (this.#dictionary.length < count) this.#dictionary = new Float64Array(count * 2);
    snappyUncompress(page, bytesOf(this.#dictionary.subarray(0, count)));
    return count;
  }

  /** How many numbers the page gave; undefined for a kind of page that is left to the library. */
  #readPage(page: Uint8Array, header: PageHeader, words: number, target: Float64Array): number | undefined {
    const data = header.data_page_header_v2;
    const isPlain = data?.num_nulls === 0 && data.is_compressed !== false;
    if (!isPlain || data.definition_levels_byte_length + data.repetition_levels_byte_length > 0)
      return undefined;
    const count = data.num_values;
    if (!(count > 0 && count <= target.length)) throw new Error('a page has more rows than its row group');
    const size = header.uncompressed_page_size;
    switch (data.encoding) {
      case 'PLAIN':
        if (size !== count * 8) return undefined;
        snappyUncompress(page, bytesOf(target.subarray(0, count)));
        return count;
      case 'RLE_DICTIONARY':
        return this.#readPlaces(this.#unpacked(page, size), words, target.subarray(0, count));
      case 'DELTA_BINARY_PACKED':
        return unpackDeltas(this.#unpacked(page, size), target, 0, count);
      default:
        return undefined;
    }
  }

  #readPlaces(bytes: Uint8Array, words: number, target: Float64Array): number | undefined {
    const width = bytes[0] ?? 0;
    if (width > WIDEST_RUNS) return undefined;
    const places = unpackRuns(bytes.subarray(1), width, target.length, words);
    const dictionary = this.#dictionary;
    for (let index = 0; index < target.length; index++) {
      target[index] = dictionary[places[index] as number] as number;
    }
    return target.length;
  }

  #unpacked(page: Uint8Array, size: number): Uint8Array {
    if (this.#scratch.length < size) this.#scratch = new Uint8Array(size * 2);
    const unpacked = this.#scratch.subarray(0, size);
    snappyUncompress(page, unpacked);
    return unpacked;
  }
}

const bytesOf = (values: Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
