import { expect, test } from 'vitest';
import { filteredSymbols, orderedSymbols } from '../../../../renderer/panels/symbols/symbol-order.ts';
import type { SymbolOrder } from '../../../../renderer/state/view-store.ts';
import { row } from '../../../helpers/batches.ts';

const adhoc = { ...row('X').metadata, added_by: 'adhoc' as const };
const all = [
  row('RIVN', { changePercent: 1, last: 20, volume: 300, lagMs: 0, quality: 100 }),
  row('AAPL', { changePercent: -2, last: 200, volume: 100, lagMs: 60_000, quality: 50, metadata: adhoc }),
  row('NVDA', { changePercent: null, last: null, volume: 0, lagMs: 0, quality: null, phase: 'loading' }),
  row('KO', { changePercent: 1, last: 45, volume: 200, lagMs: 120_000, quality: 90 }),
];
const rows = new Map(all.map((each) => [each.symbol, each]));
const order = [...rows.keys()];

test.each<readonly [SymbolOrder, string]>([
  ['added', 'RIVN AAPL NVDA KO'],
  ['symbol', 'AAPL KO NVDA RIVN'],
  ['change', 'RIVN KO AAPL NVDA'],
  ['fall', 'AAPL RIVN KO NVDA'],
  ['last', 'AAPL KO RIVN NVDA'],
  ['volume', 'RIVN KO AAPL NVDA'],
  ['lag', 'KO AAPL RIVN NVDA'],
  ['gaps', 'AAPL KO RIVN NVDA'],
])('by %s: %s; rows without the figure come last, ties stay as they came', (by, expected) => {
  expect(orderedSymbols(order, rows, by).join(' ')).toBe(expected);
});

test.each([
  ['', 'RIVN AAPL NVDA KO'],
  ['v', 'RIVN NVDA'],
  ['adhoc', 'AAPL'],
  ['loading', 'NVDA'],
  ['config active', 'RIVN KO'],
  ['zzz', ''],
])('the filter “%s” leaves %s', (filter, expected) => {
  expect(filteredSymbols(order, rows, filter).join(' ')).toBe(expected);
});
