import { asEpochMs, MINUTE_MS, type EpochMs } from '../base/epoch-ms.ts';
import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';
import type { BaseInterval } from '../base/interval.ts';

export interface BenchmarkPoint {
  readonly clock: EpochMs;
  readonly price: number;
}

const POINT_EVERY_MS = 5 * MINUTE_MS;

/** A day of a symbol as the report draws it: its first open, closes about every five minutes, its last close. */
export function benchmarkDay(
  bars: ReadonlyBarColumns,
  interval: BaseInterval,
  grid: SessionGrid,
): readonly BenchmarkPoint[] {
  const points: BenchmarkPoint[] = [];
  let last = Number.NEGATIVE_INFINITY;
  let pending = -1;
  const closeAt = (index: number): BenchmarkPoint => ({
    clock: asEpochMs(grid.closeOfBase(interval, bars.openMs[index] as number)),
    price: bars.close[index] as number,
  });
  for (let index = 0; index < bars.length; index++) {
    const openMs = bars.openMs[index] as number;
    if (!grid.isRegular(openMs)) continue;
    if (points.length === 0) points.push({ clock: asEpochMs(openMs), price: bars.open[index] as number });
    const clock = grid.closeOfBase(interval, openMs);
    const isDue = clock - last >= POINT_EVERY_MS;
    pending = isDue ? -1 : index;
    if (!isDue) continue;
    points.push(closeAt(index));
    last = clock;
  }
  return pending < 0 ? points : [...points, closeAt(pending)];
}
