import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../core/base/epoch-ms.ts';
import { BarColumns } from '../../../../core/model/bar-columns.ts';
import { holesBefore, slotsOf } from '../../../../renderer/chart/missing-bars.ts';

const barsAt = (...minutes: readonly number[]): BarColumns => {
  const bars = new BarColumns(minutes.length);
  for (const minute of minutes) bars.append(minute * MINUTE_MS, 1, 1, 1, 1, 1);
  return bars;
};

describe('missing bars', () => {
  test('are those between two that are further apart than one', () => {
    const [hole] = holesBefore(barsAt(0, 1, 4), 2, MINUTE_MS, []);
    expect(hole).toEqual({ fromMs: 2 * MINUTE_MS, toMs: 4 * MINUTE_MS });
    expect(slotsOf(hole!, MINUTE_MS)).toEqual([2 * MINUTE_MS, 3 * MINUTE_MS]);
    expect(holesBefore(barsAt(0, 1), 1, MINUTE_MS, [])).toEqual([]);
    expect(holesBefore(barsAt(7), 0, MINUTE_MS, [])).toEqual([]);
  });

  test('are not the night between two sessions, nor seconds without a trade', () => {
    expect(holesBefore(barsAt(0, 18 * 60), 1, MINUTE_MS, [])).toEqual([]);
    expect(holesBefore(barsAt(0, 1), 1, 1_000, [])).toEqual([]);
  });

  test('are not a lunch break, only what is missing on both sides of it', () => {
    const lunch = { fromMs: 10 * MINUTE_MS, toMs: 70 * MINUTE_MS, isBreak: true };
    const holes = (...minutes: number[]) =>
      holesBefore(barsAt(...minutes), 1, MINUTE_MS, [{ fromMs: -1, toMs: 0, isBreak: false }, lunch]);
    expect(holes(9, 70)).toEqual([]);
    expect(holes(7, 72)).toEqual([
      { fromMs: 8 * MINUTE_MS, toMs: 10 * MINUTE_MS },
      { fromMs: 70 * MINUTE_MS, toMs: 72 * MINUTE_MS },
    ]);
    // A market round the clock has no night that a long hole could be.
    expect(holes(70, 70 + 9 * 60)).toEqual([{ fromMs: 71 * MINUTE_MS, toMs: (70 + 9 * 60) * MINUTE_MS }]);
  });
});
