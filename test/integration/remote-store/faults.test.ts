import { beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../helpers/archive-server.ts';
import { EVER, openStoreAt, plain, RIVN, unwrap } from '../data-manager/store-fixture.ts';
import { madeArchive, QUICK, remoteStore, serveArchive } from './remote-fixture.ts';

let folder = '';
beforeAll(async () => {
  folder = await madeArchive();
});

const bars = async (): Promise<unknown> =>
  plain(unwrap(await openStoreAt(folder).getBars(RIVN, '1m', EVER)).bars);

/** Faults that pass, what is said when they do not. */
const PASSING: readonly (readonly [string, Fault, string])[] = [
  ['too many requests', { status: 429, headers: { 'retry-after': '0' } }, '429 (Too Many Requests)'],
  ['an overloaded server', { status: 503 }, '503 (Service Unavailable)'],
  ['a broken server', { status: 500 }, '500 (Internal Server Error)'],
  ['a server behind a broken one', { status: 502 }, '502 (Bad Gateway)'],
  ['a connection that is reset', 'reset', 'socket hang up'],
  ['an answer that is cut short', 'truncate', 'its answer ended after'],
  ['a server that says nothing', 'hang', 'nothing came for 400 ms'],
];

describe('an archive with faults', () => {
  test.each(PASSING)('%s: asked again, the bars come', async (_what, fault) => {
    const server = await serveArchive({ folder });
    server.fault = (_path, count) => (count === 0 ? fault : undefined);
    const patience = { ...QUICK, idleMs: fault === 'hang' ? 400 : QUICK.idleMs };
    const read = await remoteStore(server.url, { patience }).getBars(RIVN, '1m', EVER);
    expect(plain(unwrap(read).bars)).toEqual(await bars());
  });

  test.each(PASSING)('%s, every time: a sentence with address and reason', async (_what, fault, reason) => {
    const server = await serveArchive({ folder });
    server.fault = (name) => (name.endsWith('2025-06.parquet') ? fault : undefined);
    const patience = { ...QUICK, attempts: 2, idleMs: fault === 'hang' ? 400 : QUICK.idleMs };
    const read = await remoteStore(server.url, { patience }).getBars(RIVN, '1m', EVER);
    expect(read).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
    if (read.ok) return;
    expect(read.failure.message).toContain(
      `${server.url}/bars/interval=1m/symbol=RIVN/2025-06.parquet cannot be read: `,
    );
    expect(read.failure.message).toContain(reason);
    expect(read.failure.message).toContain('(2 attempts)');
  });

  test('a server that drips is given up when the attempt took too long', async () => {
    const server = await serveArchive({ folder });
    server.fault = (name) => (name.endsWith('.parquet') ? 'drip' : undefined);
    const patience = { ...QUICK, attemptMs: 300, idleMs: 10_000, attempts: 1 };
    const read = await remoteStore(server.url, { patience }).getBars(RIVN, '1m', EVER);
    expect(read).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
    if (!read.ok) expect(read.failure.message).toContain('it took longer than 300 ms');
  });

  test('a server that asks for a long wait is not waited for', async () => {
    const server = await serveArchive({ folder });
    server.fault = () => ({ status: 503, headers: { 'retry-after': '3600' } });
    const read = await remoteStore(server.url).symbols();
    expect(read.ok ? '' : read.failure.message).toContain('asks to wait 3600 s');
    expect(server.seen).toHaveLength(1);
  });

  test('a final refusal is not retried', async () => {
    const server = await serveArchive({ folder });
    for (const status of [400, 401, 403, 410]) {
      server.seen.length = 0;
      server.fault = () => ({ status });
      const read = await remoteStore(server.url).symbols();
      expect(read.ok ? '' : read.failure.message).toContain(`the server answered ${status}`);
      expect(server.seen).toHaveLength(1);
    }
  });

  test('a month that the index names and the server has not is named; the others are there', async () => {
    const server = await serveArchive({ folder });
    server.fault = (name) => (name.endsWith('2025-05.parquet') ? { status: 404 } : undefined);
    const store = remoteStore(server.url);
    expect(await store.getBars(RIVN, '1m', EVER)).toMatchObject({
      ok: false,
      failure: { code: 'missing_file' },
    });
    const availability = unwrap(await store.availability(RIVN));
    expect(availability?.damaged[0]?.reason).toContain('2025-05.parquet');
    expect(availability?.intervals[0]?.firstDay).toBe('2025-06-02');
  });

  test('no listener', async () => {
    const server = await serveArchive({ folder });
    await server[Symbol.asyncDispose]();
    const read = await remoteStore(server.url).symbols();
    expect(read).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
    if (!read.ok) expect(read.failure.message).toContain('ECONNREFUSED');
  });

  test('bytes that a server changes on the way are damage, never bars', async () => {
    const server = await serveArchive({ folder });
    const packed = { 'content-encoding': 'gzip', etag: '"1"' };
    server.fault = (name) =>
      name.endsWith('.parquet') ? { status: 200, headers: packed, body: 'x' } : undefined;
    const compressed = await remoteStore(server.url).getBars(RIVN, '1m', EVER);
    expect(compressed.ok ? '' : compressed.failure.message).toContain('compresses it (gzip)');
    server.fault = (name) =>
      name.endsWith('.parquet') ? { status: 200, body: '<html>Log in</html>' } : undefined;
    const page = await remoteStore(server.url).getBars(RIVN, '1m', EVER);
    expect(page).toMatchObject({ ok: false, failure: { code: 'damaged_file' } });
    server.fault = (name) =>
      name.endsWith('.parquet')
        ? { status: 206, headers: { etag: '"1"', 'content-range': 'bytes 5-9/10' }, body: '.....' }
        : undefined;
    const wrong = await remoteStore(server.url).getBars(RIVN, '1m', EVER);
    expect(wrong.ok ? '' : wrong.failure.message).toContain('is not the part that was asked for');
  });

  test('redirects are followed, not without end, and not to unencrypted addresses', async () => {
    const server = await serveArchive({ folder });
    const moved = (location: string): Fault => ({ status: 302, headers: { location } });
    server.fault = (name) => (name.startsWith('/old/') ? moved(name.slice('/old'.length)) : undefined);
    const read = await remoteStore(`${server.url}/old`).getBars(RIVN, '1m', EVER);
    expect(plain(unwrap(read).bars)).toEqual(await bars());
    server.fault = (name) => moved(name);
    const around = await remoteStore(server.url).symbols();
    expect(around.ok ? '' : around.failure.message).toContain('redirected more than 5 times');
    server.fault = () => moved('http://[');
    const nowhere = await remoteStore(server.url).symbols();
    expect(nowhere.ok ? '' : nowhere.failure.message).toContain('points to "http://[", which is no address');
    server.fault = () => moved('http://archive.example/bars/index.json');
    const open = await remoteStore(server.url).symbols();
    expect(open.ok ? '' : open.failure.message).toContain('http://archive.example, which is not encrypted');
  });

  test('once stopped, what is asked for ends at once, and nothing is asked any more', async () => {
    const server = await serveArchive({ folder });
    const stop = new AbortController();
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    server.fault = (name) => {
      if (!name.endsWith('.parquet')) return undefined;
      asked();
      return 'hang';
    };
    const patience = { ...QUICK, idleMs: 60_000, attemptMs: 60_000 };
    const store = remoteStore(server.url, { signal: stop.signal, patience });
    const reading = store.getBars(RIVN, '1m', EVER);
    await isAsked;
    stop.abort();
    expect(await reading).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    const before = server.seen.length;
    expect(await store.getBars(RIVN, '1m', EVER)).toMatchObject({
      ok: false,
      failure: { code: 'cancelled' },
    });
    expect(server.seen.length).toBe(before);
  });
});
