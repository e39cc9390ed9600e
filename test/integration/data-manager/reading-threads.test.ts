import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { asTicker, type Ticker } from '../../../core/base/epoch-ms.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import {
  readInThreads,
  type ThreadedStoreOptions,
} from '../../../electron/host/store/reading/threaded-store.ts';
import { readingEntry } from '../../../electron/host/program/program-root.ts';
import { build } from '../../../scripts/build.mjs';
import { eventsOf, playRun, sessionConfig } from '../../helpers/session-harness.ts';
import {
  calendar,
  EVER,
  minutes,
  openStoreAt,
  plain,
  temporaryFolder,
  TEST_ORIGIN,
  unwrap,
} from './store-fixture.ts';

beforeAll(() => build({ names: ['reading'], ifStale: true, quiet: true }));

const SYMBOLS = ['AAPL', 'KO', 'RIVN'].map(asTicker);
const folder = temporaryFolder();
const plainStore = openStoreAt(folder);

function threaded(options: Partial<ThreadedStoreOptions> = {}): WritableBarStore {
  const { exchangeGroup } = calendar;
  const all = { entry: readingEntry, location: folder, exchangeGroup, threads: 2, worthThreads: 1 };
  return readInThreads(plainStore, { ...all, ...options });
}

/** A thread that does something else when it is asked. */
function badThread(name: string, onMessage: string): Partial<ThreadedStoreOptions> {
  const entry = path.join(folder, `${name}.cjs`);
  writeFileSync(entry, `require('node:worker_threads').parentPort.on('message', () => { ${onMessage} });`);
  return { entry };
}

const DYING = badThread('dying', 'process.exit(7);');
const DEVOURING = badThread('devouring', 'const all = []; for (;;) all.push(new Array(1_000).fill({}));');

describe('a store that is read in threads', () => {
  beforeAll(async () => {
    for (const [index, symbol] of SYMBOLS.entries()) {
      const bars = minutes({ from: '2025-06-30', to: '2025-07-02', seed: `${index}` });
      unwrap(await plainStore.writeBars(symbol, '1m', bars, TEST_ORIGIN));
    }
    writeFileSync(path.join(folder, 'bars/interval=1m/symbol=KO/2025-05.parquet'), 'no Parquet');
  });

  const bars = async (store: WritableBarStore, symbol: Ticker) => {
    const read = unwrap(await store.getBars(symbol, '1m', { from: EVER.from, to: EVER.to }));
    return { ...read, bars: plain(read.bars) };
  };

  test('answers what it would answer without', async () => {
    const store = threaded();
    for (const symbol of [...SYMBOLS, asTicker('NONE')]) {
      expect(await store.availability(symbol)).toEqual(await plainStore.availability(symbol));
    }
    for (const symbol of [asTicker('AAPL'), asTicker('RIVN'), asTicker('NONE')]) {
      expect(await bars(store, symbol)).toEqual(await bars(plainStore, symbol));
    }
    const damaged = await store.getBars(asTicker('KO'), '1m', EVER);
    expect(damaged).toEqual(await plainStore.getBars(asTicker('KO'), '1m', EVER));
    expect(damaged).toMatchObject({ ok: false, failure: { code: 'damaged_file' } });
  });

  test('shows bars written in between at once', async () => {
    const store = threaded();
    const before = await bars(store, asTicker('AAPL'));
    const more = minutes({ from: '2025-07-03', to: '2025-07-03', seed: 'more' });
    unwrap(await store.writeBars(asTicker('AAPL'), '1m', more, TEST_ORIGIN));
    const after = await bars(store, asTicker('AAPL'));
    expect(after.bars.t).toEqual([...before.bars.t, ...plain(more).t]);
  });

  test.each([
    ['ended', DYING, 'it ended with code 7'],
    ['ran out of memory', { ...DEVOURING, memoryMb: 8 }, 'memory limit'],
    ['cannot be started', { entry: path.join(folder, 'nowhere.cjs') }, 'nowhere.cjs'],
  ])('reports a thread that %s, and nothing else', async (_what, options, reason) => {
    const store = threaded(options);
    const [first, second] = await Promise.all([
      store.availability(asTicker('AAPL')),
      store.getBars(asTicker('AAPL'), '1m', EVER),
    ]);
    for (const answer of [first, second]) {
      expect(answer).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
      expect(JSON.stringify(answer)).toContain(reason);
    }
    expect(await store.symbols()).toEqual(await plainStore.symbols());
  });

  test('starts a thread again after one has ended', async () => {
    const mark = path.join(folder, 'once');
    const store = threaded(
      badThread(
        'once',
        `const fs = require('node:fs');
         if (!fs.existsSync(${JSON.stringify(mark)})) { fs.writeFileSync(${JSON.stringify(mark)}, ''); process.exit(1); }
         require('node:worker_threads').parentPort.postMessage({ id: 2, answer: { ok: true, value: undefined } });`,
      ),
    );
    expect(await store.availability(asTicker('AAPL'))).toMatchObject({ ok: false });
    expect(await store.availability(asTicker('AAPL'))).toEqual({ ok: true, value: undefined });
  });

  test('fails what waits when reading is ended', async () => {
    const control = new AbortController();
    const store = threaded({ ...badThread('mute', ''), signal: control.signal });
    const waiting = store.availability(asTicker('AAPL'));
    control.abort();
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
  });

  test('costs a session the symbols that it could not read, with the reason, and not more', async () => {
    const store = threaded(DYING);
    const played = await playRun(store, sessionConfig({ symbols: SYMBOLS }));
    expect(played.outcome).toMatchObject({ kind: 'failed', failure: { code: 'unreachable' } });
    expect(eventsOf(played, 'symbol_failed')).toHaveLength(SYMBOLS.length);
  });
});
