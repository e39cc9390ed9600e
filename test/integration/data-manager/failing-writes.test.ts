import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fail } from '../../../core/base/result.ts';
import type { FilePort } from '../../../core/data-manager/file-port.ts';
import { sliceColumns } from '../../../core/model/bar-columns.ts';
import { writeFailure } from '../../../electron/host/store/file-failures.ts';
import { lockFile } from '../../../electron/host/store/file-lock.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';
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

const bars = minutes({ from: '2025-07-01', to: '2025-07-03' });
const more = minutes({ from: '2025-07-02', to: '2025-07-08', seed: 'more' });
const folderOf = (location: string): string => path.join(location, 'bars', 'interval=1m', 'symbol=RIVN');

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

/** Permissions do not bind root, under whom tests may run: the file system's refusals are played by the port. */
function failing(step: 'writeNew' | 'replace' | 'lock', code: string): FilePort {
  const files = createNodeFiles();
  return { ...files, [step]: (at: string) => Promise.resolve(writeFailure(at, systemError(code))) };
}

describe('a write that fails', () => {
  for (const [step, code, reason] of [
    ['writeNew', 'ENOSPC', 'the disk is full'],
    ['writeNew', 'EROFS', 'the file system is read-only'],
    ['replace', 'EACCES', 'this user may not write there'],
    ['lock', 'EROFS', 'the file system is read-only'],
  ] as const) {
    test(`${code} at ${step} is not_writable and changes nothing`, async () => {
      const location = temporaryFolder();
      unwrap(await openStoreAt(location).writeBars(RIVN, '1m', bars, TEST_ORIGIN));
      const standing = readFileSync(path.join(folderOf(location), '2025-07.parquet'));
      const written = await openStoreAt(location, failing(step, code)).writeBars(
        RIVN,
        '1m',
        more,
        TEST_ORIGIN,
      );
      expect(written).toMatchObject({ ok: false, failure: { code: 'not_writable' } });
      expect(written.ok ? '' : written.failure.message).toContain(reason);
      expect(written.ok ? '' : written.failure.message).toContain(location);
      expect(readFileSync(path.join(folderOf(location), '2025-07.parquet'))).toEqual(standing);
      expect(readdirSync(folderOf(location))).toEqual(['2025-07.parquet']);
      unwrap(await openStoreAt(location).writeBars(RIVN, '1m', more, TEST_ORIGIN)); // the lock is free again
    });
  }

  test('a store below a file is not_writable', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'file'), '');
    const written = await openStoreAt(path.join(folder, 'file', 'data')).writeBars(
      RIVN,
      '1m',
      bars,
      TEST_ORIGIN,
    );
    expect(written).toMatchObject({ ok: false, failure: { code: 'not_writable' } });
  });

  test('a disk that gives back something else is noticed before anything is replaced', async () => {
    const location = temporaryFolder();
    unwrap(await openStoreAt(location).writeBars(RIVN, '1m', bars, TEST_ORIGIN));
    const files = createNodeFiles();
    const lying: FilePort = {
      ...files,
      writeNew: (at, bytes) =>
        files.writeNew(
          at,
          bytes.map((byte, index) => (index === 900 ? byte ^ 1 : byte)),
        ),
    };
    const written = await openStoreAt(location, lying).writeBars(RIVN, '1m', more, TEST_ORIGIN);
    expect(written).toMatchObject({ ok: false, failure: { code: 'not_writable' } });
    expect(plain(unwrap(await openStoreAt(location).getBars(RIVN, '1m', EVER)).bars)).toEqual(plain(bars));
  });

  test('a crash before the rename loses nothing, and its leftovers go with the next write', async () => {
    const location = temporaryFolder();
    unwrap(await openStoreAt(location).writeBars(RIVN, '1m', bars, TEST_ORIGIN));
    const leftover = path.join(folderOf(location), '2025-07.parquet.4711-1.tmp');
    writeFileSync(leftover, 'half a fi');
    const dead = { pid: 2 ** 22 + 1, host: hostname(), since: Date.now() }; // above every pid there is
    writeFileSync(path.join(folderOf(location), '.lock'), JSON.stringify(dead));
    expect(plain(unwrap(await openStoreAt(location).getBars(RIVN, '1m', EVER)).bars)).toEqual(plain(bars));
    unwrap(await openStoreAt(location).writeBars(RIVN, '1m', more, TEST_ORIGIN));
    expect(readdirSync(folderOf(location))).toEqual(['2025-07.parquet']);
  });

  test('a month that cannot be read for another reason than damage is not touched', async () => {
    const location = temporaryFolder();
    unwrap(await openStoreAt(location).writeBars(RIVN, '1m', bars, TEST_ORIGIN));
    const files = createNodeFiles();
    const forbidden: FilePort = {
      ...files,
      open: (at) => Promise.resolve(fail('not_allowed', `${at} is locked away`)),
    };
    const written = await openStoreAt(location, forbidden).writeBars(RIVN, '1m', more, TEST_ORIGIN);
    expect(written).toMatchObject({ ok: false, failure: { code: 'not_allowed' } });
  });
});

describe('several writers', () => {
  test('at the same time lose nothing of each other', async () => {
    const location = temporaryFolder();
    const whole = minutes({ from: '2025-07-01', to: '2025-07-11' });
    const parts = Array.from({ length: 8 }, (_, part) =>
      sliceColumns(whole, part * 390, (part + 1) * 390 - (part === 7 ? 180 : 0)),
    );
    const covered = parts.reduce((sum, part) => sum + part.length, 0);
    // Two stores know nothing of each other, as two processes do; each also writes several times at once.
    const stores = [openStoreAt(location), openStoreAt(location)];
    await Promise.all(
      parts.map(async (part, index) =>
        unwrap(await stores[index % 2]!.writeBars(RIVN, '1m', part, TEST_ORIGIN)),
      ),
    );
    expect(unwrap(await openStoreAt(location).getBars(RIVN, '1m', EVER)).bars.length).toBe(covered);
    expect(readdirSync(folderOf(location))).toEqual(['2025-07.parquet']);
  });

  test('wait for a lock until it is released', async () => {
    const lock = path.join(temporaryFolder(), 'deep', '.lock');
    const first = unwrap(await lockFile(lock));
    let got = false;
    const second = lockFile(lock).then((taken) => {
      got = true;
      return unwrap(taken);
    });
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(got).toBe(false);
    await first.release();
    await (await second).release();
    expect(existsSync(lock)).toBe(false);
  });

  test('respect the lock of another living process, and take over that of a dead one', async () => {
    const folder = temporaryFolder();
    const lock = path.join(folder, '.lock');
    const child = execFile(process.execPath, ['-e', 'setTimeout(() => {}, 600)']);
    const { pid } = child;
    writeFileSync(lock, JSON.stringify({ pid, host: hostname(), since: Date.now() }));
    const started = performance.now();
    const taken = unwrap(await lockFile(lock));
    expect(performance.now() - started).toBeGreaterThan(200); // it waited for the child's end
    await taken.release();
  });

  test('take over a lock of another machine when it is old, and one without a holder', async () => {
    const folder = temporaryFolder();
    const old = path.join(folder, 'old.lock');
    writeFileSync(old, JSON.stringify({ pid: 1, host: 'elsewhere', since: Date.now() - 3_600_000 }));
    await unwrap(await lockFile(old)).release();
    const nameless = path.join(folder, 'nameless.lock');
    mkdirSync(folder, { recursive: true });
    writeFileSync(nameless, '');
    utimesSync(nameless, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
    await unwrap(await lockFile(nameless)).release();
  });
});
