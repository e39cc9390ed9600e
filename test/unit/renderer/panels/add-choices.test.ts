import { expect, test } from 'vitest';
import { addChoices, typedSymbol } from '../../../../renderer/panels/symbols/add-choices.ts';

const stored = ['NVDA', 'NVO', 'ANVS', 'F', 'FORD'].map((symbol) => ({
  symbol,
  intervals: ['1m'],
  first_month: '2025-06',
  last_month: '2025-07',
}));
const names = (typed: string): readonly string[] =>
  addChoices(typed, stored, new Set(['NVO'])).map(({ symbol }) => symbol);

test('what begins with the letters comes first, what was typed last', () => {
  expect(names('NV')).toEqual(['NVDA', 'NVO', 'ANVS', 'NV']);
  expect(names('F')).toEqual(['F', 'FORD']);
  expect(names('ZZZ')).toEqual(['ZZZ']);
  expect(names('')).toEqual(['ANVS', 'F', 'FORD', 'NVDA', 'NVO']);
  expect(addChoices('NVO', stored, new Set(['NVO']))[0]?.inSession).toBe(true);
});

test('typing makes a symbol of anything', () => {
  expect([' nv da', 'brk.b', 'ä$1', 'x'.repeat(30)].map((text) => typedSymbol(text))).toEqual([
    'NV DA',
    'BRK.B',
    '$1',
    'X'.repeat(30),
  ]);
});
