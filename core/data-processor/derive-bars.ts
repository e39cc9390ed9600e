import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { Series } from '../session-data/series.ts';
import type { Bucket, SessionGrid } from '../time-manager/session-grid.ts';

/** Merges one base bar of the grid's session into the derived bar in progress, beginning one where none is. */
export function mergeIntoForming(
  series: Series,
  grid: SessionGrid,
  bars: ReadonlyBarColumns,
  index: number,
): void {
  if (series.wholeDays && !grid.isRegular(bars.openMs[index] as number)) return;
  merge(series, grid, bars, index);
}

/** The same for regular bars of the week's earlier sessions, which are part of a weekly bar before today's begin. */
export function seedForming(series: Series, grid: SessionGrid, earlier: ReadonlyBarColumns): void {
  for (let index = 0; index < earlier.length; index++) merge(series, grid, earlier, index);
}

function merge(series: Series, grid: SessionGrid, bars: ReadonlyBarColumns, index: number): void {
  const { forming, interval, base } = series;
  if (forming.present === 0) {
    const bucket: Bucket = { openMs: 0, closeMs: 0 };
    grid.bucketAt(interval, bars.openMs[index] as number, bucket);
    forming.begin(bucket, base === undefined ? 1 : grid.possibleBars(interval, base, bucket));
  }
  forming.merge(bars, index);
}

/**
 * Closes the bar in progress if the calendar says that it ended at or before `instant`, whether or not another bar came.
 * With `skipIncomplete` a bar with holes is dropped. True when a bar was published.
 */
export function closeForming(series: Series, instant: number, skipIncomplete: boolean): boolean {
  const { forming } = series;
  if (forming.present === 0 || forming.closeMs > instant) return false;
  const publish = !skipIncomplete || forming.present === forming.possible;
  if (publish) {
    series.appendDerived(forming);
    series.updateIndicators();
  }
  forming.clear();
  return publish;
}
