import { fail, ok, type Result } from '../../../../core/base/result.ts';
import { answered } from './answered.ts';
import { BLOCK_BYTES, blockLength, type BlockCache, type RemoteVersion } from './block-cache.ts';
import { unreachable, type HttpAnswer } from './http-client.ts';
import type { RemoteSource } from './remote-source.ts';

/** A remote file with its version at opening: only bytes of this version are read. */
export interface RemoteFile {
  readonly key: string;
  readonly version: RemoteVersion;
  /** The complete file, where the server gives nothing less or names no version to which its parts belong. */
  readonly whole: Uint8Array | undefined;
  /** Its first block, if opening fetched it. */
  readonly head: Uint8Array | undefined;
}

type RemoteFacts = Pick<RemoteFile, 'version' | 'whole' | 'head'>;

/** Most bytes that a server without ranges may send: a month of 1s bars has a tenth of this. */
const MOST_WHOLE_BYTES = 64 * 1024 * 1024;

interface Opened {
  readonly atMs: number;
  readonly file: RemoteFile;
}

/**
 * Reads remote files in blocks, each fetched once: from the cache, else with a range request (RFC 9110, section 14).
 *
 * A version is the server's name for it (ETag, else Last-Modified) together with the length. Opening checks whether the
 * version is still the cached one; every answer with bytes is compared with it, so that bytes of two versions never
 * come together: reading fails with `changed_file` instead.
 */
export class RemoteBlocks {
  readonly #source: RemoteSource;
  readonly #cache: BlockCache;
  readonly #trustMs: number;
  readonly #opened = new Map<string, Opened>();
  readonly #opening = new Map<string, Promise<Result<RemoteFile>>>();
  readonly #fetching = new Map<string, Promise<Result<Uint8Array>>>();
  #unnamed = 0;

  constructor(source: RemoteSource, cache: BlockCache, trustMs: number) {
    this.#source = source;
    this.#cache = cache;
    this.#trustMs = trustMs;
  }

