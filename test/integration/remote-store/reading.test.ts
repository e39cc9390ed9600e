import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { areSameBars } from '../../../core/data-manager/merge-bars.ts';
import { BLOCK_BYTES } from '../../../electron/host/store/remote/block-cache.ts';
import {
  EVER,
  openStoreAt,
  RIVN,
  temporaryFolder,
  TEST_ORIGIN,
  unwrap,
} from '../data-manager/store-fixture.ts';
import { BRK, madeArchive, remoteStore, seconds, serveArchive } from './remote-fixture.ts';

const cached = (userDir: string): readonly string[] => {
  const folder = path.join(userDir, 'cache', 'bars');
  return readdirSync(folder).map((name) => path.join(folder, name));
};

describe('a store behind a web server', () => {
  test('reads as the same store in a folder does', async () => {
    const folder = await madeArchive();
    const server = await serveArchive({ folder });
    const [there, here] = [remoteStore(server.url), openStoreAt(folder)];
    expect(unwrap(await there.symbols())).toEqual(unwrap(await here.symbols()));
    for (const symbol of [RIVN, BRK]) {
      // How the versions of a file are distinguished is the server's own matter.
      const [far, near] = [await there.availability(symbol), await here.availability(symbol)];
      expect({ ...unwrap(far), version: '' }).toEqual({ ...unwrap(near), version: '' });
      const [read, stored] = [
        await there.getBars(symbol, '1m', EVER),
        await here.getBars(symbol, '1m', EVER),
      ];
      expect(areSameBars(unwrap(read).bars, unwrap(stored).bars)).toBe(true);
      expect(unwrap(read).bars.length).toBeGreaterThan(700);
    }
    expect(unwrap(await there.availability(asTicker('NONE')))).toBeUndefined();
    expect(there.location).toBe(server.url);
  });

  test('asks for parts of files, each once; a second program asks only whether they changed', async () => {
    const folder = temporaryFolder();
    const bars = seconds(20_000, 100);
    unwrap(await openStoreAt(folder).writeBars(RIVN, '1s', bars, TEST_ORIGIN));
    const server = await serveArchive({ folder, s3: { pageSize: 1_000 } });
    const env = { AWS_ENDPOINT_URL: server.url };
    const userDir = path.join(folder, 'user');
    const address = 's3://archive/us equities';
    const first = remoteStore(address, { env, userDir });
    const reads = await Promise.all([1, 2, 3].map(() => first.getBars(RIVN, '1s', EVER)));
    for (const read of reads) expect(areSameBars(unwrap(read).bars, bars)).toBe(true);
    const files = server.seen.filter(({ path: name }) => name.endsWith('.parquet'));
    expect(files.length).toBeGreaterThan(2);
    expect(files.every(({ status, bytes }) => status === 206 && bytes <= BLOCK_BYTES)).toBe(true);
    expect(new Set(files.map(({ range }) => range)).size).toBe(files.length);

    server.seen.length = 0;
    const second = remoteStore(address, { env, userDir });
    expect(areSameBars(unwrap(await second.getBars(RIVN, '1s', EVER)).bars, bars)).toBe(true);
    const again = server.seen.filter(({ path: name }) => name.endsWith('.parquet'));
    expect(again.map(({ status, bytes }) => [status, bytes])).toEqual([[304, 0]]);
  });

  test.each([
    ['knows no ranges', { ranges: false }],
    ['names versions by their time alone', { names: 'modified' }],
    ['names no versions', { names: 'none' }],
    ['knows neither ranges nor versions', { ranges: false, names: 'none' }],
  ] as const)('that %s gives the same bars', async (_what, kind) => {
    const folder = await madeArchive();
    const bars = seconds(20_000, 50);
    unwrap(await openStoreAt(folder).writeBars(BRK, '1s', bars, TEST_ORIGIN));
    const index = path.join(folder, 'bars', 'index.json');
    const text = readFileSync(index, 'utf8');
    writeFileSync(
      index,
      text.replace('{"interval=1m', '{"interval=1s/symbol=BRK%2FB":["2025-07.parquet"],"interval=1m'),
    );
    const server = await serveArchive({ folder, ...kind });
    const store = remoteStore(server.url, { trustMs: 0 });
    const stored = unwrap(await openStoreAt(folder).getBars(RIVN, '1m', EVER)).bars;
    for (let time = 0; time < 2; time++) {
      expect(areSameBars(unwrap(await store.getBars(RIVN, '1m', EVER)).bars, stored)).toBe(true);
      expect(areSameBars(unwrap(await store.getBars(BRK, '1s', EVER)).bars, bars)).toBe(true);
    }
  });

  test('without an index says how to write one', async () => {
    const server = await serveArchive({ folder: temporaryFolder() });
    const store = remoteStore(server.url);
    for (const answer of [
      await store.symbols(),
      await store.availability(RIVN),
      await store.getBars(RIVN, '1m', EVER),
    ]) {
      expect(answer).toMatchObject({ ok: false, failure: { code: 'missing_file' } });
      if (answer.ok) return;
      expect(answer.failure.message).toContain(`${server.url}/bars/index.json`);
      expect(answer.failure.hint).toContain('tapedeck data index');
    }
  });

  test('whose index is no index is no empty store', async () => {
    const folder = temporaryFolder();
    const server = await serveArchive({ folder });
    server.fault = () => ({ status: 200, body: '<html>Sign in</html>' });
    expect(await remoteStore(server.url).symbols()).toMatchObject({
      ok: false,
      failure: { code: 'unreachable' },
    });
  });
});

