import type * as FileSystem from 'node:fs';
import type * as FilePromises from 'node:fs/promises';

/** The behaviour of a disk from its n-th write on. */
export interface Fault {
  /** ENOSPC and EROFS stay; EIO passes. */
  readonly code: 'ENOSPC' | 'EROFS' | 'EIO';
  /** The first write that fails, from 1. */
  readonly at: number;
}

/**
 * A disk whose writes fail on request, below one folder: half of the data reaches it first, as on a disk that becomes
 * full. For `vi.mock('node:fs')` and `vi.mock('node:fs/promises')`.
 */
export class FailingDisk {
  /** Writes below this folder are counted, and may fail. */
  under = '';
  fault: Fault | undefined;
  count = 0;
  readonly #files = new Map<number, string>();

  begin(under: string, fault?: Fault): void {
    this.under = under;
    this.fault = fault;
    this.count = 0;
  }

  repair(): void {
    this.fault = undefined;
  }

  get hasFailed(): boolean {
    return this.fault !== undefined && this.count >= this.fault.at;
  }

  /** Counts a write; true when it is to fail. */
  #fails(place: unknown): boolean {
    if (this.under === '' || !String(place).startsWith(this.under)) return false;
    this.count++;
    const { fault } = this;
    if (fault === undefined) return false;
    return fault.code === 'EIO' ? this.count === fault.at : this.count >= fault.at;
  }

  #error(call: string): Error {
    const code = this.fault?.code ?? 'EIO';
    return Object.assign(new Error(`${code}: ${call}`), { code, syscall: call });
  }

  sync(fs: typeof FileSystem): typeof FileSystem {
    const simply =
      <A extends readonly unknown[], R>(name: string, call: (...of: A) => R, place = 0) =>
      (...of: A): R => {
        if (this.#fails(of[place])) throw this.#error(name);
        return call(...of);
      };
    const ofFile =
      <A extends readonly [number, ...unknown[]], R>(name: string, call: (...of: A) => R) =>
      (...of: A): R => {
        if (this.#fails(this.#files.get(of[0]))) throw this.#error(name);
        return call(...of);
      };
    const changed = {
      mkdirSync: simply('mkdir', fs.mkdirSync as (...of: unknown[]) => unknown),
      mkdtempSync: simply('mkdtemp', fs.mkdtempSync as (...of: unknown[]) => unknown),
      renameSync: simply('rename', fs.renameSync),
      linkSync: simply('link', fs.linkSync, 1),
      openSync: (file: string, flags: string | number = 'r', mode?: number): number => {
        const writes = typeof flags === 'string' && /[wa+]/.test(flags);
        if (writes && this.#fails(file)) throw this.#error('open');
        const handle = fs.openSync(file, flags, mode);
        if (writes) this.#files.set(handle, file);
        return handle;
      },
      closeSync: (handle: number): void => {
        this.#files.delete(handle);
        fs.closeSync(handle);
      },
      fdatasyncSync: ofFile('fdatasync', fs.fdatasyncSync),
      ftruncateSync: ofFile('ftruncate', fs.ftruncateSync as (...of: [number, ...unknown[]]) => void),
      /** Says how much was written, as the system call does, and fails with the rest. */
      writeSync: (handle: number, content: string | Uint8Array, place?: number | null, ...more: never[]) => {
        const file = this.#files.get(handle);
        if (!this.#fails(file)) return fs.writeSync(handle, content as string, place, ...more);
        const bytes = Buffer.from(content as string);
        if (this.fault?.code === 'ENOSPC' && this.count === this.fault.at && bytes.length > 1) {
          const at =
            typeof content === 'string' ? (place ?? null) : ((more[1] as number | undefined) ?? null);
          return fs.writeSync(handle, bytes, 0, Math.floor(bytes.length / 2), at);
        }
        throw this.#error('write');
      },
      writeFileSync: (file: string | number, content: string | Uint8Array, options?: never): void => {
        if (!this.#fails(file)) return fs.writeFileSync(file, content, options);
        if (this.fault?.code !== 'EROFS') fs.writeFileSync(file, halfOf(content), options);
        throw this.#error('write');
      },
      appendFileSync: (file: string, content: string, options?: never): void => {
        if (!this.#fails(file)) return fs.appendFileSync(file, content, options);
        if (this.fault?.code !== 'EROFS') fs.appendFileSync(file, halfOf(content), options);
        throw this.#error('write');
      },
    };
    return { ...fs, ...changed } as unknown as typeof FileSystem;
  }

  promises(fs: typeof FilePromises): typeof FilePromises {
    const simply =
      <A extends readonly unknown[], R>(name: string, call: (...of: A) => Promise<R>, place = 0) =>
      async (...of: A): Promise<R> => {
        if (this.#fails(of[place])) throw this.#error(name);
        return call(...of);
      };
    const changed = {
      mkdir: simply('mkdir', fs.mkdir as (...of: unknown[]) => Promise<unknown>),
      rename: simply('rename', fs.rename),
      link: simply('link', fs.link, 1),
      writeFile: async (file: string, content: string | Uint8Array, options?: never): Promise<void> => {
        if (!this.#fails(file)) return fs.writeFile(file, content, options);
        if (this.fault?.code !== 'EROFS') await fs.writeFile(file, halfOf(content), options);
        throw this.#error('write');
      },
      open: async (file: string, flags: string | number = 'r', mode?: number) => {
        const writes = typeof flags === 'string' && /[wa+]/.test(flags);
        if (writes && this.#fails(file)) throw this.#error('open');
        const handle = await fs.open(file, flags, mode);
        return writes ? this.#failing(handle, file) : handle;
      },
    };
    return { ...fs, ...changed } as unknown as typeof FilePromises;
  }

  #failing(handle: FilePromises.FileHandle, file: string): FilePromises.FileHandle {
    const write = handle.writeFile.bind(handle);
    const sync = handle.sync.bind(handle);
    handle.writeFile = async (content, options) => {
      if (!this.#fails(file)) return write(content, options);
      if (this.fault?.code !== 'EROFS') await write(halfOf(content as string), options);
      throw this.#error('write');
    };
    handle.sync = async () => {
      if (this.#fails(file)) throw this.#error('fsync');
      return sync();
    };
    return handle;
  }
}

const halfOf = <T extends string | Uint8Array>(content: T): T =>
  content.slice(0, Math.floor(content.length / 2)) as T;