  /** The file as the server has it now, or had it less than `trustMs` ago. */
  async open(key: string): Promise<Result<RemoteFile>> {
    const known = this.#opened.get(key);
    if (known !== undefined && performance.now() - known.atMs < this.#trustMs) return ok(known.file);
    return once(this.#opening, key, () => this.#ask(key));
  }

  /** The bytes `[from, to)`. Fails with `damaged_file` beyond the file's end. */
  async read(file: RemoteFile, from: number, to: number): Promise<Result<Uint8Array>> {
    if (to > file.version.size)
      return fail('damaged_file', `${this.#shown(file.key)} ends at ${file.version.size} of ${to} bytes.`);
    if (file.whole !== undefined) return ok(file.whole.slice(from, to));
    const bytes = new Uint8Array(to - from);
    const first = Math.floor(from / BLOCK_BYTES);
    const last = Math.max(first, Math.ceil(to / BLOCK_BYTES) - 1);
    const indexes = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const blocks = await Promise.all(indexes.map((index) => this.#block(file, index)));
    for (const [position, block] of blocks.entries()) {
      if (!block.ok) return block;
      const start = (first + position) * BLOCK_BYTES;
      const part = block.value.subarray(Math.max(0, from - start), to - start);
      bytes.set(part, Math.max(0, start - from));
    }
    return ok(bytes);
  }

  async #ask(key: string): Promise<Result<RemoteFile>> {
    const address = this.#shown(key);
    const cached = await this.#cache.get(address, 0);
    const headers = {
      range: rangeOf(0, BLOCK_BYTES),
      ...(cached === undefined ? {} : ifChanged(cached.version.name)),
    };
    const answer = await this.#get(key, headers, [200, 206, 304, 416]);
    if (!answer.ok) return answer;
    const { status } = answer.value;
    const isUnchanged = status === 304 && cached !== undefined;
    const told = isUnchanged
      ? ok({ version: cached.version, whole: undefined, head: cached.bytes })
      : await this.#firstBlock(key, answer.value);
    if (!told.ok) return told;
    const file = { key, ...told.value };
    // Its bytes stay in memory no longer than it is open.
    if (file.whole === undefined)
      this.#opened.set(key, { atMs: performance.now(), file: { ...file, head: undefined } });
    return ok(file);
  }

  /** Reads an answer with the file's beginning, or with all of it. */
  async #firstBlock(key: string, answer: HttpAnswer): Promise<Result<RemoteFacts>> {
    const address = this.#shown(key);
    const name = versionName(answer);
    if (answer.status === 416)
      return ok({ version: this.#named(name, 0), whole: new Uint8Array(), head: undefined });
    if (answer.status === 206) {
      const part = partOf(answer);
      if (part === undefined || part.from !== 0 || answer.body.length !== blockLength(part.size, 0))
        return unreachable(address, 'its answer is not the part that was asked for');
      if (name !== undefined) {
        const version = { name, size: part.size };
        await this.#cache.put(address, 0, { version, bytes: answer.body });
        return ok({ version, whole: undefined, head: answer.body });
      }
      if (part.size <= BLOCK_BYTES)
        return ok({ version: this.#named(name, part.size), whole: answer.body, head: undefined });
      return this.#whole(key);
    }
    return this.#takeWhole(key, answer);
  }

  /** Without a range: for servers that support none, or do not name the version of a part. */
  async #whole(key: string): Promise<Result<RemoteFacts>> {
    const answer = await this.#get(key, {}, [200]);
    return answer.ok ? this.#takeWhole(key, answer.value) : answer;
  }

  async #takeWhole(key: string, answer: HttpAnswer): Promise<Result<RemoteFacts>> {
    const { body } = answer;
    const name = versionName(answer);
    const version = this.#named(name, body.length);
    if (name !== undefined) {
      for (let index = 0; index * BLOCK_BYTES < body.length; index++) {
        const bytes = body.slice(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
        await this.#cache.put(this.#shown(key), index, { version, bytes });
      }
    }
    return ok({ version, whole: body, head: undefined });
  }

  /** A state without a name counts as another version each time. */
  #named(name: string | undefined, size: number): RemoteVersion {
    return { name: name ?? `unnamed ${(this.#unnamed += 1)}`, size };
  }

  async #block(file: RemoteFile, index: number): Promise<Result<Uint8Array>> {
    if (index === 0 && file.head !== undefined) return ok(file.head);
    const address = this.#shown(file.key);
    return once(this.#fetching, `${index} ${file.version.name} ${address}`, async () => {
      const cached = await this.#cache.get(address, index);
      if (cached !== undefined && isSame(cached.version, file.version)) return ok(cached.bytes);
      return this.#fetch(file, index);
    });
  }

  async #fetch(file: RemoteFile, index: number): Promise<Result<Uint8Array>> {
    const { key, version } = file;
    const from = index * BLOCK_BYTES;
    const length = blockLength(version.size, index);
    const answer = await this.#get(key, { range: rangeOf(from, length) }, [200, 206, 416]);
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    const part = status === 206 ? partOf(answer.value) : undefined;
    const size = status === 200 ? body.length : part?.size;
    if (versionName(answer.value) !== version.name || size !== version.size) return this.#changed(key);
    const bytes = status === 200 ? body.slice(from, from + length) : body;
    if ((part !== undefined && part.from !== from) || bytes.length !== length)
      return unreachable(this.#shown(key), 'its answer is not the part that was asked for');
    await this.#cache.put(this.#shown(key), index, { version, bytes });
    return ok(bytes);
  }

  #changed(key: string): Result<never> {
    this.#opened.delete(key);
    return fail('changed_file', `${this.#shown(key)} was changed while it was read.`, 'Try again.');
  }

  async #get(
    key: string,
    headers: Readonly<Record<string, string>>,
    statuses: readonly number[],
  ): Promise<Result<HttpAnswer>> {
    const shown = this.#shown(key);
    const got = await this.#source.get(key, { headers, mostBytes: MOST_WHOLE_BYTES });
    const answer = answered({ ...this.#source, shown }, got, statuses);
    const encoding = answer.ok ? answer.value.headers['content-encoding'] : undefined;
    if (encoding === undefined || encoding === 'identity') return answer;
    return unreachable(
      shown,
      `the server compresses it (${encoding})`,
      'Switch that off for .parquet there.',
    );
  }

  #shown = (key: string): string => `${this.#source.shown}/${key}`;
}

const isSame = (a: RemoteVersion, b: RemoteVersion): boolean => a.name === b.name && a.size === b.size;

const rangeOf = (from: number, length: number): string => `bytes=${from}-${from + length - 1}`;

const ETAG = 'etag ';
const MODIFIED = 'modified ';

/** The server's name for this state of the file; undefined without one. */
function versionName({ headers }: HttpAnswer): string | undefined {
  const modified = headers['last-modified'];
  if (headers.etag !== undefined) return `${ETAG}${headers.etag}`;
  return modified === undefined ? undefined : `${MODIFIED}${modified}`;
}

/** Requests the bytes only if the version has changed. */
const ifChanged = (name: string): Readonly<Record<string, string>> =>
  name.startsWith(ETAG)
    ? { 'if-none-match': name.slice(ETAG.length) }
    : { 'if-modified-since': name.slice(MODIFIED.length) };

/** `Content-Range: bytes 0-99/1234`. */
function partOf({ headers }: HttpAnswer): { readonly from: number; readonly size: number } | undefined {
  const found = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers['content-range'] ?? '');
  return found === null ? undefined : { from: Number(found[1]), size: Number(found[2]) };
}

/** Runs a job unless the same one is already running; then returns that one's result. */
function once<T>(running: Map<string, Promise<T>>, key: string, job: () => Promise<T>): Promise<T> {
  const known = running.get(key);
  if (known !== undefined) return known;
  const started = job().finally(() => running.delete(key));
  running.set(key, started);
  return started;
}
