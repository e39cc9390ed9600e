import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { fail, ok, type Result } from '../../../../core/base/result.ts';
import type { FilePort, FolderEntry, OpenFile } from '../../../../core/data-manager/file-port.ts';
import { codeOf, readFailure } from '../file-failures.ts';
import { createNodeFiles } from '../node-files.ts';

/**
 * The file system for a thread that only reads: calls block until the disk answers. A month is small, and passing each
 * of its four calls to another thread and back takes longer than the calls themselves.
 */
export const createBlockingFiles = (): FilePort => ({
  ...createNodeFiles(),
  open: (path) => Promise.resolve(openFile(path)),
  list: (folder) => Promise.resolve(listFolder(folder)),
});

function openFile(path: string): Result<OpenFile> {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const stat = fstatSync(file);
    if (stat.isFile()) return ok(openFileOf(path, file, stat.size, `${stat.mtimeMs} ${stat.ino}`));
    closeSync(file);
    return fail('damaged_file', `${path} is not a file.`);
  } catch (error) {
    if (file !== undefined) closeSync(file);
    return readFailure(path, error);
  }
}

const openFileOf = (path: string, file: number, size: number, version: string): OpenFile => ({
  size,
  version,
  read: (from, to) => Promise.resolve(readBytes(path, file, from, to)),
  close: () => {
    closeSync(file);
    return Promise.resolve();
  },
});

function readBytes(path: string, file: number, from: number, to: number): Result<Uint8Array> {
  try {
    const bytes = new Uint8Array(to - from);
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(file, bytes, filled, bytes.length - filled, from + filled);
      if (count === 0) return fail('damaged_file', `${path} ends at ${from + filled} of ${to} bytes.`);
      filled += count;
    }
    return ok(bytes);
  } catch (error) {
    return readFailure(path, error);
  }
}

function listFolder(folder: string): Result<readonly FolderEntry[]> {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return ok(entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() })));
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? ok([]) : readFailure(folder, error);
  }
}
