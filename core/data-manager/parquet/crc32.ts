/**
 * CRC-32 as in zip, gzip and Parquet page headers (reflected polynomial 0xEDB88320): detects damage. Eight tables, so
 * that it processes eight bytes at a time.
 */
const TABLES = buildTables();

function buildTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    tables[byte] = value;
  }
  for (let index = 256; index < tables.length; index++) {
    const previous = tables[index - 256] as number;
    tables[index] = (previous >>> 8) ^ (tables[previous & 0xff] as number);
  }
  return tables;
}

/** Checksum of `[from, to)`, as an unsigned 32-bit number. `seed` continues the checksum of the bytes before. */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length, seed = 0): number {
  let crc = ~seed;
  let at = from;
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const end = to - 7; at < end; at += 8) {
    const first = crc ^ words.getInt32(at, true);
    const second = words.getInt32(at + 4, true);
    crc =
      (TABLES[1792 + (first & 0xff)] as number) ^
      (TABLES[1536 + ((first >>> 8) & 0xff)] as number) ^
      (TABLES[1280 + ((first >>> 16) & 0xff)] as number) ^
      (TABLES[1024 + (first >>> 24)] as number) ^
      (TABLES[768 + (second & 0xff)] as number) ^
      (TABLES[512 + ((second >>> 8) & 0xff)] as number) ^
      (TABLES[256 + ((second >>> 16) & 0xff)] as number) ^
      (TABLES[second >>> 24] as number);
  }
  for (; at < to; at++) crc = (crc >>> 8) ^ (TABLES[(crc ^ (bytes[at] as number)) & 0xff] as number);
  return ~crc >>> 0;
}

/** Eight hexadecimal digits. */
export const crc32Hex = (crc: number): string => crc.toString(16).padStart(8, '0');
