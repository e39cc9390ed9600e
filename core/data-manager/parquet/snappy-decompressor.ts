/** Shorter copies move bytes one by one or in words; longer ones use the engine's function. */
const LONG = 64;

/**
 * Decompresses the Snappy format (google/snappy, format_description.txt) into the whole of `output`. Prices compress into
 * runs of eight bytes or less: moved in words of four, they take half the time of moving bytes.
 *
 * Throws an Error where the bytes contradict themselves, or make another length than that of `output`.
 */
export function decompressSnappy(input: Uint8Array, output: Uint8Array): void {
  const source = new DataView(input.buffer, input.byteOffset, input.length);
  const target = new DataView(output.buffer, output.byteOffset, output.length);
  const end = input.length;
  const size = output.length;
  let at = lengthOfPreamble(input, size);
  let done = 0;
  while (at < end) {
    const tag = input[at++] as number;
    const kind = tag & 3;
    let length = (tag >>> 2) + 1;
    if (kind === 0) {
      if (length > 60) {
        const bytes = length - 60;
        length = littleEndian(input, at, bytes) + 1;
        at += bytes;
      }
      if (!(at + length <= end && done + length <= size)) throw damage('a literal is longer than its page');
      if (length <= 16 && at + 16 <= end && done + 16 <= size) move16(source, at, target, done, length);
      else if (length >= LONG) output.set(input.subarray(at, at + length), done);
      else for (let index = 0; index < length; index++) output[done + index] = input[at + index] as number;
      at += length;
    } else {
      let offset = input[at++] as number;
      if (kind === 1) {
        length = ((tag >>> 2) & 7) + 4;
        offset += (tag >>> 5) << 8;
      } else {
        const rest = kind === 2 ? 1 : 3;
        offset += littleEndian(input, at, rest) * 256;
        at += rest;
      }
      const from = done - offset;
      if (!(at <= end && from >= 0 && from < done && done + length <= size)) {
        throw damage('a copy refers to bytes before the start');
      }
      if (offset >= 16 && length <= 16 && done + 16 <= size) move16(target, from, target, done, length);
      else if (offset >= 8 && length <= 8 && done + 8 <= size) move8(target, from, target, done);
      else for (let index = 0; index < length; index++) output[done + index] = output[from + index] as number;
    }
    done += length;
  }
  if (done !== size) throw damage('a page is shorter than it says');
}

const damage = (what: string): Error => new Error(`compressed bytes make no sense: ${what}`);

/** Where the elements begin. */
function lengthOfPreamble(input: Uint8Array, size: number): number {
  let at = 0;
  let length = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = input[at++];
    if (byte === undefined || at > 5) throw damage('a page does not say its length');
    length += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  if (length !== size) throw damage(`a page of ${size} bytes says that it has ${length}`);
  return at;
}

function littleEndian(input: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let index = bytes - 1; index >= 0; index--) value = value * 256 + (input[at + index] ?? 0);
  return value;
}

function move8(source: DataView, from: number, target: DataView, to: number): void {
  target.setInt32(to, source.getInt32(from, true), true);
  target.setInt32(to + 4, source.getInt32(from + 4, true), true);
}

/** Bytes moved beyond `length` are overwritten by the next element. */
function move16(source: DataView, from: number, target: DataView, to: number, length: number): void {
  move8(source, from, target, to);
  if (length > 8) move8(source, from + 8, target, to + 8);
}
