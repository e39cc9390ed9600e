import { inflateSync, strFromU8 } from 'fflate';
import { fail, ok, type Result } from '../../base/result.ts';
import type { OpenFile } from '../file-port.ts';
import { crc32 } from '../parquet/crc32.ts';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The unpacked file is held in memory. */
const MOST_BYTES = 1024 * 1024 * 1024;
const MOST_PACKED = 512 * 1024 * 1024;

/** Signatures and places of the ZIP format (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16 and 4.5.3). */
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const ZIP64_END = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;
const LOCATOR_LENGTH = 20;
const UNKNOWN_COUNT = 0xffff;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const STORED = 0;
const DEFLATED = 8;
/** A size that is in the extra field instead, in 64 bits. */
const ELSEWHERE = 0xffff_ffff;
const ZIP64_FIELD = 1;

/**
 * The one file of a zip, unpacked and checked against its checksum. Fails with `bad_file` for an empty zip or several
 * files, `unsupported` for a file that is encrypted or too large, `damaged_file` where the bytes are inconsistent.
 */
export async function readZipEntry(file: OpenFile, path: string): Promise<Result<ZipEntry>> {
  const zip = await openZip(file, path);
  if (!zip.ok) return zip;
  const { names } = zip.value;
  const [only] = names;
  if (only === undefined) return fail('bad_file', `${path} is an empty zip.`);
  if (names.length > 1) {
    return fail(
      'bad_file',
      `${path} holds ${names.length} files: ${names.slice(0, 5).join(', ')}.`,
      'Unpack it and import them.',
    );
  }
  const bytes = zip.value.read(only);
  return bytes.ok ? ok({ name: only, bytes: bytes.value }) : bytes;
}

/** The files of a zip, without folders and without the marks that macOS adds. */
export interface OpenZip {
  readonly names: readonly string[];
  /** A file, unpacked and checked. */
  read(name: string): Result<Uint8Array>;
}

/** Reads the directory of a zip. Fails with `unsupported` where it is too large, `damaged_file` where it is invalid. */
export async function openZip(file: OpenFile, path: string): Promise<Result<OpenZip>> {
  if (file.size > MOST_PACKED)
    return fail('unsupported', `${path} is too large a zip.`, 'Unpack it and import the files.');
  const read = await file.read(0, file.size);
  if (!read.ok) return read;
  const bytes = read.value;
  try {
    const entries = new Map<string, Entry>();
    for (const entry of entriesOf(bytes)) {
      const isFile = !entry.name.endsWith('/') && !/(^|\/)(__MACOSX\/|\._|\.DS_Store)/.test(entry.name);
      if (isFile) entries.set(entry.name, entry);
    }
    return ok({ names: [...entries.keys()], read: (name) => unpackEntry(bytes, entries.get(name), path) });
  } catch (error) {
    return damagedZip(path, error);
  }
}

const damagedZip = (path: string, error: unknown): Result<never> =>
  fail(
    'damaged_file',
    `${path} cannot be unpacked: ${error instanceof Error ? error.message : String(error)}.`,
  );

function unpackEntry(bytes: Uint8Array, entry: Entry | undefined, path: string): Result<Uint8Array> {
  if (entry === undefined) return fail('missing_file', `${path} has no such file.`);
  const isReadable =
    entry.unpacked <= MOST_BYTES && (entry.flags & 1) === 0 && [STORED, DEFLATED].includes(entry.method);
  if (!isReadable) {
    return fail(
      'unsupported',
      `${path}: ${entry.name} is too large, encrypted, or packed in a rare way.`,
      'Unpack it first.',
    );
  }
  try {
    return ok(unpack(bytes, entry));
  } catch (error) {
    return damagedZip(path, error);
  }
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly localAt: number;
}

/** The central directory, found from the file's end. */
function entriesOf(bytes: Uint8Array): readonly Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_LENGTH;
  while (end >= 0 && end > bytes.length - END_LENGTH - 65_536 && view.getUint32(end, true) !== END) end--;
  if (end < 0 || view.getUint32(end, true) !== END) throw new Error('it has no directory');
  const count = view.getUint16(end + 10, true);
  let at = directoryOf(view, end);
  const entries: Entry[] = [];
  // A count of 0xFFFF is only an upper bound: writers put it there for ZIP64 and for fewer files, too.
  while (at + CENTRAL_LENGTH <= end && view.getUint32(at, true) === CENTRAL) {
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: strFromU8(bytes.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...placeOf(view, at, at + CENTRAL_LENGTH + nameLength),
    });
    at += CENTRAL_LENGTH + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (count !== UNKNOWN_COUNT && count !== entries.length) throw new Error('its directory is damaged');
  return entries;
}

/** Where the directory begins; beyond four gigabytes the ZIP64 record says it (APPNOTE 4.3.14 and 4.3.15). */
function directoryOf(view: DataView, end: number): number {
  const at = view.getUint32(end + 16, true);
  const locator = end - LOCATOR_LENGTH;
  if (at !== ELSEWHERE) return at;
  if (locator < 0 || view.getUint32(locator, true) !== ZIP64_LOCATOR)
    throw new Error('its directory is damaged');
  const record = Number(view.getBigUint64(locator + 8, true));
  if (record + 56 > end || view.getUint32(record, true) !== ZIP64_END)
    throw new Error('its directory is damaged');
  return Number(view.getBigUint64(record + 48, true));
}

/**
 * Sizes and place of an entry; values that do not fit, or were unknown when it was written, are in the 64-bit extra
 * field in this order.
 */
function placeOf(
  view: DataView,
  at: number,
  extraAt: number,
): Pick<Entry, 'packed' | 'unpacked' | 'localAt'> {
  const extraEnd = extraAt + view.getUint16(at + 30, true);
  let field = extraAt;
  while (field + 4 <= extraEnd && view.getUint16(field, true) !== ZIP64_FIELD) {
    field += 4 + view.getUint16(field + 2, true);
  }
  let wide = field + 4;
  const read = (place: number): number => {
    const value = view.getUint32(place, true);
    if (value !== ELSEWHERE) return value;
    if (wide + 8 > extraEnd) throw new Error('its directory does not say how long it is');
    wide += 8;
    return Number(view.getBigUint64(wide - 8, true));
  };
  const unpacked = read(at + 24);
  return { unpacked, packed: read(at + 20), localAt: read(at + 42) };
}

function unpack(bytes: Uint8Array, { crc, localAt, method, packed, unpacked }: Entry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(localAt, true) !== LOCAL) throw new Error('its entry is not where the directory says');
  const from =
    localAt + LOCAL_LENGTH + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
  const data = bytes.subarray(from, from + packed);
  const content = method === STORED ? data : inflateSync(data, { out: new Uint8Array(unpacked) });
  if (content.length !== unpacked || crc32(content) !== crc) throw new Error('its checksum does not hold');
  return content;
}
