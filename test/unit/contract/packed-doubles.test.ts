import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packDoubles, unpackDoubles, type PackedDoubles } from '../../../electron/contract/packed-doubles.ts';
import { decodeMessage, encodeMessage } from '../../../electron/contract/wire.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const bits = (column: Float64Array): string =>
  Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('hex');

/** Numbers as a market has them: a whole count of some decimal. */
const decimals = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 40 }))
  .map(([places, counts]) => Float64Array.from(counts, (count) => count / 10 ** places));
const odd = fc.float64Array({ maxLength: 40 });
const mixed = fc.tuple(decimals, odd).map(([first, second]) => Float64Array.from([...first, ...second]));

describe('packed columns', () => {
  test('any column comes back bit for bit, packed or not', () => {
    fc.assert(
      fc.property(fc.oneof(decimals, odd, mixed), (values) => {
        const packed = packDoubles(values);
        if (packed !== undefined) {
          expect(bits(unpackDoubles(packed))).toBe(bits(values));
          expect(packed.bytes.length).toBeLessThan(values.byteLength);
        }
        expect(bits(decodeMessage(encodeMessage(values)) as Float64Array)).toBe(bits(values));
      }),
      { numRuns: propertyRuns(500) },
    );
  });

  test('a column of bars takes two bytes a price, one an open time', () => {
    const minutes = Float64Array.from({ length: 100 }, (_, at) => Date.UTC(2025, 6, 2, 13, 30 + at));
    const prices = Float64Array.from({ length: 100 }, (_, at) => (21_250 + ((at * 37) % 90)) / 100);
    expect(packDoubles(minutes)?.bytes.length).toBeLessThan(115);
    expect(packDoubles(prices)).toMatchObject({ decimals: 2, order: 1 });
    expect(packDoubles(prices)?.bytes.length).toBeLessThan(210);
  });

  test('a column without common decimals, or too short, is not packed', () => {
    for (const values of [
      [1, 2, 3],
      [1, 2, 3, -0],
      [1, 2, 3, Number.NaN],
      [1, 2, 3, Infinity],
      [1, 2, 3, 1 / 3],
      [1, 2, 3, 2 ** 60],
    ]) {
      expect(packDoubles(Float64Array.from(values))).toBeUndefined();
    }
  });

  test('bytes that no packing made are refused', () => {
    const good = packDoubles(Float64Array.of(1.5, 2.5, 3, 4)) as PackedDoubles;
    for (const change of [
      { count: 3 },
      { count: 5 },
      { count: -1 },
      { count: 1e12 },
      { decimals: 7 },
      { decimals: 0.5 },
      { order: 3 },
      { bytes: new Uint8Array(4).fill(255) },
      { bytes: new Uint8Array(40).fill(255) },
    ]) {
      expect(() => unpackDoubles({ ...good, ...change } as PackedDoubles)).toThrow(RangeError);
    }
  });
});
