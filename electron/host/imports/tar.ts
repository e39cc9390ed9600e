export interface TarEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;

/** The plain files of a tar archive (POSIX.1-1988 ustar, and GNU's long names). */
export function untar(bytes: Uint8Array): readonly TarEntry[] {
  const text = (from: number, length: number): string =>
    Buffer.from(bytes.subarray(from, from + length))
      .toString('utf8')
      .replace(/\0.*$/s, '');
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const size = Number.parseInt(text(at + 124, 12).trim(), 8) || 0;
    const type = text(at + 156, 1);
    const prefix = text(at + 345, 155);
    const name = longName ?? (prefix === '' ? text(at, 100) : `${prefix}/${text(at, 100)}`);
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    longName = type === 'L' ? Buffer.from(content).toString('utf8').replace(/\0.*$/s, '') : undefined;
    const isPlain = type === '0' || type === '';
    if (isPlain && !/(^|\/)(\._|\.DS_Store)/.test(name)) entries.push({ name, bytes: content });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}
