import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from '../../../electron/contract/wire.ts';

const bits = (column: Float64Array): string =>
  Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('hex');

const column = fc.float64Array({ maxLength: 40 });
const bytes = fc.uint8Array({ maxLength: 40 });
const plain = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { message } = fc.letrec<{ message: unknown }>((tie) => ({
  message: fc.oneof(
    { maxDepth: 4 },
    plain,
    column,
    bytes,
    fc.array(tie('message'), { maxLength: 5 }),
    fc.dictionary(
      fc.string().filter((key) => !key.startsWith('$') && key !== '__proto__' && key !== 'toJSON'),
      tie('message'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
}));

const frameOf = (text: string): Uint8Array => {
  const header = new TextEncoder().encode(text);
  const frame = new Uint8Array(4 + header.length);
  new DataView(frame.buffer).setUint32(0, header.length, true);
  frame.set(header, 4);
  return frame;
};

describe('frames', () => {
  test('every message comes back as it went', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(decodeMessage(encodeMessage(sent))).toStrictEqual(sent);
      }),
    );
  });

  test('columns keep every bit, at any offset of the frame and the column in their buffers', () => {
    fc.assert(
      fc.property(column, fc.nat(9), fc.nat(3), (values, frameShift, columnShift) => {
        const wide = new Float64Array(values.length + columnShift);
        wide.set(values, columnShift);
        const frame = encodeMessage({ values: wide.subarray(columnShift) });
        const shifted = new Uint8Array(frame.length + frameShift);
        shifted.set(frame, frameShift);
        const decoded = decodeMessage(shifted.subarray(frameShift)) as { values: Float64Array };
        expect(bits(decoded.values)).toBe(bits(values));
      }),
    );
  });

  test('NaN with its payload, infinities and minus zero survive', () => {
    const payload = new Float64Array(new Uint8Array([1, 2, 3, 0, 0, 0, 0xf8, 0x7f]).buffer);
    expect(bits(decodeMessage(encodeMessage(payload)) as Float64Array)).toBe(bits(payload));
    const odd = [Number.NaN, Infinity, -Infinity, -0];
    expect(decodeMessage(encodeMessage(odd))).toStrictEqual(odd);
  });

  test('doubles are 8-byte aligned after the header, little-endian', () => {
    const frame = encodeMessage({ a: Float64Array.of(1.5), b: Float64Array.of(2, 3) });
    const headerLength = new DataView(frame.buffer).getUint32(0, true);
    const header = new TextDecoder().decode(frame.subarray(4, 4 + headerLength));
    expect(header).toBe('{"a":{"$f64":[0,1]},"b":{"$f64":[8,2]}}');
    const start = Math.ceil((4 + headerLength) / 8) * 8;
    expect(frame.length).toBe(start + 24);
    expect(new DataView(frame.buffer).getFloat64(start + 8, true)).toBe(2);
  });

  test('bytes follow doubles, each array at a multiple of 8', () => {
    fc.assert(
      fc.property(bytes, column, bytes, (first, doubles, last) => {
        const sent = { first, doubles, last };
        expect(decodeMessage(encodeMessage(sent))).toStrictEqual(sent);
      }),
    );
    const decoded = decodeMessage(encodeMessage(Uint8Array.of(1, 2, 3))) as Uint8Array;
    expect(decoded.buffer.byteLength).toBe(3);
  });

  test('a frame that no encoder made is refused', () => {
    expect(() => decodeMessage(new Uint8Array(3))).toThrow('4 bytes or more');
    expect(() => decodeMessage(Uint8Array.of(9, 0, 0, 0, 1))).toThrow('a header within');
    for (const reference of ['[0,1]', '[-8,0]', '[0.5,0]', '"x"', '[0,1e300]', 'null']) {
      expect(() => decodeMessage(frameOf(`{"$f64":${reference}}`))).toThrow();
      expect(() => decodeMessage(frameOf(`{"$u8":${reference}}`))).toThrow();
      expect(() => decodeMessage(frameOf(`{"$dec":${reference}}`))).toThrow();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (frame) => {
        try {
          decodeMessage(frame);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});
