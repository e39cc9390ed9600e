import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { Series } from '../session-data/series.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';
import { mergeIntoForming } from './derive-bars.ts';

/** Merges the stored bar at `index` into a series' bar in progress. */
export function mergeStored(
  series: Series,
  grid: SessionGrid,
  stored: ReadonlyBarColumns,
  index: number,
): void {
  mergeIntoForming(
    series,
    grid,
    stored.openMs[index] as number,
    stored.open[index] as number,
    stored.high[index] as number,
    stored.low[index] as number,
    stored.close[index] as number,
    stored.volume[index] as number,
  );
}