describe('a file that is changed at the server', () => {
  const BEFORE = seconds(20_000, 100);
  const AFTER = seconds(20_000, 200);

  const served = async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'bars', 'interval=1s', 'symbol=RIVN', '2025-07.parquet');
    const write = async (bars: typeof BEFORE): Promise<Buffer> => {
      const other = temporaryFolder();
      unwrap(await openStoreAt(other).writeBars(RIVN, '1s', bars, TEST_ORIGIN));
      return readFileSync(path.join(other, path.relative(folder, file)));
    };
    unwrap(await openStoreAt(folder).writeBars(RIVN, '1s', BEFORE, TEST_ORIGIN));
    const server = await serveArchive({ folder, s3: { pageSize: 1_000 } });
    const after = await write(AFTER);
    expect(after.length).toBeGreaterThan(BLOCK_BYTES);
    return { server, replace: () => writeFileSync(file, after), env: { AWS_ENDPOINT_URL: server.url } };
  };

  test('between two readings: the new bars, when the old ones are not trusted any more', async () => {
    const { env, replace } = await served();
    const store = remoteStore('s3://archive/us equities', { env, trustMs: 0 });
    expect(areSameBars(unwrap(await store.getBars(RIVN, '1s', EVER)).bars, BEFORE)).toBe(true);
    replace();
    expect(areSameBars(unwrap(await store.getBars(RIVN, '1s', EVER)).bars, AFTER)).toBe(true);
  });

  test('in the middle of reading: the new bars, never bytes of both', async () => {
    const { env, replace, server } = await served();
    const store = remoteStore('s3://archive/us equities', { env });
    let parts = 0;
    server.fault = (name) => {
      if (name.endsWith('.parquet') && (parts += 1) === 2) replace();
      return undefined;
    };
    expect(areSameBars(unwrap(await store.getBars(RIVN, '1s', EVER)).bars, AFTER)).toBe(true);
  });

  test('that changes with every request is given up, and said', async () => {
    const { env, server } = await served();
    let version = 0;
    server.fault = (name, _count, request) => {
      if (!name.endsWith('.parquet')) return undefined;
      const [from, to] = (/(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []).slice(1).map(Number);
      version += 1;
      const headers = { etag: `"${version}"`, 'content-range': `bytes ${from}-${to}/600000` };
      return { status: 206, headers, body: '.'.repeat(to! - from! + 1) };
    };
    const read = await remoteStore('s3://archive/us equities', { env }).getBars(RIVN, '1s', EVER);
    expect(read).toMatchObject({ ok: false, failure: { code: 'changed_file' } });
  });
});

describe('the cache', () => {
  test('a damaged entry is fetched again, never read', async () => {
    const folder = await madeArchive();
    const server = await serveArchive({ folder });
    const userDir = path.join(folder, 'user');
    const { bars } = unwrap(await remoteStore(server.url, { userDir }).getBars(RIVN, '1m', EVER));
    const files = cached(userDir);
    expect(files).toHaveLength(3);
    for (const damage of [0.001, 0.02, 0.5, 0.999]) {
      for (const file of files) {
        const bytes = readFileSync(file);
        const at = Math.floor(bytes.length * damage);
        bytes[at] = bytes[at]! ^ 0x10;
        writeFileSync(file, bytes);
      }
      server.seen.length = 0;
      const store = remoteStore(server.url, { userDir });
      expect(areSameBars(unwrap(await store.getBars(RIVN, '1m', EVER)).bars, bars)).toBe(true);
      const statuses = server.seen
        .filter(({ path: name }) => name.endsWith('.parquet'))
        .map(({ status }) => status);
      expect(statuses).toEqual([206, 206, 206]);
    }
    for (const file of files) writeFileSync(file, readFileSync(file).subarray(0, 100));
    const cut = await remoteStore(server.url, { userDir }).getBars(RIVN, '1m', EVER);
    expect(areSameBars(unwrap(cut).bars, bars)).toBe(true);
  });

  test('stays within its size, and keeps what was used last', async () => {
    const folder = temporaryFolder();
    const bars = seconds(25_000, 100);
    const symbols = ['AAA', 'BBB', 'CCC', 'DDD'].map(asTicker);
    for (const symbol of symbols)
      unwrap(await openStoreAt(folder).writeBars(symbol, '1s', bars, TEST_ORIGIN));
    const server = await serveArchive({ folder, s3: { pageSize: 1_000 } });
    const env = { AWS_ENDPOINT_URL: server.url, TAPEDECK_CACHE_MB: '2' };
    const userDir = path.join(folder, 'user');
    const store = remoteStore('s3://archive/us equities', { env, userDir });
    for (const symbol of symbols) {
      expect(areSameBars(unwrap(await store.getBars(symbol, '1s', EVER)).bars, bars)).toBe(true);
      const sizes = cached(userDir).map((file) => statSync(file).size);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2 * 1024 * 1024);
    }
    server.seen.length = 0;
    const again = remoteStore('s3://archive/us equities', { env, userDir });
    unwrap(await again.getBars(asTicker('DDD'), '1s', EVER));
    const fetched = server.seen.filter(({ path: name }) => name.endsWith('.parquet'));
    expect(fetched.map(({ status }) => status)).toEqual([304]);
  });

  test('that cannot be written only makes reading slower', async () => {
    const folder = await madeArchive();
    const server = await serveArchive({ folder });
    const userDir = path.join(folder, 'file');
    writeFileSync(userDir, 'in the way');
    const store = remoteStore(server.url, { userDir });
    expect(unwrap(await store.getBars(RIVN, '1m', EVER)).bars.length).toBeGreaterThan(700);
    const none = remoteStore(server.url, { env: { TAPEDECK_CACHE_MB: '0' } });
    expect(unwrap(await none.getBars(RIVN, '1m', EVER)).bars.length).toBeGreaterThan(700);
  });
});
