import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { writeFailure } from '../store/file-failures.ts';

/** A folder for files that are being uploaded; leftovers of earlier engines in it are removed. */
export function openUploadFolder(parent: string): string {
  let names: string[] = [];
  try {
    names = readdirSync(parent);
  } catch {
    // There were no uploads.
  }
  for (const name of names) {
    const owner = Number.parseInt(name, 10);
    if (owner === process.pid || !isAlive(owner))
      rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  return path.join(parent, `${process.pid}-${Date.now().toString(36)}`);
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A file that a window sends in parts. Its place on the disk is the engine's own choice. */
export class Upload {
  readonly path: string;
  readonly size: number;
  received = 0;
  #handle: FileHandle | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #gone = false;

  constructor(place: string, size: number) {
    this.path = place;
    this.size = size;
  }

  get isComplete(): boolean {
    return this.received === this.size;
  }

  /** Parts are written in the order of their arrival. Fails with `bad_usage` and `not_writable`. */
  append(bytes: Uint8Array): Promise<Result<number>> {
    const next = this.#last.then(() => this.#write(bytes));
    this.#last = next;
    return next;
  }

  async #write(bytes: Uint8Array): Promise<Result<number>> {
    if (this.#gone) return fail('cancelled', 'The import was cancelled.');
    if (this.received + bytes.length > this.size) {
      return fail('bad_usage', `More than the ${this.size} bytes announced.`);
    }
    try {
      const handle = await this.#open();
      await handle.write(bytes, 0, bytes.length, this.received);
      this.received += bytes.length;
      return ok(this.received);
    } catch (error) {
      return writeFailure(this.path, error);
    }
  }

  async #open(): Promise<FileHandle> {
    if (this.#handle === undefined) {
      mkdirSync(path.dirname(this.path), { recursive: true });
      this.#handle = await open(this.path, 'wx');
    }
    return this.#handle;
  }

  /** Ends writing; an empty file is created too. */
  async finish(): Promise<Result<string>> {
    await this.#last;
    if (this.#gone) return fail('cancelled', 'The import was cancelled.');
    try {
      const handle = await this.#open();
      await handle.close().catch(() => undefined);
      return ok(this.path);
    } catch (error) {
      return writeFailure(this.path, error);
    }
  }

  async discard(): Promise<void> {
    this.#gone = true;
    await this.#last;
    await this.#handle?.close().catch(() => undefined);
    await rm(this.path, { force: true }).catch(() => undefined);
  }
}
