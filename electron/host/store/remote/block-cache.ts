import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, crc32Hex } from '../../../../core/data-manager/parquet/crc32.ts';

/** A server's name for the state of a file: while it stays the same, the bytes are the same. */
export interface RemoteVersion {
  /** The ETag, else Last-Modified, as received. */
  readonly name: string;
  readonly size: number;
}

export interface Block {
  readonly version: RemoteVersion;
  readonly bytes: Uint8Array;
}

/** Bytes of a remote file that are fetched and kept together: the whole of most months of 1m bars. */
export const BLOCK_BYTES = 256 * 1024;

const MAGIC = 'tapedeck block 1\n';
const SUFFIX = '.block';
const TEMPORARY = '.tmp';
/** A temporary file older than this was left by a writer that died. */
const LEFT_BEHIND_MS = 10 * 60_000;
/** The folder is read again after this many bytes of our own, to count blocks of other processes. */
const LOOK_EVERY_BYTES = 32 * 1024 * 1024;
/** How full the cache is after making room. */
const ROOM_SHARE = 0.9;

/**
 * Blocks of remote files on this machine's disk; the least recently used are deleted first.
 *
 * Each block is a file that names its address, version and length, and carries a checksum: a damaged one, or one of
 * another version, is not a hit. Several processes may share the folder. Nothing fails: where the disk does not work,
 * bytes are fetched again.
 */
export class BlockCache {
  readonly #folder: string;
  readonly #mostBytes: number;
  #sinceLook = Number.POSITIVE_INFINITY;
  #looking: Promise<void> | undefined;
  #names = 0;

  constructor(folder: string, mostBytes: number) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** The last stored block, of any version; undefined when there is none or it is damaged. */
  async get(address: string, index: number): Promise<Block | undefined> {
    const file = this.#fileOf(address, index);
    const content = await readFile(file).catch(() => undefined);
    if (content === undefined) return undefined;
    const block = decoded(content, address, index);
    const now = new Date();
    // A used block moves to the end of the queue; a damaged one leaves it.
    await (block === undefined ? rm(file, { force: true }) : utimes(file, now, now)).catch(() => undefined);
    return block;
  }

  async put(address: string, index: number, block: Block): Promise<void> {
    const content = encoded(address, index, block);
    if (content.length > this.#mostBytes) return;
    const file = this.#fileOf(address, index);
    const draft = `${file}.${process.pid}-${(this.#names += 1)}${TEMPORARY}`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(draft, content);
      await rename(draft, file);
    } catch {
      await rm(draft, { force: true }).catch(() => undefined);
      return;
    }
    this.#sinceLook += content.length;
    if (this.#sinceLook > Math.min(LOOK_EVERY_BYTES, this.#mostBytes * (1 - ROOM_SHARE))) {
      this.#looking ??= this.#makeRoom().finally(() => (this.#looking = undefined));
    }
    await this.#looking;
  }

  /** One file per block for all versions, so that a new one replaces the old one automatically. */
  #fileOf(address: string, index: number): string {
    const name = createHash('sha256').update(`${index} ${address}`).digest('hex').slice(0, 40);
    return path.join(this.#folder, `${name}${SUFFIX}`);
  }

  async #makeRoom(): Promise<void> {
    this.#sinceLook = 0;
    const kept: { readonly file: string; readonly bytes: number; readonly usedMs: number }[] = [];
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const file = path.join(this.#folder, name);
      const stats = await stat(file).catch(() => undefined);
      if (stats === undefined) continue;
      if (name.endsWith(SUFFIX)) kept.push({ file, bytes: stats.size, usedMs: stats.mtimeMs });
      else if (name.endsWith(TEMPORARY) && Date.now() - stats.mtimeMs > LEFT_BEHIND_MS)
        await rm(file, { force: true }).catch(() => undefined);
    }
    let total = kept.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= this.#mostBytes * ROOM_SHARE) return;
    for (const { file, bytes } of kept.sort((a, b) => a.usedMs - b.usedMs)) {
      if (total <= this.#mostBytes * ROOM_SHARE) break;
      await rm(file, { force: true }).catch(() => undefined);
      total -= bytes;
    }
  }
}

/** The magic line; a checksum and a line of JSON; the bytes. The checksum covers everything after it. */
function encoded(address: string, index: number, { version, bytes }: Block): Uint8Array {
  const header = Buffer.from(`${JSON.stringify([address, index, version.name, version.size])}\n`);
  const crc = crc32Hex(crc32(bytes, 0, bytes.length, crc32(header)));
  return Buffer.concat([Buffer.from(MAGIC + crc), header, bytes]);
}

function decoded(content: Buffer, address: string, index: number): Block | undefined {
  const start = MAGIC.length + CRC_DIGITS;
  const end = content.indexOf('\n', start) + 1;
  const crc = content.subarray(MAGIC.length, start).toString('latin1');
  if (end === 0 || !content.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) return undefined;
  if (crc32Hex(crc32(content, start)) !== crc) return undefined;
  const [of, at, name, size] = JSON.parse(content.subarray(start, end).toString('utf8')) as Header;
  const bytes = new Uint8Array(content.subarray(end));
  if (of !== address || at !== index || bytes.length !== blockLength(size, index)) return undefined;
  return { version: { name, size }, bytes };
}

type Header = readonly [address: string, index: number, version: string, size: number];
const CRC_DIGITS = 8;

/** Number of bytes in a block of a file with this length; none beyond its end. */
export const blockLength = (size: number, index: number): number =>
  Math.max(0, Math.min(BLOCK_BYTES, size - index * BLOCK_BYTES));
