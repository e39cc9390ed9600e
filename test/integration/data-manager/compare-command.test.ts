import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CommandIo } from '../../../electron/cli/command-io.ts';
import { dataCompareCommand } from '../../../electron/cli/data-compare-command.ts';
import { minutes, openStoreAt, RIVN, temporaryFolder, TEST_ORIGIN, unwrap } from './store-fixture.ts';

const folder = temporaryFolder();
const data = path.join(folder, 'store');
const other = path.join(folder, 'other');
const bars = minutes({ from: '2025-07-01', to: '2025-07-03' });
const changed = minutes({ from: '2025-07-02', to: '2025-07-02' });
changed.close[10] = (changed.close[10] ?? 0) - 0.005;
changed.volume[20] = (changed.volume[20] ?? 0) + 7;
const text = ['timestamp,open,high,low,close,volume'];
for (let at = 0; at < changed.length; at++) {
  if (at === 30) continue;
  const stamp = new Date(changed.openMs[at] ?? 0).toISOString();
  const values = [changed.open, changed.high, changed.low, changed.close, changed.volume];
  text.push(`${stamp},${values.map((column) => column[at]).join(',')}`);
}
mkdirSync(path.join(folder, 'download'));
const file = path.join(folder, 'download', 'RIVN_1min.csv');
writeFileSync(file, `${text.join('\n')}\n`);

async function compare(...args: string[]) {
  const said = { out: '', err: '' };
  const io: CommandIo = {
    stdout: (part) => void (said.out += part),
    stderr: (part) => void (said.err += part),
    isTty: false,
    env: {},
    cwd: folder,
    signal: new AbortController().signal,
  };
  return { code: await dataCompareCommand([...args, '--data', data], io), ...said };
}

/** `minutes` walks on from day to day: the day of the file is the walk's own first day, so the store gets that one. */
async function fill(): Promise<void> {
  const day = minutes({ from: '2025-07-02', to: '2025-07-02' });
  unwrap(await openStoreAt(data).writeBars(RIVN, '1m', bars, TEST_ORIGIN));
  unwrap(await openStoreAt(data).writeBars(RIVN, '1m', day, TEST_ORIGIN));
  unwrap(await openStoreAt(other).writeBars(RIVN, '1m', changed, TEST_ORIGIN));
}

describe('data compare', () => {
  test('says which minutes of a file, a folder or another store differ from the store, and by how much', async () => {
    await fill();
    const fromFile = await compare('rivn', file, '--json');
    expect(fromFile.code).toBe(0);
    const report = JSON.parse(fromFile.out) as {
      differences: { t: number; kind: string; fields: string[]; left: number[]; right: number[] | null }[];
    };
    expect(report).toMatchObject({
      symbol: 'RIVN',
      interval: '1m',
      same: 387,
      differing: 2,
      missing_left: 0,
      missing_right: 1,
      days: [{ day: '2025-07-02', left: 390, right: 389 }],
      fields: { volume: { bars: 1, max_absolute: 7 }, open: { bars: 0, max_absolute: 0 } },
    });
    expect(report.differences.map(({ t, kind, fields }) => [t, kind, fields])).toEqual([
      [changed.openMs[10], 'differs', ['close']],
      [changed.openMs[20], 'differs', ['volume']],
      [changed.openMs[30], 'missing_right', []],
    ]);
    expect(report.differences[2]?.right).toBeNull();

    const fromFolder = JSON.parse((await compare('RIVN', 'download', '--json')).out) as typeof report;
    expect(fromFolder.differences).toEqual(report.differences);
    const tolerant = JSON.parse((await compare('RIVN', file, '--tolerance', '0.01', '--json')).out) as object;
    expect(tolerant).toMatchObject({ same: 388, differing: 1 });
    const fromStore = JSON.parse((await compare('RIVN', other, '--json')).out) as object;
    expect(fromStore).toMatchObject({ same: 388, differing: 2, missing_right: 0, right: other });
  });

  test('of days that are named, those of both sides', async () => {
    const report = JSON.parse(
      (await compare('RIVN', file, '--from', '2025-07-01', '--to', '2025-07-02', '--json')).out,
    ) as object;
    expect(report).toMatchObject({ missing_right: 391, days: [{ day: '2025-07-01', right: 0 }, {}] });
  });

  test('says what it was not given', async () => {
    expect(await compare('AAPL', file)).toMatchObject({ code: 3 });
    expect((await compare('AAPL', file)).err).toContain('it has RIVN 1m');
    expect(await compare('RIVN', 'nowhere')).toMatchObject({ code: 2 });
    expect(await compare('RIVN')).toMatchObject({ code: 2 });
    expect(await compare('RIVN', file, '--tolerance', '-1')).toMatchObject({ code: 2 });
    const told = await compare('RIVN', file);
    expect(told.out).toContain('3 bars differ.');
    expect(told.out).toContain('only left');
  });
});
