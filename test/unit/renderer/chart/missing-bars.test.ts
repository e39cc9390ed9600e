import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../core/base/epoch-ms.ts';
import { BarColumns } from '../../../../core/model/bar-columns.ts';
import { holeBefore, slotsOf } from '../../../../renderer/chart/missing-bars.ts';

const barsAt = (...minutes: readonly number[]): BarColumns => {
  const bars = new BarColumns(minutes.length);
  for (const minute of minutes) bars.append(minute * MINUTE_MS, 1, 1, 1, 1, 1);
  return bars;
};

describe('missing bars', () => {
  test('are those between two that are further apart than one', () => {
    const hole = holeBefore(barsAt(0, 1, 4), 2, MINUTE_MS);
    expect(hole).toEqual({ fromMs: 2 * MINUTE_MS, toMs: 4 * MINUTE_MS });
    expect(slotsOf(hole!, MINUTE_MS)).toEqual([2 * MINUTE_MS, 3 * MINUTE_MS]);
    expect(holeBefore(barsAt(0, 1), 1, MINUTE_MS)).toBeNull();
    expect(holeBefore(barsAt(7), 0, MINUTE_MS)).toBeNull();
  });

  test('are not the night between two sessions, nor seconds without a trade', () => {
    expect(holeBefore(barsAt(0, 18 * 60), 1, MINUTE_MS)).toBeNull();
    expect(holeBefore(barsAt(0, 1), 1, 1_000)).toBeNull();
  });
});
