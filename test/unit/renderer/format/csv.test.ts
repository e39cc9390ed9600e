import { expect, test } from 'vitest';
import { csvOf } from '../../../../renderer/format/csv.ts';

test('a cell is quoted where it must be', () => {
  expect(csvOf(['a', 'b'], [['1', 'say "no", twice']])).toBe('a,b\r\n1,"say ""no"", twice"\r\n');
});
