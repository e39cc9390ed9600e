import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';

/** A file of a run folder may come from anyone: it is opened without waiting, and read up to a size. */
export interface Bound {
  readonly most: number;
  /** Reads the beginning of a larger file instead of refusing it. */
  readonly cut?: boolean;
}

const MB = 1024 * 1024;

/** For the list of runs: an entry must cost little, whatever the folder holds. */
export const FOR_LIST: Bound = { most: MB };
/** For a run that plays again. A string of V8 ends at 512 MB. */
export const FOR_REPLAY: Bound = { most: 400 * MB };

/** Throws, with a sentence, for a pipe, a folder or a device, and for a file over the bound. */
export function readBounded(file: string, { most, cut = false }: Bound): string {
  const name = path.basename(file);
  // A pipe without a writer would be waited for.
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(handle);
    if (!found.isFile()) throw new Error(`${name} is no file`);
    if (found.size > most && !cut) throw new Error(`${name} is larger than ${most / MB} MB`);
    const bytes = Buffer.alloc(Math.min(found.size, most));
    let read = 0;
    while (read < bytes.length) {
      const count = readSync(handle, bytes, read, bytes.length - read, read);
      if (count === 0) break;
      read += count;
    }
    return bytes.toString('utf8', 0, read);
  } finally {
    closeSync(handle);
  }
}
