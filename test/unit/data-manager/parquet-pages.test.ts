import * as fc from 'fast-check';
import { parquetMetadata } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { deltaBinaryPack } from 'hyparquet-writer/src/delta.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { describe, expect, test } from 'vitest';
import {
  mostPackedBytes,
  packDeltas,
  unpackDeltas,
} from '../../../core/data-manager/parquet/delta-packing.ts';
import { DoubleIndexer } from '../../../core/data-manager/parquet/double-indexer.ts';
import { mostRunBytes, packRuns, unpackRuns } from '../../../core/data-manager/parquet/hybrid-runs.ts';
import { encodeMonth } from '../../../core/data-manager/parquet/encode-month.ts';
import { footerLength } from '../../../core/data-manager/parquet/footer.ts';
import type { FooterGroup } from '../../../core/data-manager/parquet/footer-content.ts';
import { readOwnFooter } from '../../../core/data-manager/parquet/own-footer.ts';
import { EPOCH_MS_PARSERS } from '../../../core/data-manager/parquet/parquet-time.ts';
import { BarColumns } from '../../../core/model/bar-columns.ts';
import { decompressSnappy } from '../../../core/data-manager/parquet/snappy-decompressor.ts';
import { SnappyCompressor } from '../../../core/data-manager/parquet/snappy-compressor.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const viewOf = (bytes: Uint8Array) => ({
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset: 0,
});

