/** Marks of the LZ4 frame format (version 1.6.3). */
const MAGIC = 0x184d2204;
const HAS_DICTIONARY = 1;
const HAS_CONTENT_SIZE = 8;
const HAS_BLOCK_CHECKSUMS = 16;
const IS_STORED = 0x8000_0000;

/** Unpacks an LZ4 frame, the compression of Arrow files. Blocks may refer to the ones before. Throws where it is none. */
export function unpackLz4Frame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 7 || view.getUint32(0, true) !== MAGIC) throw new Error('no LZ4 frame');
  const flags = bytes[4] as number;
  let at = 7 + ((flags & HAS_CONTENT_SIZE) === 0 ? 0 : 8) + ((flags & HAS_DICTIONARY) === 0 ? 0 : 4);
  const checksum = (flags & HAS_BLOCK_CHECKSUMS) === 0 ? 0 : 4;
  const output = new GrowingBytes();
  while (at + 4 <= bytes.length) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) break;
    const length = size & ~IS_STORED;
    const block = bytes.subarray(at, at + (length >>> 0));
    if (size >= IS_STORED) output.append(block);
    else unpackBlock(block, output);
    at += (length >>> 0) + checksum;
  }
  return output.bytes();
}

class GrowingBytes {
  #bytes = new Uint8Array(64 * 1024);
  length = 0;

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  append(part: Uint8Array): void {
    this.#reserve(part.length);
    this.#bytes.set(part, this.length);
    this.length += part.length;
  }

  /** Copies bytes from `distance` back, which may reach into the copy itself. */
  repeat(distance: number, count: number): void {
    if (distance === 0 || distance > this.length)
      throw new Error('an LZ4 block refers to bytes before its begin');
    this.#reserve(count);
    for (let index = 0; index < count; index++, this.length++)
      this.#bytes[this.length] = this.#bytes[this.length - distance] as number;
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + more));
    larger.set(this.#bytes.subarray(0, this.length));
    this.#bytes = larger;
  }
}

function unpackBlock(block: Uint8Array, output: GrowingBytes): void {
  let at = 0;
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (let more = 255; more === 255;) {
      more = block[at++] ?? 0;
      length += more;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++] as number;
    const literals = lengthFrom(token >> 4);
    output.append(block.subarray(at, at + literals));
    at += literals;
    if (at >= block.length) return;
    const distance = (block[at] as number) | ((block[at + 1] as number) << 8);
    at += 2;
    output.repeat(distance, lengthFrom(token & 15) + 4);
  }
}
