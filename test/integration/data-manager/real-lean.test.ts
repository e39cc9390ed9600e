import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asEpochMs, asTicker } from '../../../core/base/epoch-ms.ts';
import { importCommand } from '../../../electron/cli/import-command.ts';
import { countPerDay, hasRealBars, realBars, realCounts } from './real-counts.ts';
import { calendar, day as tradingDay, EVER, openStoreAt, temporaryFolder, unwrap } from './store-fixture.ts';

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await importCommand(args, {
    stdout: (text) => void (said.out += text),
    stderr: (text) => void (said.err += text),
    isTty: false,
    env: {},
    cwd: realBars,
    signal: new AbortController().signal,
  });
  return { code, ...said };
}

describe.skipIf(!hasRealBars)("LEAN's folder", () => {
  test('gives the counted bars of every day, and the days of its daily files', async () => {
    const data = temporaryFolder();
    const said = await run('lean', '--yes', '--json', '--data', data);
    const report = JSON.parse(said.out) as {
      ignored: { path: string; reason: string }[];
      failures: unknown[];
      reports: { rows_refused: number }[];
    };
    expect(said.code).toBe(0);
    expect(report.failures).toEqual([]);
    expect(report.reports).toHaveLength(24);
    expect(report.reports.every(({ rows_refused }) => rows_refused === 0)).toBe(true);
    expect(report.ignored.map((one) => path.basename(path.dirname(one.path))).sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'factor_files'),
      ...Array.from({ length: 4 }, () => 'map_files'),
      'spy',
    ]);
    const store = openStoreAt(data);
    for (const symbol of ['AIG', 'BAC', 'IBM', 'SPY']) {
      const minutes = unwrap(await store.getBars(asTicker(symbol), '1m', EVER)).bars;
      const perDay = countPerDay(minutes);
      const wanted = realCounts('lean').filter((count) => count.symbol === symbol);
      expect(wanted).toHaveLength(5);
      for (const { date, bars: all, inSession } of wanted)
        expect(perDay.get(date)).toEqual({ all, inSession });
      const days = unwrap(await store.getBars(asTicker(symbol), '1d', EVER)).bars;
      expect(days.length).toBe(5849);
      const opening = minutes.openMs.findIndex((openMs) => days.openMs.includes(openMs));
      const day = days.openMs.indexOf(minutes.openMs[opening]!);
      expect(days.open[day]).toBe(minutes.open[opening]);
    }
  });

  test('quotes are refused by name', async () => {
    const said = await run('lean/equity/usa/minute/spy/20131007_quote.zip');
    expect(said.code).not.toBe(0);
    expect(said.err).toContain('holds quotes, not trades');
  });

  test('a single zip is recognised by what it holds', async () => {
    const said = await run('lean/equity/usa/minute/ibm/20131011_trade.zip', '--json', '--preset', 'lean');
    expect(JSON.parse(said.out)).toMatchObject({
      proposals: [{ format: 'lean', symbol: { value: 'IBM' }, interval: { value: '1m' }, source: 'lean' }],
    });
  });

  test('adjusted, its prices are the raw ones times the factors of their day', async () => {
    const data = temporaryFolder();
    const files = ['daily/ibm.zip', 'daily/aig.zip', 'minute/spy'].map((file) => `lean/equity/usa/${file}`);
    const said = await run(...files, '--adjusted', '--yes', '--json', '--data', data);
    const report = JSON.parse(said.out) as { failures: unknown[]; reports: { rows_refused: number }[] };
    expect([said.code, report.failures, report.reports.length]).toEqual([0, [], 7]);
    expect(report.reports.every(({ rows_refused }) => rows_refused === 0)).toBe(true);
    const store = openStoreAt(data);
    /** The bar of a symbol at a time in New York: open, high, low, close, volume. */
    const barAt = async (symbol: string, interval: '1m' | '1d', date: string): Promise<readonly number[]> => {
      const from = calendar.instantOf(tradingDay(date), '09:30')!;
      const range = { from, to: asEpochMs(from + 60_000) };
      const { bars } = unwrap(await store.getBars(asTicker(symbol), interval, range));
      expect(bars.length).toBe(1);
      return [bars.open, bars.high, bars.low, bars.close, bars.volume].map((column) => column[0]!);
    };
    const rounded = (values: readonly number[]): readonly number[] =>
      values.map((value) => Math.round(value * 1e6) / 1e6);
    for (const [symbol, interval, date, ...bar] of ADJUSTED_BY_HAND)
      expect([symbol, date, ...rounded(await barAt(symbol, interval, date))]).toEqual([symbol, date, ...bar]);

    // AIG paid 10 cents on 3 December 2013: the adjusted closes gain what an owner did.
    const [, , , before = 0] = await barAt('AIG', '1d', '2013-12-02');
    const [, , , after = 0] = await barAt('AIG', '1d', '2013-12-03');
    expect(after / before).toBeCloseTo(48.65 / (49.71 - 0.1), 5);
    expect((await barAt('AIG', '1d', '2013-12-03'))[3]).not.toBe(48.65);
  });

  test('what belongs to it and holds no bars is refused with what it is', async () => {
    const said = await run('lean/equity/usa/map_files/spy.csv');
    expect(said.code).toBe(1);
    expect(said.err).toContain('former names');
  });

  test('without its factors nothing passes for adjusted', async () => {
    const folder = temporaryFolder();
    copyFileSync(path.join(realBars, 'lean/equity/usa/daily/spy.zip'), path.join(folder, 'spy.zip'));
    const said = await run(path.join(folder, 'spy.zip'), '--adjusted', '--yes', '--data', folder);
    expect(said.code).not.toBe(0);
    expect(said.err).toContain('holds raw prices');
  });
});

/**
 * Worked out by hand from the files: price / 10,000 × price factor × split factor, volume / split factor. IBM split two
 * for one on 27 May 1999 (factor 0.5 up to the 26th), AIG one for twenty on 1 July 2009 after smaller ones the other way.
 */
const ADJUSTED_BY_HAND = [
  ['IBM', '1d', '1998-01-02', 32.445421, 32.833524, 32.308809, 32.833524, 5_126_400],
  ['AIG', '1d', '1998-01-02', 515.731913, 516.340032, 507.826363, 514.001112, 106_313],
  ['IBM', '1d', '1999-05-26', 69.901011, 74.035515, 69.412018, 73.819229, 16_176_400],
  ['IBM', '1d', '1999-05-27', 73.1547, 73.273814, 64.572235, 72.759743, 9_852_300],
  ['SPY', '1m', '2013-10-07', 144.764432, 144.842248, 144.747139, 144.773078, 816_453],
  ['IBM', '1d', '2021-03-30', 135.86, 136.27, 134.02, 134.72, 3_830_317],
] as const;
