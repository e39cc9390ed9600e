/** Types of the Thrift compact protocol (the page `thrift-compact-protocol`) that Parquet uses. */
const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const SET = 10;
const STRUCT = 12;

/**
 * Reads structures of Parquet's headers and footers field by field, without an object for each: a month of minutes has
 * a hundred and thirty pages, and building the objects of their headers takes longer than decoding them. Whole numbers
 * are doubles, exact up to 2^53. Throws a RangeError beyond the end.
 */
export class CompactReader {
  readonly #bytes: Uint8Array;
  at: number;
  /** The id of the field at which `next` arrived. */
  field = 0;
  #type = STOP;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** Moves to the next field of a structure; returns false at its end. */
  next(): boolean {
    const byte = this.#byte();
    this.#type = byte & 0x0f;
    if (this.#type === STOP) return false;
    const delta = byte >>> 4;
    this.field = delta === 0 ? this.whole() : this.field + delta;
    return true;
  }

  /** A structure: `each` is called at each of its fields and reads or skips it. */
  struct(each: () => void): void {
    const { field } = this;
    this.field = 0;
    while (this.next()) each();
    this.field = field;
  }

  /** A list: `each` is called for each of its entries and reads it. */
  list(each: () => void): void {
    const { length } = this.#listHeader();
    for (let index = 0; index < length; index++) each();
  }

  /** A field that is true or false. */
  flag(): boolean {
    return this.#type === TRUE;
  }

  /** A whole number of any width, in zigzag form. */
  whole(): number {
    const coded = this.#varint();
    return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
  }

  /** Bytes, or a text in UTF-8; not copied. */
  binary(): Uint8Array {
    const length = this.#varint();
    this.#pass(length);
    return this.#bytes.subarray(this.at - length, this.at);
  }

  /** Skips the value of the present field. */
  skip(): void {
    this.#skip(this.#type);
  }

  #skip(type: number): void {
    if (type === TRUE || type === FALSE) return;
    if (type === BYTE) this.#pass(1);
    else if (type <= I64) this.#varint();
    else if (type === DOUBLE) this.#pass(8);
    else if (type === BINARY) this.binary();
    else if (type === LIST || type === SET) this.#skipList();
    else if (type === STRUCT) this.struct(() => this.skip());
    else throw new RangeError(`a field of type ${type}`);
  }

  #skipList(): void {
    const { length, type } = this.#listHeader();
    const isFlags = type === TRUE || type === FALSE;
    for (let index = 0; index < length; index++) this.#skip(isFlags ? BYTE : type);
  }

  #listHeader(): { readonly length: number; readonly type: number } {
    const byte = this.#byte();
    const length = byte >>> 4;
    return { length: length === 15 ? this.#varint() : length, type: byte & 0x0f };
  }

  #varint(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    let value = first - 0x80;
    for (let scale = 128; ; scale *= 128) {
      const byte = this.#byte();
      if (byte < 0x80) return value + byte * scale;
      value += (byte - 0x80) * scale;
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new RangeError('a structure has no end');
    return byte;
  }

  #pass(length: number): void {
    this.at += length;
    if (this.at > this.#bytes.length) throw new RangeError('a structure has no end');
  }
}
