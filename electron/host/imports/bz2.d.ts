declare module 'bz2' {
  /** Throws where the bytes are no bzip2 stream, or with `checkCRC` where a checksum does not hold. */
  export function decompress(bytes: Uint8Array, checkCRC?: boolean): Uint8Array;
}
