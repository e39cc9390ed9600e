import { expect, test } from 'vitest';
import { csvOf } from '../../../../renderer/format/csv.ts';

test('a cell is quoted where it must be', () => {
  expect(csvOf(['a', 'b'], [['1', 'say "no", twice']])).toBe('a,b\r\n1,"say ""no"", twice"\r\n');
});

test.each(['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1'])(
  'text %j is no formula',
  (text) => {
    expect(
      csvOf(['a'], [[text]])
        .split('\r\n')
        .slice(1)
        .join('\r\n'),
    ).toMatch(/^"?'/);
  },
);

test.each(['-12.5', '+3', '1,234.50', '-1.25 %', '1e-7', '-5e-7'])('number %s is unchanged', (text) => {
  expect(csvOf(['a'], [[text]]).replaceAll('"', '')).toBe(`a\r\n${text}\r\n`);
});
