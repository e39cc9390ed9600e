import * as fc from 'fast-check';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { fail } from '../../../core/base/result.ts';
import type {
  SymbolAvailability,
  WritableBarStore,
  WriteReport,
} from '../../../core/data-manager/bar-store.ts';
import { MonthBatch } from '../../../core/data-manager/month-batch.ts';
import { BarColumns, sliceColumns } from '../../../core/model/bar-columns.ts';
import { commandLine } from '../../helpers/command-line.ts';
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
import { propertyRuns } from '../../helpers/property-runs.ts';

const SYMBOLS = [RIVN, asTicker('AAPL')];
const bars = minutes({ from: '2025-06-27', to: '2025-07-03' });
const other = minutes({ from: '2025-06-27', to: '2025-07-03', seed: 'other' });

/** A write: whose bars, which of them, in which of two states. */
const writes = fc.array(
  fc.record({
    symbol: fc.constantFrom(...SYMBOLS),
    from: fc.nat(bars.length - 1),
    count: fc.integer({ min: 0, max: 900 }),
    isOther: fc.boolean(),
    adjusted: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

const withoutPaths = ({ files, ...report }: WriteReport) => ({
  ...report,
  files: files.map((file) => path.basename(file)),
});

const withoutVersion = (availability: SymbolAvailability | undefined) =>
  availability === undefined ? undefined : { ...availability, version: '' };

describe('writes gathered by month', () => {
  test('leave the same store and tell the same as one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(writes, async (list) => {
        const [direct, behind] = [openStoreAt(temporaryFolder()), openStoreAt(temporaryFolder())];
        const batch = new MonthBatch(behind, (failed) => expect(failed.size).toBe(0));
        for (const { symbol, from, count, isOther, adjusted } of list) {
          const part = sliceColumns(isOther ? other : bars, from, Math.min(bars.length, from + count));
          const origin = { ...TEST_ORIGIN, adjusted };
          const [told, wanted] = [
            await batch.writeBars(symbol, '1m', part, origin),
            await direct.writeBars(symbol, '1m', part, origin),
          ];
          expect(withoutPaths(unwrap(told))).toEqual(withoutPaths(unwrap(wanted)));
        }
        unwrap(await batch.flush());
        expect(batch.isEmpty).toBe(true);
        for (const symbol of SYMBOLS) {
          const [seen, wanted] = [
            await behind.getBars(symbol, '1m', EVER),
            await direct.getBars(symbol, '1m', EVER),
          ];
          expect(plain(unwrap(seen).bars)).toEqual(plain(unwrap(wanted).bars));
          const [has, shouldHave] = [await behind.availability(symbol), await direct.availability(symbol)];
          // Two folders, two times of writing.
          expect(withoutVersion(unwrap(has))).toEqual(withoutVersion(unwrap(shouldHave)));
        }
      }),
      { numRuns: propertyRuns(12) },
    );
  });

  test('are not in the store before they are flushed, and each month is written once', async () => {
    const store = openStoreAt(temporaryFolder());
    let written = 0;
    const counting: WritableBarStore = {
      location: store.location,
      symbols: () => store.symbols(),
      availability: (symbol) => store.availability(symbol),
      getBars: (symbol, interval, range) => store.getBars(symbol, interval, range),
      writeBars: (...write) => ((written += 1), store.writeBars(...write)),
    };
    const flushes: number[] = [];
    const batch = new MonthBatch(counting, (failed) => flushes.push(failed.size));
    const july = minutes({ from: '2025-07-01', to: '2025-07-03' });
    for (let from = 0; from < july.length; from += 100)
      unwrap(
        await batch.writeBars(
          RIVN,
          '1m',
          sliceColumns(july, from, Math.min(july.length, from + 100)),
          TEST_ORIGIN,
        ),
      );
    expect(unwrap(await store.symbols())).toEqual([]);
    unwrap(await batch.flush());
    expect([written, flushes]).toEqual([1, [0]]);
    expect(plain(unwrap(await store.getBars(RIVN, '1m', EVER)).bars)).toEqual(plain(july));
    unwrap(await batch.flush());
    expect(flushes).toHaveLength(1);
  });

  test('a damaged month and one of another tool are left to the store', async () => {
    const location = temporaryFolder();
    const folder = path.join(location, 'bars/interval=1m/symbol=RIVN');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, '2025-07.parquet'), 'not Parquet');
    const batch = new MonthBatch(openStoreAt(location), () => undefined);
    const part = minutes({ from: '2025-07-01', to: '2025-07-01' });
    expect(unwrap(await batch.writeBars(RIVN, '1m', part, TEST_ORIGIN)).setAside).toHaveLength(1);
    expect(batch.isEmpty).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['2025-07.parquet', '2025-07.parquet.damaged']);
  });

  test('that fail are reported by their month, and discarded; the others are written', async () => {
    const store = openStoreAt(temporaryFolder());
    const full = fail('not_writable', 'The disk is full.');
    const told: string[] = [];
    const broken: WritableBarStore = {
      location: store.location,
      symbols: () => store.symbols(),
      availability: (symbol) => store.availability(symbol),
      getBars: (symbol, interval, range) => store.getBars(symbol, interval, range),
      writeBars: (symbol, ...write) =>
        symbol === RIVN ? Promise.resolve(full) : store.writeBars(symbol, ...write),
    };
    const batch = new MonthBatch(broken, (failed) =>
      told.push(
        ...Array.from(failed, ([file, { message }]) => `${path.relative(store.location, file)}: ${message}`),
      ),
    );
    const july = minutes({ from: '2025-07-01', to: '2025-07-01' });
    for (const symbol of SYMBOLS) unwrap(await batch.writeBars(symbol, '1m', july, TEST_ORIGIN));
    expect(await batch.flush()).toEqual(full);
    expect(told).toEqual(['bars/interval=1m/symbol=RIVN/2025-07.parquet: The disk is full.']);
    expect(batch.isEmpty).toBe(true);
    expect(unwrap(await store.symbols()).map(({ symbol }) => symbol)).toEqual(['AAPL']);
  });
});

