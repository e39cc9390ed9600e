import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { EVER, openStoreAt, plain, RIVN, temporaryFolder, unwrap, type PlainBars } from './store-fixture.ts';

/** Months as pandas, pyarrow, polars and fastparquet wrote them (scripts/make-foreign-store.py). */
const fixtures = path.resolve('test/fixtures/foreign-store');
const files = readdirSync(fixtures).filter((name) => name.endsWith('.parquet'));

describe('reads a month of the store that another tool wrote', () => {
  test('there are some', () => expect(files.length).toBe(10));

  test.each(files)('%s', async (name) => {
    const bars = JSON.parse(readFileSync(path.join(fixtures, 'bars.json'), 'utf8')) as PlainBars;
    const location = temporaryFolder();
    const folder = path.join(location, 'bars/interval=1m/symbol=RIVN');
    mkdirSync(folder, { recursive: true });
    copyFileSync(path.join(fixtures, name), path.join(folder, '2025-07.parquet'));
    const store = openStoreAt(location);
    const read = unwrap(await store.getBars(RIVN, '1m', EVER));
    expect(plain(read.bars)).toEqual(bars);
    expect(read.findings).toEqual([]);
    expect(unwrap(await store.availability(RIVN))?.intervals[0]).toMatchObject({
      days: ['2025-07-02'],
      bars: 60,
    });
    const [from, to] = [bars.t[10]!, bars.t[20]!];
    const some = unwrap(await store.getBars(RIVN, '1m', { from, to } as typeof EVER));
    expect(plain(some.bars).c).toEqual(bars.c.slice(10, 20));
  });
});
