import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { fileSource } from '../../../core/data-manager/importers/import-source.ts';
import type { ImportReport } from '../../../core/data-manager/importers/import-report.ts';
import type { ImportProposal } from '../../../core/data-manager/importers/proposal.ts';
import { proposeImport } from '../../../core/data-manager/importers/propose-import.ts';
import { runImport } from '../../../core/data-manager/importers/run-import.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';
import { countPerDay, hasRealBars, realBars, realCounts } from './real-counts.ts';
import { calendar, EVER, openStoreAt, plain, temporaryFolder, unwrap } from './store-fixture.ts';

const files = createNodeFiles();
const propose = async (file: string): Promise<ImportProposal> =>
  unwrap(await proposeImport(fileSource(files, path.join(realBars, file)), { calendar }));

async function imported(file: string, store: WritableBarStore): Promise<ImportReport> {
  return unwrap(await runImport(await propose(file), { store, calendar }));
}

async function expectCounts(store: WritableBarStore, group: string, file: string): Promise<void> {
  const wanted = realCounts(group).filter((count) => count.file === file);
  expect(wanted.length).toBeGreaterThan(0);
  for (const symbol of new Set(wanted.map((count) => count.symbol))) {
    const { bars } = unwrap(await store.getBars(asTicker(symbol), '1m', EVER));
    const perDay = countPerDay(bars);
    const ofSymbol = wanted.filter((count) => count.symbol === symbol);
    expect([...perDay.keys()].sort()).toEqual(ofSymbol.map(({ date }) => date).sort());
    for (const { date, bars: all, inSession } of ofSymbol)
      expect(perDay.get(date), `${symbol} ${date}`).toEqual({ all, inSession });
  }
}

describe.skipIf(!hasRealBars)('real Parquet files give the counted bars of every day', () => {
  const groups = [
    { group: 'parquet_yahoo_newyork', zone: 'UTC', certainty: 'certain' },
    { group: 'parquet_naive_utc', zone: 'UTC', certainty: 'likely' },
    { group: 'parquet_yfinance_multiindex', zone: 'UTC', certainty: 'certain' },
  ] as const;
  for (const { group, zone, certainty } of groups) {
    for (const file of new Set(realCounts(group).map((count) => count.file))) {
      test(`${group}/${file}`, async () => {
        const proposal = await propose(`${group}/${file}`);
        expect(proposal).toMatchObject({
          format: 'parquet',
          zone: { value: zone, certainty },
          stamp: { value: 'open', certainty: 'likely' },
          interval: { value: '1m' },
          questions: [],
        });
        const store = openStoreAt(temporaryFolder());
        const report = unwrap(await runImport(proposal, { store, calendar }));
        expect(report.rowsRefused).toBe(0);
        await expectCounts(store, group, file);
      });
    }
  }

  test('the name of a file loses against its columns', async () => {
    const proposal = await propose('parquet_yfinance_multiindex/TSLA.parquet');
    expect(proposal.symbol).toMatchObject({ value: { symbol: 'AAPL' }, certainty: 'certain' });
    expect(proposal.symbol.evidence.join(' ')).toContain("the file's name says TSLA");
  });

  test('two symbols side by side, one of them with a null row', async () => {
    const report = await imported('parquet_yfinance_multiindex/MCD.parquet', openStoreAt(temporaryFolder()));
    expect(report).toMatchObject({ rowsRead: 5419, rowsRefused: 0, blanks: 1 });
    expect(report.symbols.map(({ symbol, bars }) => [symbol, bars])).toEqual([
      ['CVS', 2709],
      ['MRK', 2710],
    ]);
  });

  test('a row a day is stamped with the open of its session', async () => {
    const proposal = await propose('parquet_yahoo_newyork/AAPL_daily.parquet');
    expect(proposal.interval.value).toBe('1d');
    const store = openStoreAt(temporaryFolder());
    expect(unwrap(await runImport(proposal, { store, calendar })).symbols[0]).toMatchObject({ bars: 2512 });
    const { bars } = unwrap(await store.getBars(asTicker('AAPL'), '1d', EVER));
    const last = calendar.tradingSession(calendar.dayOf(bars.openMs[bars.length - 1] as never));
    expect(bars.openMs[bars.length - 1]).toBe(last?.open);
  });

  test('volume that the vendor lost is a finding', async () => {
    const report = await imported('parquet_yahoo_newyork/INTC_1m.parquet', openStoreAt(temporaryFolder()));
    expect(report.findings.map(({ kind, count }) => [kind, count])).toEqual([['zero_volume_with_range', 21]]);
  });
});