test('an import of many files reports each of them, and none that could not be written', async () => {
  using line = commandLine();
  const days = ['2025-07-01', '2025-07-02', '2025-07-03'];
  for (const name of days) {
    const day = minutes({ from: name, to: name });
    const rows = Array.from({ length: day.length }, (_, row) =>
      [day.openMs, day.open, day.high, day.low, day.close, day.volume].map((column) => column[row]).join(','),
    );
    writeFileSync(path.join(line.cwd, `RIVN_${name}.csv`), ['t,o,h,l,c,v', ...rows].join('\n'));
  }
  const files = days.map((name) => `RIVN_${name}.csv`);
  const again = await line.tapedeck('import', ...files, files[0]!, '--yes', '--json');
  const { reports, failures } = JSON.parse(again.stdout) as {
    reports: { symbols: { written: number; unchanged: number }[] }[];
    failures: unknown[];
  };
  expect([again.code, failures]).toEqual([0, []]);
  expect(reports.map(({ symbols: [one] }) => [one?.written, one?.unchanged])).toEqual([
    [390, 0],
    [390, 0],
    [210, 0],
    [0, 390],
  ]);
  const store = openStoreAt(path.join(line.cwd, 'data'));
  expect(unwrap(await store.getBars(RIVN, '1m', EVER)).bars.length).toBe(390 + 390 + 210);

  writeFileSync(path.join(line.cwd, 'elsewhere'), readFileSync(path.join(line.cwd, files[0]!)));
  const refused = await line.tapedeck('import', ...files, '--yes', '--json', '--data', 'elsewhere/data');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({
    reports: [],
    failures: days.map(() => ({ code: 'not_writable' })),
  });
});

test('of many files those are reported as failed whose month could not be written, and no others', async () => {
  using line = commandLine();
  const [june, july] = ['2025-06-30', '2025-07-01'];
  for (const name of [june, july]) {
    const day = minutes({ from: name, to: name });
    const rows = Array.from({ length: day.length }, (_, row) =>
      [day.openMs, day.open, day.high, day.low, day.close, day.volume].map((column) => column[row]).join(','),
    );
    writeFileSync(path.join(line.cwd, `RIVN_${name}.csv`), ['t,o,h,l,c,v', ...rows].join('\n'));
  }
  // July is damaged, and cannot be moved out of the way.
  const folder = path.join(line.cwd, 'data/bars/interval=1m/symbol=RIVN');
  mkdirSync(path.join(folder, '2025-07.parquet.damaged', 'x'), { recursive: true });
  writeFileSync(path.join(folder, '2025-07.parquet'), 'not Parquet');
  const said = await line.tapedeck('import', `RIVN_${june}.csv`, `RIVN_${july}.csv`, '--yes', '--json');
  expect(said.code).toBe(1);
  const { reports, failures } = JSON.parse(said.stdout) as {
    reports: { path: string }[];
    failures: { path: string }[];
  };
  expect(reports.map((each) => path.basename(each.path))).toEqual([`RIVN_${june}.csv`]);
  expect(failures.map((each) => path.basename(each.path))).toEqual([`RIVN_${july}.csv`]);
});

test('bars of nothing are gathered as nothing', async () => {
  const batch = new MonthBatch(openStoreAt(temporaryFolder()), () => undefined);
  expect(unwrap(await batch.writeBars(RIVN, '1m', new BarColumns(), TEST_ORIGIN))).toMatchObject({
    written: 0,
  });
});
