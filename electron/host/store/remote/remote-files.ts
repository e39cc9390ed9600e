import { ok, type Failure, type Result } from '../../../../core/base/result.ts';
import type { FilePort, OpenFile } from '../../../../core/data-manager/file-port.ts';
import type { BlockCache } from './block-cache.ts';
import { HttpClient, type HttpPatience } from './http-client.ts';
import { RemoteListing } from './listing.ts';
import { RemoteBlocks, type RemoteFile } from './remote-blocks.ts';
import { s3Source, webSource } from './remote-source.ts';
import type { S3Address, WebAddress } from './store-address.ts';

export interface RemoteFilesOptions {
  readonly address: WebAddress | S3Address;
  readonly cache: BlockCache;
  readonly patience: HttpPatience;
  /** How long a file or a listing is trusted without another check, ms. */
  readonly trustMs: number;
  /** Ends current reads and refuses later ones. */
  readonly signal?: AbortSignal | undefined;
}

/** The files of a store on another machine, as the data manager reads files; writing is refused. */
export function createRemoteFiles(options: RemoteFilesOptions): FilePort {
  const { address, cache, patience, trustMs, signal } = options;
  const client = new HttpClient(patience, signal);
  const source = address.kind === 'web' ? webSource(address, client) : s3Source(address, client);
  const listing =
    address.kind === 'web'
      ? RemoteListing.ofIndex(source, trustMs)
      : RemoteListing.ofBucket(source, address.prefix, trustMs);
  const blocks = new RemoteBlocks(source, cache, trustMs);
  const readOnly = readOnlyFailure(address.shown);
  const refuse = (): Promise<Result<never>> => Promise.resolve({ ok: false, failure: readOnly });
  /** Paths begin with the store's location. */
  const keyOf = (path: string): string => path.slice(address.shown.length + 1);
  return {
    readOnly,
    async open(path) {
      const opened = await blocks.open(keyOf(path));
      return opened.ok ? ok(openFileOf(blocks, opened.value)) : opened;
    },
    list: (folder) => listing.entries(keyOf(folder)),
    writeNew: refuse,
    replace: refuse,
    remove: refuse,
    lock: refuse,
    uniqueName: () => 'remote',
  };
}

const openFileOf = (blocks: RemoteBlocks, file: RemoteFile): OpenFile => ({
  size: file.version.size,
  version: file.version.name,
  read: (from, to) => blocks.read(file, from, to),
  close: () => Promise.resolve(),
});

const readOnlyFailure = (shown: string): Failure => ({
  code: 'not_writable',
  message: `${shown} is read from another machine and cannot be written from here.`,
  hint: 'Write into a folder (--data DIR), and publish that.',
});

/** Files at an invalid address: every request fails with the reason. */
export function refusingFiles(failure: Failure): FilePort {
  const refuse = (): Promise<Result<never>> => Promise.resolve({ ok: false, failure });
  return {
    readOnly: failure,
    open: refuse,
    list: refuse,
    writeNew: refuse,
    replace: refuse,
    remove: refuse,
    lock: refuse,
    uniqueName: () => 'none',
  };
}
