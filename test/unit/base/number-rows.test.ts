import { expect, it } from 'vitest';
import { NumberRows } from '../../../core/base/number-rows.ts';

it('rows of numbers keep every number, over many blocks', () => {
  const rows = new NumberRows(3);
  for (let row = 0; row < 3_000; row++) {
    rows.add();
    expect(rows.get(row, 1)).toBe(0);
    rows.set(1, row * 0.5);
    rows.set(1, row * 0.25);
    rows.set(2, -row);
  }
  expect(rows.length).toBe(3_000);
  for (let row = 0; row < 3_000; row++) {
    expect([rows.get(row, 0), rows.get(row, 1), rows.get(row, 2)]).toEqual([0, row * 0.25, -row]);
  }
});
