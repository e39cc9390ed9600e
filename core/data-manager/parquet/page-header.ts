import { CompactReader } from './compact-reader.ts';

/** The parts of a page header that the pages of this store need (parquet.thrift, `PageHeader`). */
export interface OwnPageHeader {
  /** Where the page itself begins and ends. */
  readonly from: number;
  readonly to: number;
  readonly uncompressedSize: number;
  /** Numbers in a dictionary page; undefined for any other. */
  readonly words: number | undefined;
  /** Of a data page of the second version; undefined for any other. */
  readonly data: DataPage | undefined;
}

export interface DataPage {
  readonly values: number;
  /** As in parquet.thrift, `Encoding`. */
  readonly encoding: number;
  /** True for compressed numbers without levels and nulls. */
  readonly isPlain: boolean;
}

export const ENCODING = { plain: 0, deltaBinaryPacked: 5, dictionary: 8 } as const;

/** Reads the header at `at`. Throws a RangeError where it has no end. */
export function readPageHeader(bytes: Uint8Array, at: number): OwnPageHeader {
  const reader = new CompactReader(bytes, at);
  let uncompressedSize = -1;
  let compressedSize = -1;
  let words: number | undefined;
  let data: DataPage | undefined;
  while (reader.next()) {
    if (reader.field === 2) uncompressedSize = reader.whole();
    else if (reader.field === 3) compressedSize = reader.whole();
    else if (reader.field === 7) words = readDictionary(reader);
    else if (reader.field === 8) data = readDataPage(reader);
    else reader.skip();
  }
  const from = reader.at;
  return { from, to: from + compressedSize, uncompressedSize, words, data };
}

function readDictionary(reader: CompactReader): number {
  let words = 0;
  reader.struct(() => {
    if (reader.field === 1) words = reader.whole();
    else reader.skip();
  });
  return words;
}

function readDataPage(reader: CompactReader): DataPage {
  let values = 0;
  let encoding = -1;
  let others = 0;
  let isCompressed = true;
  reader.struct(() => {
    if (reader.field === 1) values = reader.whole();
    else if (reader.field === 4) encoding = reader.whole();
    // Nulls and the lengths of both kinds of levels: this store writes none.
    else if (reader.field === 2 || reader.field === 5 || reader.field === 6)
      others += Math.abs(reader.whole());
    else if (reader.field === 7) isCompressed = reader.flag();
    else reader.skip();
  });
  return { values, encoding, isPlain: isCompressed && others === 0 };
}
