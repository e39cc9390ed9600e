import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { fail } from '../../../core/base/result.ts';
import { BarColumns, sliceColumns } from '../../../core/model/bar-columns.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';
import {
  calendar,
  day,
  EVER,
  minutes,
  openStoreAt,
  plain,
  RIVN,
  temporaryFolder,
  TEST_ORIGIN,
  unwrap,
} from './store-fixture.ts';

const dayRange = (name: string) => {
  const session = calendar.tradingSession(day(name));
  if (session === undefined) throw new Error(name);
  return { from: session.dayStart, to: session.dayEnd };
};

describe('bar store', () => {
  test('gives back what was written, over months, to the bit', async () => {
    const store = openStoreAt(temporaryFolder());
    const bars = minutes({ from: '2025-06-20', to: '2025-08-05' });
    const report = unwrap(await store.writeBars(RIVN, '1m', bars, TEST_ORIGIN));
    expect(report).toMatchObject({ written: bars.length, unchanged: 0, replaced: 0, kept: 0 });
    expect(report.files.map((file) => path.basename(file))).toEqual([
      '2025-06.parquet',
      '2025-07.parquet',
      '2025-08.parquet',
    ]);
    const read = unwrap(await store.getBars(RIVN, '1m', EVER));
    expect(plain(read.bars)).toEqual(plain(bars));
    expect(read).toMatchObject({ synthetic: false, findings: [] });
  });

  test('reads a day, and part of one, without the rest', async () => {
    const store = openStoreAt(temporaryFolder());
    const bars = minutes({ from: '2025-06-30', to: '2025-07-08' });
    await store.writeBars(RIVN, '1m', bars, TEST_ORIGIN);
    const wanted = unwrap(await store.getBars(RIVN, '1m', dayRange('2025-07-03')));
    expect(wanted.bars.length).toBe(210); // an early close
    const session = calendar.tradingSession(day('2025-07-02'));
    const from = session!.open;
    const hour = unwrap(await store.getBars(RIVN, '1m', { from, to: (from + 3_600_000) as never }));
    expect(hour.bars.length).toBe(60);
    expect(hour.bars.openMs[0]).toBe(from);
  });

  test('answers nothing for what it does not have', async () => {
    const store = openStoreAt(temporaryFolder());
    expect(unwrap(await store.symbols())).toEqual([]);
    expect(unwrap(await store.availability(RIVN))).toBeUndefined();
    expect(unwrap(await store.getBars(RIVN, '1m', EVER)).bars.length).toBe(0);
    expect(unwrap(await store.writeBars(RIVN, '1m', new BarColumns(), TEST_ORIGIN))).toMatchObject({
      written: 0,
      files: [],
    });
    expect(unwrap(await store.symbols())).toEqual([]);
  });

  test('files a bar under the month of its New York day, not of UTC', async () => {
    const store = openStoreAt(temporaryFolder());
    const bars = new BarColumns();
    bars.append(Date.UTC(2025, 7, 1, 3, 30), 1, 1, 1, 1, 1); // 31 July, 23:30 in New York
    bars.append(Date.UTC(2025, 7, 1, 4, 0), 2, 2, 2, 2, 2); // 1 August, 00:00
    const { files } = unwrap(await store.writeBars(RIVN, '1m', bars, TEST_ORIGIN));
    expect(files.map((file) => path.basename(file))).toEqual(['2025-07.parquet', '2025-08.parquet']);
    expect(plain(unwrap(await store.getBars(RIVN, '1m', EVER)).bars)).toEqual(plain(bars));
  });

  test('keeps fractional volumes, volumes over 2^31 and whole ones exact', async () => {
    const store = openStoreAt(temporaryFolder());
    const crypto = minutes({ from: '2025-07-01', to: '2025-07-02', fractional: true });
    const large = minutes({ from: '2025-07-01', to: '2025-07-02' });
    large.volume[3] = 5_000_000_000;
    large.volume[4] = Number.MAX_SAFE_INTEGER;
    await store.writeBars(asTicker('BTC-USD'), '1m', crypto, TEST_ORIGIN);
    await store.writeBars(asTicker('BRK.B'), '1m', large, TEST_ORIGIN);
    expect(plain(unwrap(await store.getBars(asTicker('BTC-USD'), '1m', EVER)).bars)).toEqual(plain(crypto));
    expect(plain(unwrap(await store.getBars(asTicker('BRK.B'), '1m', EVER)).bars)).toEqual(plain(large));
  });

  test('keys days at the open of their session, however they are stamped', async () => {
    const store = openStoreAt(temporaryFolder());
    const days = new BarColumns();
    days.append(Date.UTC(2025, 6, 1), 1, 1, 1, 1, 1); // a date alone
    days.append(Date.UTC(2025, 6, 2, 4), 2, 2, 2, 2, 2); // midnight in New York
    days.append(Date.UTC(2025, 6, 3, 13, 30), 3, 3, 3, 3, 3); // the open
    await store.writeBars(RIVN, '1d', days, TEST_ORIGIN);
    const read = unwrap(await store.getBars(RIVN, '1d', EVER));
    const opens = ['2025-07-01', '2025-07-02', '2025-07-03'].map(
      (name) => calendar.tradingSession(day(name))?.open,
    );
    expect([...read.bars.openMs.subarray(0, 3)]).toEqual(opens);
  });

  test('escapes symbols that are no file names', async () => {
    const location = temporaryFolder();
    const store = openStoreAt(location);
    const names = ['BTC/USD', 'A.', '^GSPC', 'BRK.B', 'X Y', 'CON', '%41'];
    for (const name of names)
      await store.writeBars(
        asTicker(name),
        '1m',
        minutes({ from: '2025-07-01', to: '2025-07-01' }),
        TEST_ORIGIN,
      );
    expect(unwrap(await store.symbols()).map(({ symbol }) => symbol)).toEqual([...names].sort());
    const folders = readdirSync(path.join(location, 'bars', 'interval=1m'));
    expect(folders).toContain('symbol=BTC%2FUSD');
    expect(folders).toContain('symbol=A%2E');
  });
});

