import { describe, expect, it } from 'vitest';
import { csvField } from '../../../core/data-manager/exports/session-csv.ts';

describe('a field of CSV', () => {
  it.each([
    ['=HYPERLINK("http://x","a,b")', `"'=HYPERLINK(""http://x"",""a,b"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
    ["'=1", "'=1"],
  ])('of the text %j is no formula', (text, field) => {
    expect(csvField(text)).toBe(field);
  });

  it.each([
    [-1.5, '-1.5'],
    [0, '0'],
    [true, 'true'],
    [Number.NaN, ''],
    [null, ''],
  ])('of %s is the value', (value, field) => {
    expect(csvField(value)).toBe(field);
  });
});
