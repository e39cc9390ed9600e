import { ok, type Result } from '../../../core/base/result.ts';
import type { OpenFile } from '../../../core/data-manager/file-port.ts';

/** Bytes that decide how a text is encoded. */
const FIRST_BYTES = 64 * 1024;

/** Names of columns that show that a text is Japanese. */
const JAPANESE = /日付|日時|時刻|始値|高値|安値|終値|出来高/;

/**
 * How a text is encoded, where it is not UTF-8: by its byte order mark, by zeros beside each letter (UTF-16 without a mark),
 * or since its bytes are none of UTF-8's. Undefined for UTF-8, ASCII and for files that are no text.
 */
export function encodingOf(first: Uint8Array): string | undefined {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  const [even, odd] = zerosIn(first);
  const half = Math.min(first.length, 2_000) / 2;
  if (odd > half * 0.8 && even === 0) return 'utf-16le';
  if (even > half * 0.8 && odd === 0) return 'utf-16be';
  if (even + odd > 0 || isUtf8(first)) return undefined;
  return JAPANESE.test(new TextDecoder('shift_jis').decode(first)) ? 'shift_jis' : 'windows-1252';
}

function zerosIn(bytes: Uint8Array): readonly [number, number] {
  const counts: [number, number] = [0, 0];
  for (let at = 0; at < Math.min(bytes.length, 2_000); at++)
    if (bytes[at] === 0) counts[(at & 1) as 0 | 1] += 1;
  return counts;
}

/** A letter that the end of the part cuts is no fault. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export async function readStart(file: OpenFile): Promise<Result<Uint8Array>> {
  return file.size === 0 ? ok(new Uint8Array()) : file.read(0, Math.min(FIRST_BYTES, file.size));
}

export const toUtf8 = (bytes: Uint8Array, encoding: string): Uint8Array =>
  new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