describe('merging', () => {
  test('keeps each bar once and reports which won', async () => {
    const store = openStoreAt(temporaryFolder());
    const all = minutes({ from: '2025-07-01', to: '2025-07-03' });
    const later = minutes({ from: '2025-07-02', to: '2025-07-07', seed: 'other' });
    await store.writeBars(RIVN, '1m', all, TEST_ORIGIN);
    const again = unwrap(await store.writeBars(RIVN, '1m', sliceColumns(all, 0, 390), TEST_ORIGIN));
    expect(again).toMatchObject({ written: 0, unchanged: 390, replaced: 0, kept: 600, files: [] });
    const over = unwrap(await store.writeBars(RIVN, '1m', later, { source: 'other', adjusted: false }));
    expect(over).toMatchObject({ written: later.length, replaced: 600, unchanged: 0, kept: 390 });
    const read = unwrap(await store.getBars(RIVN, '1m', EVER)).bars;
    expect(plain(read, 0, 390)).toEqual(plain(all, 0, 390));
    expect(plain(read, 390)).toEqual(plain(later));
    expect(unwrap(await store.availability(RIVN))?.intervals[0]).toMatchObject({
      sources: ['other', 'test'],
      bars: 390 + later.length,
    });
  });

  test('real bars take the place of generated ones, never the other way round', async () => {
    const store = openStoreAt(temporaryFolder());
    const generated = minutes({ from: '2025-07-01', to: '2025-07-03' });
    const real = minutes({ from: '2025-07-02', to: '2025-07-02', seed: 'real' });
    const synthetic = { source: 'synthetic', adjusted: false };
    await store.writeBars(RIVN, '1m', generated, synthetic);
    expect(unwrap(await store.availability(RIVN))).toMatchObject({ synthetic: true });
    const report = unwrap(await store.writeBars(RIVN, '1m', real, TEST_ORIGIN));
    expect(report).toMatchObject({ written: 390, discardedSynthetic: 990 });
    expect(unwrap(await store.availability(RIVN))).toMatchObject({ synthetic: false });
    const refused = await store.writeBars(RIVN, '1m', generated, synthetic);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'not_allowed' } });
    expect(plain(unwrap(await store.getBars(RIVN, '1m', EVER)).bars)).toEqual(plain(real));
  });
});

