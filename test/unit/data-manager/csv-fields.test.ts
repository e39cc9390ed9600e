import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { createFieldPlaces, splitRow } from '../../../core/data-manager/importers/csv/fields.ts';
import { parseNumber } from '../../../core/data-manager/importers/csv/number-field.ts';
import { TimeField } from '../../../core/data-manager/importers/csv/time-field.ts';
import { createZoneReader } from '../../../core/data-manager/importers/judging/zone-reader.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const number = (text: string, mark = '.'): number => {
  const bytes = bytesOf(text);
  return parseNumber(bytes, 0, bytes.length, mark.charCodeAt(0));
};

describe('numbers', () => {
  test('are the nearest double, as the language reads them', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(number(String(value))).toBe(Number(String(value)));
      }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 9 }),
        fc.integer({ min: 0, max: 12 }),
        (digits, decimals) => {
          const text = (digits / 10 ** decimals).toFixed(decimals);
          expect(number(text)).toBe(Number(text));
        },
      ),
    );
  });

  test.each([
    ['15.164999961853027', 15.164999961853027],
    [' 12.50 ', 12.5],
    ['"1,234.5"', 1234.5],
    ['1,234,567', 1234567],
    ['+7', 7],
    ['-0.5', -0.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1.5e3', 1500],
    ['2E-3', 0.002],
    ['9007199254740993', 9007199254740992],
  ])('%s is %d', (text, value) => expect(number(text)).toBe(value));

  test.each([
    '',
    ' ',
    '.',
    '-',
    '+',
    'NaN',
    'null',
    'N/A',
    '1.2.3',
    '12a',
    '1,23',
    '0x10',
    'Infinity',
    '1e',
    '--1',
  ])('"%s" is none', (text) => expect(number(text)).toBeNaN());

  test('may have a decimal comma', () => {
    expect(number('12,5', ',')).toBe(12.5);
    expect(number('1.234,5', ',')).toBe(1234.5);
  });
});

const read = (text: string, order: 'ymd' | 'mdy' | 'dmy' = 'ymd') => {
  const field = new TimeField(order);
  const bytes = bytesOf(text);
  if (!field.read(bytes, 0, bytes.length)) return undefined;
  return { at: new Date(field.localMs).toISOString().slice(0, 23), offset: field.offsetMs / 3_600_000 };
};

describe('times', () => {
  test.each([
    ['2025-07-02T13:30:00Z', '2025-07-02T13:30:00.000', 0],
    ['2025-07-02 13:30:00+00:00', '2025-07-02T13:30:00.000', 0],
    ['2025-07-02T09:30:00-04:00', '2025-07-02T09:30:00.000', -4],
    ['2025-07-02T09:30:00.123456789-0400', '2025-07-02T09:30:00.123', -4],
    ['2025-07-02 13:30:00 UTC', '2025-07-02T13:30:00.000', 0],
    ['2025-07-02 09:30:00', '2025-07-02T09:30:00.000', Number.NaN],
    ['2025-07-02 9:30', '2025-07-02T09:30:00.000', Number.NaN],
    ['2025-07-02', '2025-07-02T00:00:00.000', Number.NaN],
    ['"2025-07-02"', '2025-07-02T00:00:00.000', Number.NaN],
    ['20250702', '2025-07-02T00:00:00.000', Number.NaN],
    ['20250702 093000', '2025-07-02T09:30:00.000', Number.NaN],
    ['20250702093000', '2025-07-02T09:30:00.000', Number.NaN],
    ['2025/7/2 16:00', '2025-07-02T16:00:00.000', Number.NaN],
  ])('%s', (text, at, offset) => expect(read(text)).toEqual({ at, offset }));

  test('of twelve hours, months or days first', () => {
    expect(read('07/02/2025 9:30 AM', 'mdy')?.at).toBe('2025-07-02T09:30:00.000');
    expect(read('07/02/2025 12:00:00 AM', 'mdy')?.at).toBe('2025-07-02T00:00:00.000');
    expect(read('7/2/25 12:05 pm', 'mdy')?.at).toBe('2025-07-02T12:05:00.000');
    expect(read('02.07.2025 15:59', 'dmy')?.at).toBe('2025-07-02T15:59:00.000');
  });

  test.each([
    '',
    'hello',
    '2025-02-29',
    '2025-13-01',
    '2025-07-02T25:00:00',
    '2025-07-02 09:60',
    '2025-07',
    '12:30',
    '2025-07-02 09:30 XY',
    '2025-07-02 13:00 PM',
  ])('"%s" is none', (text) => expect(read(text)).toBeUndefined());
});

describe('zones', () => {
  test.each(['America/New_York', 'America/Chicago', 'Europe/London', 'Asia/Kolkata', 'UTC'])(
    '%s agrees with luxon',
    (zone) => {
      fc.assert(
        fc.property(fc.integer({ min: Date.UTC(2007, 5, 1), max: Date.UTC(2030, 0, 1) }), (instant) => {
          const toUtc = createZoneReader(zone)!;
          const there = DateTime.fromMillis(instant, { zone });
          const local = instant + there.offset * 60_000;
          const back = toUtc(local);
          // Of the hour that comes twice the first is meant, so the second is read one hour early.
          expect([instant, instant - 3_600_000]).toContain(back);
          expect(DateTime.fromMillis(back, { zone }).toFormat('yyyyLLddHHmmssSSS')).toBe(
            there.toFormat('yyyyLLddHHmmssSSS'),
          );
        }),
      );
    },
  );

  test('a name that is no zone is none', () => expect(createZoneReader('America/Gotham')).toBeUndefined());
});

const fields = (text: string, delimiter = ','): string[] => {
  const bytes = bytesOf(text);
  const places = createFieldPlaces();
  const count = splitRow(bytes, 0, bytes.length, delimiter.charCodeAt(0), places);
  return Array.from({ length: count }, (_, index) => text.slice(places.starts[index], places.ends[index]));
};

describe('rows', () => {
  test('are cut at delimiters, not at quoted ones', () => {
    expect(fields('a,b,,d')).toEqual(['a', 'b', '', 'd']);
    expect(fields('a;"1;2";b', ';')).toEqual(['a', '"1;2"', 'b']);
    expect(fields('')).toEqual(['']);
    expect(fields(','.repeat(700))).toHaveLength(512);
  });
});
