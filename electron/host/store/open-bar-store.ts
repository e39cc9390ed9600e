import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FilePort } from '../../../core/data-manager/file-port.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { createParquetBarStore } from '../../../core/data-manager/parquet-bar-store.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import { createNodeFiles } from './node-files.ts';
import { BlockCache } from './remote/block-cache.ts';
import { DEFAULT_PATIENCE, type HttpPatience } from './remote/http-client.ts';
import { readInThreads } from './reading/threaded-store.ts';
import { createRemoteFiles, refusingFiles } from './remote/remote-files.ts';
import { isStoreAddress, parseStoreAddress } from './remote/store-address.ts';

export interface OpenBarStoreOptions {
  /** A folder, or the address of a store on another machine. */
  readonly location: string;
  readonly calendar: MarketCalendar;
  /** Region, endpoint and credentials of S3, and the size of the cache. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's folder: data read from another machine is kept in its `cache`. */
  readonly userDir: string;
  /** Ends reading from another machine, and the threads that read a folder. */
  readonly signal?: AbortSignal;
  /** The bundle of the threads that read a folder; without it, only this thread reads it. */
  readonly readingEntry?: string | undefined;
  readonly patience?: HttpPatience;
  readonly trustMs?: number;
}

/** The only way in which a host opens a bar store. With an invalid address, every read fails with the reason. */
export function openBarStore(options: OpenBarStoreOptions): WritableBarStore {
  const { location, calendar } = options;
  if (!isStoreAddress(location)) return openFolder(options);
  const address = parseStoreAddress(location, options.env);
  if (!address.ok) {
    // The invalid part may be a password, so it is not shown.
    return createParquetBarStore({ files: refusingFiles(address.failure), calendar, location: 'address' });
  }
  return createParquetBarStore({
    files: filesOf(address.value, options),
    calendar,
    location: address.value.shown,
  });
}

function openFolder({
  location,
  calendar,
  readingEntry: entry,
  signal,
}: OpenBarStoreOptions): WritableBarStore {
  const store = createParquetBarStore({ files: createNodeFiles(), calendar, location });
  if (entry === undefined || !existsSync(entry)) return store;
  const { exchangeGroup } = calendar;
  return readInThreads(store, {
    entry,
    location,
    exchangeGroup,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** How long a listing, or the state of a file, is trusted without a new request, ms. */
const TRUST_MS = 60_000;

function filesOf(
  address: Parameters<typeof createRemoteFiles>[0]['address'],
  { env, userDir, signal, patience = DEFAULT_PATIENCE, trustMs = TRUST_MS }: OpenBarStoreOptions,
): FilePort {
  const cache = new BlockCache(path.join(userDir, 'cache', 'bars'), cacheBytes(env['TAPEDECK_CACHE_MB']));
  return createRemoteFiles({ address, cache, patience, trustMs, signal });
}

const DEFAULT_CACHE_MB = 2_048;

function cacheBytes(megabytes: string | undefined): number {
  const named = megabytes === undefined || megabytes.trim() === '' ? Number.NaN : Number(megabytes);
  return (named >= 0 ? named : DEFAULT_CACHE_MB) * 1024 * 1024;
}