describe('differences, packed', () => {
  /** Minutes with holes, volumes, and whole numbers of any size a column may hold. */
  const column = fc.oneof(
    fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 700 }).map((steps) => {
      let at = 1_751_463_000_000;
      return steps.map((step) => (at += step * 60_000));
    }),
    fc.array(fc.integer({ min: 0, max: 9_000_000 }), { maxLength: 700 }),
    fc.array(fc.oneof(fc.maxSafeInteger(), fc.integer()), { maxLength: 300 }),
  );

  test('are read by the library with the written values, and its own are read here', () => {
    fc.assert(
      fc.property(column, (numbers) => {
        const values = Float64Array.from(numbers);
        const out = new Uint8Array(mostPackedBytes(values.length));
        const length = packDeltas(values, out);
        const theirs = new ByteWriter();
        deltaBinaryPack(theirs, values, 'INT64');
        const back = new Float64Array(values.length + 3);
        if (length !== undefined) {
          expect(out.subarray(0, length)).toEqual(theirs.getBytes());
          if (values.length > 0) {
            const read = new BigInt64Array(values.length);
            deltaBinaryUnpack(viewOf(out.subarray(0, length)), values.length, read);
            expect(Array.from(read, Number)).toEqual(numbers);
          }
        }
        const count = unpackDeltas(theirs.getBytes(), back, 2, values.length);
        if (length !== undefined) expect(count).toBe(values.length);
        if (count !== undefined) expect([...back.subarray(2, 2 + count)]).toEqual(numbers);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  test('that end early are left to the library, never read as numbers', () => {
    const values = Float64Array.from({ length: 400 }, (_, index) => (index * 7_919) % 1_000);
    const out = new Uint8Array(mostPackedBytes(400));
    const length = packDeltas(values, out) ?? 0;
    for (let cut = 0; cut < length; cut += 7) {
      expect(unpackDeltas(out.subarray(0, cut), new Float64Array(400), 0, 400)).toBeUndefined();
    }
  });
});

describe('places in a dictionary, packed', () => {
  const places = fc.integer({ min: 0, max: 20 }).chain((width) =>
    fc.record({
      width: fc.constant(width),
      list: fc
        .array(fc.tuple(fc.integer({ min: 0, max: 2 ** width - 1 }), fc.integer({ min: 1, max: 20 })), {
          maxLength: 90,
        })
        .map((runs) => runs.flatMap(([place, count]) => Array.from({ length: count }, () => place))),
    }),
  );

  test('are read by the library with the written values, and its own are read here', () => {
    fc.assert(
      fc.property(places, ({ width, list }) => {
        const out = new Uint8Array(mostRunBytes(list.length, width));
        const length = packRuns(Int32Array.from(list), width, out, 0);
        expect(length).toBeLessThanOrEqual(out.length);
        const read = Array.from({ length: list.length }, () => -1);
        if (list.length > 0) readRleBitPackedHybrid(viewOf(out.subarray(0, length)), width, read, length);
        expect(read).toEqual(list);
        const theirs = new ByteWriter();
        writeRleBitPackedHybrid(theirs, list, width);
        expect([...unpackRuns(theirs.getBytes(), width, list.length, 2 ** width)]).toEqual(list);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  test('beyond the dictionary, or fewer than promised, are damage', () => {
    const out = new Uint8Array(64);
    const length = packRuns(Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7]), 3, out, 0);
    expect(() => unpackRuns(out.subarray(0, length), 3, 8, 7)).toThrow('a place 7 in a dictionary of 7');
    expect(() => unpackRuns(out.subarray(0, length), 3, 9, 8)).toThrow('end early');
  });
});

describe('a dictionary', () => {
  test('gives back every number to the bit, and is made only where it halves them', () => {
    const numbers = fc.oneof(
      fc.array(
        fc.integer({ min: 0, max: 60 }).map((tick) => (4_000 + tick) / 100),
        { maxLength: 500 },
      ),
      fc.array(fc.double({ noNaN: true }), { maxLength: 100 }),
      fc.array(fc.constantFrom(0, -0, 1), { maxLength: 40 }),
    );
    const indexer = new DoubleIndexer();
    fc.assert(
      fc.property(numbers, (list) => {
        const found = indexer.index(Float64Array.from(list));
        if (found === undefined) return;
        const back = Array.from(found.indices, (place) => found.values[place] as number);
        expect(back.every((value, index) => Object.is(value, list[index]))).toBe(true);
        expect(back.length).toBe(list.length);
        expect(new Set(found.indices).size).toBe(found.values.length);
        expect(found.values.length * 2).toBeLessThanOrEqual(list.length);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  test('is used for prices on their tick and not for values that never repeat', () => {
    const ticks = Float64Array.from({ length: 390 }, (_, index) => (4_000 + ((index * 37) % 90)) / 100);
    expect(new DoubleIndexer().index(ticks)?.values.length).toBe(90);
    const walk = Float64Array.from({ length: 390 }, (_, index) => Math.sin(index));
    expect(new DoubleIndexer().index(walk)).toBeUndefined();
  });
});

describe('compressed bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 4_000 }),
    fc.array(fc.constantFrom(0, 0, 0, 1, 200), { maxLength: 4_000 }).map((list) => Uint8Array.from(list)),
    fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 500 }).map((list) => {
      const prices = Float64Array.from(list, (tick) => (9_000 + tick) / 100);
      return new Uint8Array(prices.buffer);
    }),
    fc.integer({ min: 60, max: 200_000 }).map((length) => new Uint8Array(length).fill(7)),
  );

  test('come back unchanged from the library and from here, and are not much longer than its own', () => {
    const compressor = new SnappyCompressor();
    fc.assert(
      fc.property(bytes, (input) => {
        const compressed = compressor.compress(input).slice();
        const theirs = snappyCompress(input);
        for (const each of [compressed, theirs]) {
          for (const decompress of [snappyUncompress, decompressSnappy]) {
            const back = new Uint8Array(input.length);
            decompress(each, back);
            expect(Buffer.compare(back, input)).toBe(0);
          }
        }
        expect(compressed.length).toBeLessThanOrEqual(theirs.length + 64);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  function libraryReads(compressed: Uint8Array, length: number): Uint8Array | undefined {
    const back = new Uint8Array(length);
    try {
      snappyUncompress(compressed, back);
      return back;
    } catch {
      return undefined;
    }
  }

  test('that are damaged are reported, or read as the library reads them, and touch nothing else', () => {
    const harm = fc.record({ at: fc.nat(), to: fc.nat(255), cut: fc.boolean() });
    let told = 0;
    fc.assert(
      fc.property(bytes, harm, (input, { at, to, cut }) => {
        const whole = new SnappyCompressor().compress(input).slice();
        whole[at % whole.length] = to;
        const damaged = cut ? whole.subarray(0, at % whole.length) : whole;
        const around = new Uint8Array(input.length + 32).fill(9);
        try {
          decompressSnappy(damaged, around.subarray(16, 16 + input.length));
          const theirs = libraryReads(damaged, input.length);
          if (theirs !== undefined) expect(around.slice(16, 16 + input.length)).toEqual(theirs);
        } catch (error) {
          expect(String(error)).toContain('compressed bytes make no sense');
          told++;
        }
        expect([...around.subarray(0, 16), ...around.subarray(-16)].every((byte) => byte === 9)).toBe(true);
      }),
      { numRuns: propertyRuns(300) },
    );
    expect(told).toBeGreaterThan(0);
  });
});

describe('a footer', () => {
  const days = fc.array(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }), {
    minLength: 1,
    maxLength: 22,
  });
  const metadata = fc.record({
    sources: fc.array(fc.stringMatching(/^[a-zé€]{1,12}$/), { maxLength: 3 }),
    adjustment: fc.constantFrom('raw' as const, 'adjusted' as const, 'mixed' as const),
  });

  test('of this store says here what it says to the library', () => {
    fc.assert(
      fc.property(days, metadata, fc.boolean(), (groups, about, isWhole) => {
        const bars = new BarColumns();
        let openMs = 1_751_463_000_000;
        for (const step of groups.flat()) {
          openMs += step * 60_000;
          bars.append(openMs, step, step + 1, step - 0.5, step + 0.25, isWhole ? step : step / 7);
        }
        const lengths = groups.map((group) => group.length);
        const file = encodeMonth(bars, lengths, about, 'America/New_York');
        const footer = file.subarray(-(footerLength(file, file.length) ?? 0));
        const theirs = parquetMetadata(footer, { parsers: EPOCH_MS_PARSERS, geoparquet: false });
        const ours = readOwnFooter(footer);
        expect(ours.schema).toEqual(theirs.schema);
        expect(ours.key_value_metadata).toEqual(theirs.key_value_metadata);
        expect(ours.created_by).toBe(theirs.created_by);
        expect(ours.num_rows).toBe(Number(theirs.num_rows));
        expect(ours.row_groups.map(plainGroup)).toEqual(theirs.row_groups.map(plainGroup));
      }),
      { numRuns: propertyRuns(60) },
    );
  });
});

const plainGroup = ({ num_rows, columns }: FooterGroup) => ({
  rows: Number(num_rows),
  columns: columns.map(({ meta_data: place }) => ({
    path: place?.path_in_schema,
    codec: place?.codec,
    values: Number(place?.num_values),
    size: Number(place?.total_compressed_size),
    dataPage: Number(place?.data_page_offset),
    dictionaryPage: Number(place?.dictionary_page_offset ?? 0),
    least: place?.statistics?.min_value,
    greatest: place?.statistics?.max_value,
  })),
});
