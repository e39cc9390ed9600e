import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { importCommand } from '../../../electron/headless/import-command.ts';
import { countPerDay, hasRealBars, realBars, realCounts } from './real-counts.ts';
import { EVER, openStoreAt, temporaryFolder, unwrap } from './store-fixture.ts';

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
});
