import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { FilePort, FolderEntry, OpenFile } from '../../../core/data-manager/file-port.ts';
import { codeOf, readFailure, writeFailure } from './file-failures.ts';
import { lockFile } from './file-lock.ts';

/** The data manager's file system on Node. Paths may be joined with `/` on every system. */
export function createNodeFiles(): FilePort {
  let names = 0;
  return {
    open: openFile,
    list: listFolder,
    writeNew,
    replace,
    remove,
    lock: lockFile,
    uniqueName: () => `${process.pid}-${(names += 1)}`,
  };
}

async function openFile(path: string): Promise<Result<OpenFile>> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (!stat.isFile()) {
      await handle.close();
      return fail('damaged_file', `${path} is not a file.`);
    }
    return ok(openFileOf(path, handle, stat.size, `${stat.mtimeMs} ${stat.ino}`));
  } catch (error) {
    await handle?.close().catch(() => undefined);
    return readFailure(path, error);
  }
}

function openFileOf(path: string, handle: FileHandle, size: number, version: string): OpenFile {
  return {
    size,
    version,
    async read(from, to) {
      try {
        const bytes = new Uint8Array(to - from);
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled);
          if (bytesRead === 0)
            return fail('damaged_file', `${path} ends at ${from + filled} of ${to} bytes.`);
          filled += bytesRead;
        }
        return ok(bytes);
      } catch (error) {
        return readFailure(path, error);
      }
    },
    // A failed close of a file that was only read loses nothing.
    close: () => handle.close().catch(() => undefined),
  };
}

async function listFolder(folder: string): Promise<Result<readonly FolderEntry[]>> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return ok(entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() })));
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? ok([]) : readFailure(folder, error);
  }
}

async function writeNew(path: string, bytes: Uint8Array): Promise<Result<void>> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return ok(undefined);
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    return writeFailure(path, error);
  }
}

/** Times at which Windows is asked again: a virus scanner or an indexer may hold a file for a moment. */
const RETRIES_MS = [10, 50, 200, 500];

async function replace(from: string, to: string): Promise<Result<void>> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(from, to);
      await flushFolder(dirname(to));
      return ok(undefined);
    } catch (error) {
      const wait = RETRIES_MS[attempt];
      const code = codeOf(error);
      const isBusy = code === 'EPERM' || code === 'EACCES' || code === 'EBUSY';
      if (wait === undefined || !isBusy || process.platform !== 'win32') return writeFailure(to, error);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** The rename itself survives a power cut only when the folder is flushed; Windows offers no such call. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch {
    // Some network file systems cannot flush a folder; the file itself is flushed already.
  } finally {
    await handle.close();
  }
}

async function remove(path: string): Promise<Result<void>> {
  try {
    await rm(path, { force: true });
    return ok(undefined);
  } catch (error) {
    return writeFailure(path, error);
  }
}
