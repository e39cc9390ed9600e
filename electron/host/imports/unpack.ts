import { gunzipSync } from 'node:zlib';
import { ReadableStream } from 'node:stream/web';
import { fail, ok, type Result } from '../../../core/base/result.ts';

/** How bytes are packed, by their first ones. */
export type Packing = 'gzip' | 'zstd' | 'bzip2' | 'xz';

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/** The packing of a file by its first bytes; undefined for plain ones. */
export function packingOf(first: Uint8Array): Packing | undefined {
  if (startsWith(first, 0x1f, 0x8b)) return 'gzip';
  if (startsWith(first, 0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  if (startsWith(first, 0x42, 0x5a, 0x68)) return 'bzip2';
  return startsWith(first, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00) ? 'xz' : undefined;
}

/** Unpacked bytes are held in memory. */
const MOST_BYTES = 1024 * 1024 * 1024;

/** Unpacks a whole file. Fails with `damaged_file` where the bytes do not hold together, `unsupported` beyond 1 GB. */
export async function unpack(bytes: Uint8Array, packing: Packing, path: string): Promise<Result<Uint8Array>> {
  try {
    const unpacked = await READERS[packing](bytes);
    if (unpacked.length <= MOST_BYTES) return ok(unpacked);
    return fail('unsupported', `${path} is larger than 1 GB unpacked.`, 'Unpack it and import the file.');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('damaged_file', `${path} cannot be unpacked: ${reason}.`, 'Download or make the file again.');
  }
}

const READERS: Readonly<Record<Packing, (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>>> = {
  gzip: (bytes) => gunzipSync(bytes, { maxOutputLength: MOST_BYTES }),
  async zstd(bytes) {
    const { decompress } = await import('fzstd');
    return decompress(bytes);
  },
  async bzip2(bytes) {
    const { decompress } = await import('bz2');
    return decompress(bytes, true);
  },
  async xz(bytes) {
    const { XzReadableStream } = await import('xz-decompress');
    const packed = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes);
        controller.close();
      },
    });
    const parts: Uint8Array[] = [];
    const reader = new XzReadableStream(packed).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
    return Buffer.concat(parts);
  },
};
