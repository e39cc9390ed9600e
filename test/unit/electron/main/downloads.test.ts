import { expect, test } from 'vitest';
import { isProgramFile } from '../../../../electron/main/downloads.ts';

test('only files that our own page made are saved', () => {
  expect(isProgramFile('blob:app://workstation/0b7e1f2a')).toBe(true);
  for (const url of [
    'app://workstation/index.html',
    'blob:https://example.com/0b7e1f2a',
    'blob:app://other/0b7e1f2a',
    'https://example.com/file.csv',
    'data:text/csv,a',
    '',
  ]) {
    expect(isProgramFile(url)).toBe(false);
  }
});
