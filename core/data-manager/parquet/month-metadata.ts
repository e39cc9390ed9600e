import { crc32, crc32Hex } from './crc32.ts';

/** A month file's metadata about its bars, in the key-value metadata of its footer. */
export interface MonthMetadata {
  /** The sources of the bars, first writer first; `synthetic` for generated ones. Empty when the file names none. */
  readonly sources: readonly string[];
  readonly adjustment: StoredAdjustment;
  /** The exchange group by which daily bars are keyed; US_EQUITY where the file names none. */
  readonly group?: string;
  /** The symbol, in a file outside the store's folders. */
  readonly symbol?: string;
}

/** `mixed`: raw and adjusted bars were merged into one month. */
export type StoredAdjustment = 'raw' | 'adjusted' | 'mixed' | 'unknown';

export interface KeyValue {
  readonly key: string;
  readonly value?: string;
}

/** The source that marks generated bars. */
export const SYNTHETIC_SOURCE = 'synthetic';

/** Raised when the way in which files are written changes. */
const IMPORTER_VERSION = '1';

/** Part of the footer's `created_by`. A file with it must carry valid checksums. */
export const CREATED_BY = `tapedeck bar store version ${IMPORTER_VERSION}`;

/** A file that a newer version of this store wrote: intact, but this version must not read or replace it. */
export class NewerFormatError extends Error {
  override readonly name = 'NewerFormatError';
}

const SOURCE_SEPARATOR = '; ';
const FOOTER_CRC_KEY = 'footer_crc32';
const ROW_GROUP_CRC_KEY = 'row_group_crc32';
/** Names the symbol of an exported file. */
export const SYMBOL_KEY = 'symbol';
const GROUP_KEY = 'exchange_group';
/** The group of files from before there were others. */
export const DEFAULT_GROUP = 'US_EQUITY';
const BLANK_CRC = '00000000';
const OWN_KEYS: ReadonlySet<string> = new Set([FOOTER_CRC_KEY, ROW_GROUP_CRC_KEY, 'importer_version']);

export function encodeKeyValues(
  metadata: MonthMetadata,
  zone: string,
  rowGroupCrcs: readonly number[],
): { key: string; value: string }[] {
  return [
    ...(metadata.symbol === undefined ? [] : [{ key: SYMBOL_KEY, value: metadata.symbol }]),
    { key: 'zone', value: zone },
    ...(metadata.group === undefined || metadata.group === DEFAULT_GROUP
      ? []
      : [{ key: GROUP_KEY, value: metadata.group }]),
    { key: 'source', value: metadata.sources.map(plainSource).join(SOURCE_SEPARATOR) },
    { key: 'adjustment', value: metadata.adjustment },
    { key: 'synthetic', value: String(metadata.sources.includes(SYNTHETIC_SOURCE)) },
    { key: 'importer_version', value: IMPORTER_VERSION },
    { key: ROW_GROUP_CRC_KEY, value: rowGroupCrcs.map(crc32Hex).join('') },
    { key: FOOTER_CRC_KEY, value: BLANK_CRC },
  ];
}

export function decodeKeyValues(pairs: readonly KeyValue[]): MonthMetadata {
  const values = new Map(pairs.map((pair) => [pair.key, pair.value ?? '']));
  const source = values.get('source') ?? '';
  const adjustment = values.get('adjustment');
  const group = values.get(GROUP_KEY);
  return {
    ...(group === undefined ? {} : { group }),
    sources: source === '' ? [] : source.split(SOURCE_SEPARATOR),
    adjustment:
      adjustment === 'raw' || adjustment === 'adjusted' || adjustment === 'mixed' ? adjustment : 'unknown',
  };
}

/** Throws a `NewerFormatError` for a file in a newer format. Checksums are at the same place in every format. */
export function refuseNewer(pairs: readonly KeyValue[]): void {
  const version = pairs.find((pair) => pair.key === 'importer_version')?.value ?? IMPORTER_VERSION;
  if (Number(version) > Number(IMPORTER_VERSION))
    throw new NewerFormatError(
      `a newer Tapedeck wrote it (bar store version ${version}; this one knows ${IMPORTER_VERSION})`,
    );
}

/** True for a file of this store, whose checksums must hold; false for one that another tool wrote in its layout. */
export const isOwnFile = (createdBy: string | undefined, pairs: readonly KeyValue[]): boolean =>
  createdBy?.startsWith('tapedeck') === true || pairs.some((pair) => OWN_KEYS.has(pair.key));

/** The checksum of each row group, in their order; undefined when the file has none or they are not readable. */
export function rowGroupCrcsOf(pairs: readonly KeyValue[]): readonly number[] | undefined {
  const text = pairs.find((pair) => pair.key === ROW_GROUP_CRC_KEY)?.value;
  if (text === undefined || text.length % 8 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  return Array.from({ length: text.length / 8 }, (_, index) =>
    Number.parseInt(text.slice(index * 8, index * 8 + 8), 16),
  );
}

/**
 * Writes the checksum of the footer into the footer: it is computed with its own eight digits as zeros. `footer` runs
 * from the first byte after the row groups to the end of the file and is changed in place.
 */
export function sealFooter(footer: Uint8Array): void {
  const at = footerCrcOffset(footer);
  if (at === undefined) throw new Error('the footer has no place for its checksum');
  const digits = crc32Hex(crc32(footer));
  for (let index = 0; index < 8; index++) footer[at + index] = digits.charCodeAt(index);
}

/** True when the footer's own checksum exists and is right. */
export function isFooterIntact(footer: Uint8Array): boolean {
  const at = footerCrcOffset(footer);
  if (at === undefined) return false;
  const digits = String.fromCharCode(...footer.subarray(at, at + 8));
  const before = crc32(footer, 0, at);
  const blank = crc32(BLANK_BYTES, 0, 8, before);
  return digits === crc32Hex(crc32(footer, at + 8, footer.length, blank));
}

const BLANK_BYTES = asciiBytes(BLANK_CRC);
const FOOTER_CRC_BYTES = asciiBytes(FOOTER_CRC_KEY);

/** The eight digits come right after the key, a field header and a length (Thrift compact protocol). */
function footerCrcOffset(footer: Uint8Array): number | undefined {
  const key = FOOTER_CRC_BYTES;
  for (let at = footer.length - key.length - 10; at >= 0; at--) {
    let matched = 0;
    while (matched < key.length && footer[at + matched] === key[matched]) matched++;
    if (matched === key.length) return at + key.length + 2;
  }
  return undefined;
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (mark) => mark.charCodeAt(0));
}

const plainSource = (source: string): string => source.replaceAll(';', ',').trim();