describe('availability', () => {
  test('counts days, bars and holes by the calendar', async () => {
    const store = openStoreAt(temporaryFolder());
    const july = minutes({ from: '2025-07-01', to: '2025-07-11' });
    const without = new BarColumns();
    const missing = dayRange('2025-07-08');
    for (let row = 0; row < july.length; row++) {
      const openMs = july.openMs[row]!;
      if (openMs < missing.from || openMs >= missing.to) without.appendFrom(july, row, row + 1);
    }
    await store.writeBars(RIVN, '1m', without, TEST_ORIGIN);
    const availability = unwrap(await store.availability(RIVN));
    expect(availability).toMatchObject({ symbol: 'RIVN', synthetic: false, damaged: [] });
    expect(availability?.intervals).toEqual([
      {
        interval: '1m',
        firstDay: '2025-07-01',
        lastDay: '2025-07-11',
        days: [
          '2025-07-01',
          '2025-07-02',
          '2025-07-03',
          '2025-07-07',
          '2025-07-09',
          '2025-07-10',
          '2025-07-11',
        ],
        bars: without.length,
        missingDays: ['2025-07-08'],
        sources: ['test'],
      },
    ]);
  });

  test('lists symbols with their intervals and months', async () => {
    const store = openStoreAt(temporaryFolder());
    await store.writeBars(RIVN, '1m', minutes({ from: '2025-06-30', to: '2025-07-01' }), TEST_ORIGIN);
    await store.writeBars(
      RIVN,
      '1d',
      sliceColumns(minutes({ from: '2025-05-01', to: '2025-05-01' }), 0, 1),
      TEST_ORIGIN,
    );
    expect(unwrap(await store.symbols())).toEqual([
      { symbol: 'RIVN', intervals: ['1m', '1d'], firstMonth: '2025-05', lastMonth: '2025-07' },
    ]);
  });

  test('names a file that is no month, and passes over what is no Parquet', async () => {
    const location = temporaryFolder();
    const store = openStoreAt(location);
    await store.writeBars(RIVN, '1m', minutes({ from: '2025-07-01', to: '2025-07-01' }), TEST_ORIGIN);
    const folder = path.join(location, 'bars', 'interval=1m', 'symbol=RIVN');
    writeFileSync(path.join(folder, 'notes.txt'), 'hello');
    mkdirSync(path.join(location, 'bars', 'interval=1m', 'lost+found'));
    renameSync(path.join(folder, '2025-07.parquet'), path.join(folder, 'data_0.parquet'));
    expect(unwrap(await store.symbols())).toEqual([]);
    const availability = unwrap(await store.availability(RIVN));
    expect(availability?.intervals).toEqual([]);
    expect(availability?.damaged[0]?.reason).toContain('its name is not a month');
  });

  test('an unreadable folder is a failure, never an empty store', async () => {
    const location = temporaryFolder();
    const files = createNodeFiles();
    await openStoreAt(location).writeBars(
      RIVN,
      '1m',
      minutes({ from: '2025-07-01', to: '2025-07-01' }),
      TEST_ORIGIN,
    );
    const denied = fail('damaged_file', 'It may not be read by this user.');
    const store = openStoreAt(location, { ...files, list: () => Promise.resolve(denied) });
    expect(await store.symbols()).toEqual(denied);
    expect(await store.availability(RIVN)).toEqual(denied);
    expect(await store.getBars(RIVN, '1m', EVER)).toEqual(denied);
  });

  test('what could not be asked for is no damage: availability fails as a whole', async () => {
    const location = temporaryFolder();
    const files = createNodeFiles();
    await openStoreAt(location).writeBars(
      RIVN,
      '1m',
      minutes({ from: '2025-06-30', to: '2025-07-01' }),
      TEST_ORIGIN,
    );
    const silent = fail('unreachable', 'It does not answer.');
    const store = openStoreAt(location, {
      ...files,
      open: (file) => (file.endsWith('2025-07.parquet') ? Promise.resolve(silent) : files.open(file)),
    });
    expect(await store.availability(RIVN)).toEqual(silent);
  });
});
