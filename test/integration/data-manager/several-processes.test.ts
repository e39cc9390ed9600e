import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import { build } from '../../../scripts/build.mjs';
import { EVER, minutes, openStoreAt, plain, temporaryFolder, TEST_ORIGIN, unwrap } from './store-fixture.ts';

/** The program as it is started for real: several at a time, and killed without a word. */
const cli = fileURLToPath(new URL('../../../dist/cli/cli.cjs', import.meta.url));
beforeAll(() => build({ names: ['cli'], ifStale: true, quiet: true }));

const SYMBOLS = ['AAPL', 'KO', 'RIVN', 'TSLA'];

function csv(bars: ReadonlyBarColumns): string {
  const lines = ['symbol,t,o,h,l,c,v'];
  for (let row = 0; row < bars.length; row++) {
    for (const symbol of SYMBOLS) {
      const values = [bars.openMs, bars.open, bars.high, bars.low, bars.close, bars.volume].map(
        (one) => one[row],
      );
      lines.push(`${symbol},${values.join(',')}`);
    }
  }
  return lines.join('\n');
}

function startImport(file: string, data: string): { child: ChildProcess; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [cli, 'import', file, '--yes', '--json', '--data', data], {
    stdio: 'ignore',
  });
  return { child, ended: new Promise((resolve) => child.once('close', resolve)) };
}

const filesIn = (folder: string): readonly string[] => readdirSync(folder, { recursive: true }).map(String);

/** Kills a process after this number of its temporary files was seen: in the middle of a write, or right after. */
function killWhenWriting(child: ChildProcess, data: string, sightings: number): NodeJS.Timeout {
  let seen = 0;
  return setInterval(() => {
    if (filesIn(data).some((name) => name.endsWith('.tmp'))) seen += 1;
    if (seen >= sightings) child.kill('SIGKILL');
  }, 2);
}

describe('importing processes', () => {
  test('that write the same months at the same time lose nothing of each other', async () => {
    const folder = temporaryFolder();
    const data = path.join(folder, 'store');
    const parts = [
      minutes({ from: '2025-06-02', to: '2025-06-10', seed: 'a' }),
      minutes({ from: '2025-06-11', to: '2025-06-20', seed: 'b' }),
      minutes({ from: '2025-06-23', to: '2025-07-08', seed: 'c' }),
    ];
    const started = parts.map((bars, index) => {
      const file = path.join(folder, `part-${index}.csv`);
      writeFileSync(file, csv(bars));
      return startImport(file, data).ended;
    });
    expect(await Promise.all(started)).toEqual([0, 0, 0]);
    const wanted = parts.flatMap((bars) => plain(bars).c);
    for (const symbol of SYMBOLS) {
      const { bars } = unwrap(await openStoreAt(data).getBars(asTicker(symbol), '1m', EVER));
      expect([...bars.close.subarray(0, bars.length)]).toEqual(wanted);
    }
    expect(filesIn(data).filter((name) => /\.(tmp|damaged|lock)/.test(name))).toEqual([]);
  });

  test('that are killed in the middle of a write leave every month whole, and the next one carries on', async () => {
    const folder = temporaryFolder();
    const data = path.join(folder, 'store');
    const before = minutes({ from: '2025-01-02', to: '2025-07-08', seed: 'before' });
    for (const symbol of SYMBOLS)
      unwrap(await openStoreAt(data).writeBars(asTicker(symbol), '1m', before, TEST_ORIGIN));
    const after = minutes({ from: '2025-01-02', to: '2025-07-08', seed: 'after' });
    const file = path.join(folder, 'after.csv');
    writeFileSync(file, csv(after));
    const values = { before: plain(before), after: plain(after) };
    let midWay = 0;
    for (const sightings of [1, 3, 6, 10]) {
      const { child, ended } = startImport(file, data);
      const watching = killWhenWriting(child, data, sightings);
      await ended;
      clearInterval(watching);
      for (const symbol of SYMBOLS) {
        const { bars, findings } = unwrap(await openStoreAt(data).getBars(asTicker(symbol), '1m', EVER));
        expect(findings).toEqual([]);
        expect([...bars.openMs.subarray(0, bars.length)]).toEqual(values.before.t);
        const replaced = values.after.c.filter(
          (close, row) => bars.close[row] === close && close !== values.before.c[row],
        );
        if (replaced.length < bars.length * 0.9) midWay += 1;
        for (let row = 0; row < bars.length; row++) {
          if (bars.close[row] !== values.before.c[row] && bars.close[row] !== values.after.c[row])
            expect.fail(`${symbol}: row ${row} is neither the old bar nor the new one`);
        }
      }
    }
    expect(midWay, 'it was killed before its end').toBeGreaterThan(0);
    expect(await startImport(file, data).ended).toBe(0);
    for (const symbol of SYMBOLS) {
      const { bars } = unwrap(await openStoreAt(data).getBars(asTicker(symbol), '1m', EVER));
      expect([...bars.close.subarray(0, bars.length)]).toEqual(values.after.c);
    }
    expect(filesIn(data).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
