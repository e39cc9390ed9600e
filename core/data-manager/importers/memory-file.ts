import { fail, ok } from '../../base/result.ts';
import type { OpenFile } from '../file-port.ts';

/** Bytes in memory that are read like a file. */
export const memoryFile = (bytes: Uint8Array, path: string): OpenFile => ({
  size: bytes.length,
  version: '',
  read: (from, to) =>
    Promise.resolve(
      to > bytes.length
        ? fail('damaged_file', `${path} ends at ${bytes.length} of ${to} bytes.`)
        : ok(bytes.subarray(from, to)),
    ),
  close: () => Promise.resolve(),
});
