import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { fileSource } from '../../../core/data-manager/importers/import-source.ts';
import type { ImportProposal } from '../../../core/data-manager/importers/proposal.ts';
import { proposeImport } from '../../../core/data-manager/importers/propose-import.ts';
import { runImport } from '../../../core/data-manager/importers/run-import.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';
import { countPerDay, hasRealBars, realBars, realCounts } from './real-counts.ts';
import { calendar, EVER, openStoreAt, temporaryFolder, unwrap } from './store-fixture.ts';

const files = createNodeFiles();
const propose = async (file: string): Promise<ImportProposal> =>
  unwrap(await proposeImport(fileSource(files, path.join(realBars, file)), { calendar }));

describe.skipIf(!hasRealBars)('real CSV files', () => {
  const groups = [
    { group: 'csv_close_stamped', zone: 'America/New_York', stamp: 'close' },
    { group: 'csv_two_years_utc', zone: 'UTC', stamp: 'open' },
    { group: 'csv_yfinance', zone: 'UTC', stamp: 'open' },
  ] as const;
  for (const { group, zone, stamp } of groups) {
    const ofGroup = realCounts(group);
    for (const file of new Set(ofGroup.map((count) => count.file))) {
      test(`${group}/${file} gives the counted bars of every day`, async () => {
        const wanted = ofGroup.filter((count) => count.file === file);
        const [{ symbol } = { symbol: '' }] = wanted;
        const proposal = await propose(`${group}/${file}`);
        expect(proposal).toMatchObject({
          zone: { value: zone },
          stamp: { value: stamp },
          symbol: { value: { symbol } },
          interval: { value: '1m' },
        });
        const store = openStoreAt(temporaryFolder());
        const report = unwrap(await runImport(proposal, { store, calendar }));
        expect(report).toMatchObject({
          rowsRead: wanted.reduce((sum, count) => sum + count.bars, 0),
          rowsRefused: 0,
        });

        const availability = unwrap(await store.availability(asTicker(symbol)));
        expect(availability?.intervals[0]?.days).toEqual(wanted.map((count) => count.date).sort());
        const { bars } = unwrap(await store.getBars(asTicker(symbol), '1m', EVER));
        const perDay = countPerDay(bars);
        for (const { date, bars: all, inSession } of wanted) {
          expect(perDay.get(date)?.all, date).toBe(all);
          if (symbol !== 'BTC-USD') expect(perDay.get(date)?.inSession, date).toBe(inSession);
        }
      });
    }
  }

  test('the day of the example session, of AAPL and RIVN', async () => {
    const store = openStoreAt(temporaryFolder());
    for (const [symbol, rows] of [
      ['AAPL', 862],
      ['RIVN', 617],
    ] as const) {
      const proposal = await propose(`csv_alpaca_rivn_aapl/${symbol}_2025-07-02.csv`);
      expect(proposal).toMatchObject({
        zone: { value: 'UTC', certainty: 'certain' },
        stamp: { value: 'open', certainty: 'likely' },
        questions: [],
      });
      expect(unwrap(await runImport(proposal, { store, calendar }))).toMatchObject({
        rowsRead: rows,
        rowsRefused: 0,
        findings: [],
      });
      const session = calendar.tradingSession('2025-07-02' as never)!;
      const { bars } = unwrap(
        await store.getBars(asTicker(symbol), '1m', { from: session.open, to: session.close }),
      );
      expect(bars.length).toBe(390);
    }
  });

  test('an older download of the same symbol adds what was missing and nothing twice', async () => {
    const store = openStoreAt(temporaryFolder());
    await runImport(await propose('csv_yfinance/RIVN_1m.csv'), { store, calendar });
    const report = unwrap(
      await runImport(await propose('csv_yfinance/older_download/RIVN_1m.csv'), { store, calendar }),
    );
    expect(report.symbols[0]).toMatchObject({ bars: 2730, written: 780, unchanged: 1950, replaced: 0 });
    expect(unwrap(await store.getBars(asTicker('RIVN'), '1m', EVER)).bars.length).toBe(2508 + 780);
  });

  test('fractional volumes of crypto are kept, and its bars are stamped with their open', async () => {
    const store = openStoreAt(temporaryFolder());
    const proposal = await propose('csv_yfinance/BTC-USD_1m.csv');
    expect(proposal.stamp).toMatchObject({ value: 'open', certainty: 'likely' });
    expect(proposal.questions).toEqual([]);
    await runImport(proposal, { store, calendar });
    const { bars } = unwrap(await store.getBars(asTicker('BTC-USD'), '1m', EVER));
    expect(bars.length).toBe(5001);
    expect(bars.volume[0]).toBe(90.9767441400001);
  });

  test('volume lost by the vendor and bars still forming are findings', async () => {
    const store = openStoreAt(temporaryFolder());
    const report = unwrap(await runImport(await propose('csv_yfinance/RIVN_1m.csv'), { store, calendar }));
    const kinds = Object.fromEntries(report.findings.map(({ kind, count }) => [kind, count]));
    expect(kinds).toEqual({ zero_volume_with_range: 75, unfinished_bar: 1 });
  });
});
