import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMPARED, comparedMinutes, compareBars } from '../../../core/data-manager/compare-bars.ts';
import { BarColumns } from '../../../core/model/bar-columns.ts';
import { calendar } from '../../helpers/bar-builder.ts';

const EXACT = { absolute: 0, relative: 0 };
const OPEN = Date.UTC(2025, 6, 2, 13, 30);

type Row = readonly [minute: number, close: number, volume: number];

function barsOf(rows: readonly Row[]): BarColumns {
  const bars = new BarColumns();
  for (const [minute, close, volume] of rows) bars.append(OPEN + minute * 60_000, 10, 30, 5, close, volume);
  return bars;
}

const rows = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 6, max: 20 }), fc.nat(5)), {
    selector: ([minute]) => minute,
    maxLength: 120,
  })
  .map((list) => list.sort(([a], [b]) => a - b));

describe('two sources of the same bars', () => {
  test('differ in what a plain lookup of each minute says, counted by day', () => {
    fc.assert(
      fc.property(rows, rows, fc.constantFrom(0, 1, 3), (left, right, absolute) => {
        const { days, differences } = compareBars(
          barsOf(left),
          barsOf(right),
          { absolute, relative: 0 },
          calendar,
        );
        const [ofLeft, ofRight] = [left, right].map((list) => new Map(list.map((row) => [row[0], row])));
        const minutes = [...new Set([...left, ...right].map(([minute]) => minute))].sort((a, b) => a - b);
        const wanted = minutes.flatMap((minute) => {
          const [a, b] = [ofLeft?.get(minute), ofRight?.get(minute)];
          if (a === undefined || b === undefined)
            return [{ minute, kind: a === undefined ? 'missing_left' : 'missing_right', fields: [] }];
          const fields = [
            ...(Math.abs(a[1] - b[1]) > absolute ? ['close'] : []),
            ...(Math.abs(a[2] - b[2]) > absolute ? ['volume'] : []),
          ];
          return fields.length === 0 ? [] : [{ minute, kind: 'differs', fields }];
        });
        expect(
          differences.map(({ openMs, kind, fields }) => ({ minute: (openMs - OPEN) / 60_000, kind, fields })),
        ).toEqual(wanted);
        const sum = (key: 'left' | 'right' | 'same' | 'differing' | 'missingLeft' | 'missingRight') =>
          days.reduce((total, day) => total + day[key], 0);
        expect([sum('left'), sum('right')]).toEqual([left.length, right.length]);
        expect(sum('same') + sum('differing') + sum('missingRight')).toBe(left.length);
        expect(sum('same') + sum('differing') + sum('missingLeft')).toBe(right.length);
        expect(sum('same') + differences.length).toBe(minutes.length);
      }),
    );
  });

  test('a tolerance is the larger of a distance and a share of the larger value', () => {
    const [left, right] = [barsOf([[0, 20, 1000]]), barsOf([[0, 20.01, 1002]])];
    const compared = (absolute: number, relative: number) =>
      compareBars(left, right, { absolute, relative }, calendar).differences.flatMap(({ fields }) => fields);
    expect(compared(0, 0)).toEqual(['close', 'volume']);
    expect(compared(0.02, 0)).toEqual(['volume']);
    expect(compared(0, 0.001)).toEqual(['volume']);
    expect(compared(0, 0.002)).toEqual([]);
    const { fields } = compareBars(left, right, { absolute: 5, relative: 0 }, calendar);
    expect(fields.volume).toEqual({ bars: 0, absolute: 2, relative: 2 / 1002 });
    expect(fields.open).toEqual({ bars: 0, absolute: 0, relative: 0 });
  });

  test('the map of a day shows each minute as what it is', () => {
    const left = barsOf([
      [0, 10, 1],
      [1, 10, 1],
      [3, 10, 1],
    ]);
    const right = barsOf([
      [0, 10, 1],
      [1, 11, 1],
      [2, 10, 1],
    ]);
    const { differences } = compareBars(left, right, EXACT, calendar);
    const minutes = comparedMinutes(left, differences, { start: OPEN, end: OPEN + 5 * 60_000 });
    expect([...minutes]).toEqual([
      COMPARED.same,
      COMPARED.differs,
      COMPARED.missingLeft,
      COMPARED.missingRight,
      COMPARED.none,
    ]);
  });
});