describe.skipIf(!hasRealBars)('the same bars in other layouts', () => {
  const originals = ['AAPL', 'AMP', 'KO', 'PCTY', 'TSLA'];
  const layouts = [
    { file: 'long_zstd_timestamptz_us.parquet', rows: 8844, symbols: originals, zone: 'UTC' },
    { file: 'long_gzip_naive_newyork_ms.parquet', rows: 8844, symbols: originals, zone: 'America/New_York' },
    { file: 'hive_by_symbol/symbol=KO/data_0.parquet', rows: 1950, symbols: ['KO'], zone: 'UTC' },
    { file: 'hive_by_symbol/symbol=TSLA/data_0.parquet', rows: 1950, symbols: ['TSLA'], zone: 'UTC' },
  ];
  for (const { file, rows, symbols, zone } of layouts) {
    test(file, async () => {
      const store = openStoreAt(temporaryFolder());
      const proposal = await propose(`parquet_rewritten_duckdb/${file}`);
      expect(proposal.zone.value).toBe(zone);
      expect(unwrap(await runImport(proposal, { store, calendar }))).toMatchObject({
        rowsRead: rows,
        rowsRefused: 0,
      });
      const original = openStoreAt(temporaryFolder());
      for (const symbol of symbols) {
        await imported(`parquet_yahoo_newyork/${symbol}_1m.parquet`, original);
        const [a, b] = await Promise.all(
          [store, original].map(async (one) => unwrap(await one.getBars(asTicker(symbol), '1m', EVER)).bars),
        );
        expect(plain(a!)).toEqual(plain(b!));
      }
    });
  }

  test('32-bit floats, 32-bit volumes and seconds since 1970', async () => {
    const store = openStoreAt(temporaryFolder());
    const proposal = await propose(
      'parquet_rewritten_duckdb/long_uncompressed_epoch_seconds_float32.parquet',
    );
    expect(proposal.columns.evidence.join(' ')).toContain('32-bit floats');
    expect(unwrap(await runImport(proposal, { store, calendar }))).toMatchObject({
      rowsRead: 3546,
      rowsRefused: 0,
    });
    const original = openStoreAt(temporaryFolder());
    await imported('parquet_yahoo_newyork/PCTY_1m.parquet', original);
    const [a, b] = await Promise.all(
      [store, original].map(async (one) => unwrap(await one.getBars(asTicker('PCTY'), '1m', EVER)).bars),
    );
    expect(a!.length).toBe(257 + 246);
    expect(plain(a!)).toEqual(plain(b!, 0, a!.length));
  });
});

describe.skipIf(!hasRealBars)('Parquet files without bars', () => {
  const folder = path.resolve(realBars, '../parquet_conformance');
  const names = hasRealBars
    ? [...readdirSync(folder), ...readdirSync(path.join(folder, 'bad')).map((name) => `bad/${name}`)]
    : [];
  for (const name of names.filter((each) => each.endsWith('.parquet'))) {
    test(`${name} is refused, with the reason`, async () => {
      const proposed = await proposeImport(fileSource(files, path.join(folder, name)), { calendar });
      expect(proposed).toMatchObject({ ok: false });
      if (proposed.ok) return;
      expect(proposed.failure.code).toMatch(/^(bad_file|damaged_file)$/);
      expect(proposed.failure.message).toContain(name);
    });
  }
});
