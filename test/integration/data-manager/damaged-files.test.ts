import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sliceColumns } from '../../../core/model/bar-columns.ts';
import { createRandom } from '../../../core/data-manager/sample/random.ts';
import {
  EVER,
  minutes,
  openStoreAt,
  plain,
  RIVN,
  temporaryFolder,
  TEST_ORIGIN,
  unwrap,
} from './store-fixture.ts';

const location = temporaryFolder();
const file = path.join(location, 'bars', 'interval=1m', 'symbol=RIVN', '2025-07.parquet');
const bars = minutes({ from: '2025-06-27', to: '2025-07-03' });
const before = plain(bars);
let sound: Buffer;

/** The store's result for a file with these bytes: its bars or the code of its failure. */
async function readWith(bytes: Uint8Array): Promise<unknown> {
  writeFileSync(file, bytes);
  const read = await openStoreAt(location).getBars(RIVN, '1m', EVER);
  return read.ok ? plain(read.value.bars) : read.failure.code;
}

beforeAll(async () => {
  unwrap(await openStoreAt(location).writeBars(RIVN, '1m', bars, TEST_ORIGIN));
  sound = readFileSync(file);
});

describe('a damaged month', () => {
  test('a flipped bit anywhere is noticed: the right bars or damaged_file, never a wrong number', async () => {
    const random = createRandom('bit flips');
    const counts = { same: 0, damaged: 0 };
    const footer = sound.length - 8 - sound.readUInt32LE(sound.length - 8);
    for (let round = 0; round < 400; round++) {
      // Every second one in the footer, where a flip moves offsets, types and lengths.
      const from = round % 2 === 0 ? 0 : footer;
      const at = from + Math.floor(random.uniform() * (sound.length - from));
      const bytes = Uint8Array.from(sound);
      bytes[at] = bytes[at]! ^ (1 << Math.floor(random.uniform() * 8));
      const seen = await readWith(bytes);
      if (seen === 'damaged_file') counts.damaged += 1;
      else {
        expect(seen, `bit flipped at ${at}`).toEqual(before);
        counts.same += 1;
      }
    }
    expect(counts.same).toBeLessThan(10); // no reader checks the magic at the start
  });

  test('a cut file, at any length, is damaged_file', async () => {
    const lengths = [
      0,
      1,
      3,
      4,
      7,
      8,
      11,
      12,
      100,
      4096,
      sound.length - 9,
      sound.length - 8,
      sound.length - 4,
      sound.length - 1,
    ];
    for (let step = 1; step < 40; step++) lengths.push(Math.floor((sound.length * step) / 40));
    for (const length of lengths)
      expect(await readWith(sound.subarray(0, length)), `${length} bytes`).toBe('damaged_file');
  });

  test('zeros over a part, doubled content and another format are damaged_file', async () => {
    const zeroed = Uint8Array.from(sound).fill(0, 2_000, 3_000);
    expect(await readWith(zeroed)).toBe('damaged_file');
    expect(await readWith(Buffer.concat([sound.subarray(0, 5_000), sound]))).toBe('damaged_file');
    expect(await readWith(Buffer.from('t,o,h,l,c,v\n1,2,3,4,5,6\n'))).toBe('damaged_file');
  });

  test('takes no other month with it, is listed, and can be filled again', async () => {
    await readWith(sound.subarray(0, 5_000));
    const store = openStoreAt(location);
    const june = await store.getBars(RIVN, '1m', { from: 0 as never, to: Date.UTC(2025, 6, 1) as never });
    expect(plain(unwrap(june).bars)).toEqual(plain(bars, 0, 780));
    const availability = unwrap(await store.availability(RIVN));
    expect(availability?.intervals[0]?.days).toEqual(['2025-06-27', '2025-06-30']);
    expect(availability?.damaged).toHaveLength(1);
    expect(availability?.damaged[0]?.path).toBe(file);
    const failed = await store.getBars(RIVN, '1m', EVER);
    expect(failed).toMatchObject({ ok: false, failure: { code: 'damaged_file' } });
    expect(failed.ok ? '' : failed.failure.message).toContain(file);

    const report = unwrap(await store.writeBars(RIVN, '1m', sliceColumns(bars, 780), TEST_ORIGIN));
    expect(report.setAside).toEqual([`${file}.damaged`]);
    expect(readFileSync(`${file}.damaged`)).toEqual(sound.subarray(0, 5_000));
    expect(plain(unwrap(await store.getBars(RIVN, '1m', EVER)).bars)).toEqual(before);
  });
});
