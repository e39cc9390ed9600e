import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FloatArena, NumberPools } from '../../../core/model/float-arena.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

test('no place of a pool touches another, and all keep their numbers, however many are taken', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 400 }), (sizes) => {
      const pool = new FloatArena();
      const places = sizes.map((size, owner) => {
        const at = pool.take(size);
        expect(pool.numbers.subarray(at, at + size)).toEqual(new Float64Array(size));
        pool.numbers.fill(owner + 1, at, at + size);
        return { at, size, owner };
      });
      for (const { at, size, owner } of places) {
        expect(pool.numbers.subarray(at, at + size)).toEqual(new Float64Array(size).fill(owner + 1));
      }
    }),
    { numRuns: propertyRuns(50) },
  );
});

test('numbers of one kind share a pool, those of another do not', () => {
  const pools = new NumberPools();
  expect(pools.of('metrics')).toBe(pools.of('metrics'));
  expect(pools.of('metrics')).not.toBe(pools.of('queues'));
});
