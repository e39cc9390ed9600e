import path from 'node:path';
import { afterEach } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { createRandom } from '../../../core/data-manager/sample/random.ts';
import { BarColumns } from '../../../core/model/bar-columns.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';
import { openBarStore, type OpenBarStoreOptions } from '../../../electron/host/store/open-bar-store.ts';
import { DEFAULT_PATIENCE } from '../../../electron/host/store/remote/http-client.ts';
import { writeStoreIndex } from '../../../electron/host/store/store-index.ts';
import { startArchive, type ArchiveOptions, type ArchiveServer } from '../../helpers/archive-server.ts';
import {
  calendar,
  minutes,
  openStoreAt,
  RIVN,
  temporaryFolder,
  TEST_ORIGIN,
  unwrap,
} from '../data-manager/store-fixture.ts';

/** Asks again at once. */
export const QUICK = { ...DEFAULT_PATIENCE, firstWaitMs: 1 };

export const BRK = asTicker('BRK/B');

/** A store of three months of RIVN and one of a symbol whose name must be escaped in paths, with its index. */
export async function madeArchive(): Promise<string> {
  const folder = temporaryFolder();
  const store = openStoreAt(folder);
  const bars = minutes({ from: '2025-05-28', to: '2025-07-03' });
  unwrap(await store.writeBars(RIVN, '1m', bars, TEST_ORIGIN));
  unwrap(await store.writeBars(BRK, '1m', minutes({ from: '2025-07-01', to: '2025-07-02' }), TEST_ORIGIN));
  unwrap(await writeStoreIndex(createNodeFiles(), folder));
  return folder;
}

/** A month of seconds, longer than a block: more is read of it than comes with its beginning. */
export function seconds(count: number, price: number): BarColumns {
  const open = Date.UTC(2025, 6, 2, 13, 30);
  const bars = new BarColumns(count);
  const random = createRandom(`seconds ${price}`);
  for (let row = 0; row < count; row++) {
    const at = price + random.uniform();
    bars.append(open + row * 1_000, at, at + random.uniform(), at - random.uniform(), at, row);
  }
  return bars;
}

const open: ArchiveServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server[Symbol.asyncDispose]();
});

/** An archive's server that is gone after the test. */
export async function serveArchive(options: ArchiveOptions): Promise<ArchiveServer> {
  const server = await startArchive(options);
  open.push(server);
  return server;
}

/** A store at an address, with a cache of its own unless one is given. */
export const remoteStore = (location: string, options: Partial<OpenBarStoreOptions> = {}): WritableBarStore =>
  openBarStore({
    location,
    calendar,
    env: {},
    userDir: path.join(temporaryFolder(), 'user'),
    patience: QUICK,
    ...options,
  });
