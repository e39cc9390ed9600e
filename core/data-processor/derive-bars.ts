import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { Series } from '../session-data/series.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';

/** Merges one base bar of the grid's session into the derived bar in progress, beginning one where none is. No allocation. */
export function mergeIntoForming(
  series: Series,
  grid: SessionGrid,
  openMs: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
): void {
  if (series.wholeDays && !grid.isRegular(openMs)) return;
  merge(series, grid, openMs, open, high, low, close, volume);
}

/** The same for regular bars of the week's earlier sessions, which are part of a weekly bar before today's begin. */
export function seedForming(series: Series, grid: SessionGrid, earlier: ReadonlyBarColumns): void {
  for (let index = 0; index < earlier.length; index++) {
    merge(
      series,
      grid,
      earlier.openMs[index] as number,
      earlier.open[index] as number,
      earlier.high[index] as number,
      earlier.low[index] as number,
      earlier.close[index] as number,
      earlier.volume[index] as number,
    );
  }
}

function merge(
  series: Series,
  grid: SessionGrid,
  openMs: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
): void {
  const { forming } = series;
  if (forming.present === 0) {
    grid.bucketAt(series.interval, openMs, forming);
    forming.possible =
      series.base === undefined ? 1 : grid.possibleBars(series.interval, series.base, forming);
  }
  forming.merge(open, high, low, close, volume);
}

/**
 * Closes the bar in progress if the calendar says that it ended at or before `instant`, whether or not another bar came.
 * With `skipIncomplete` a bar with holes is dropped. True when a bar was published.
 */
export function closeForming(series: Series, instant: number, skipIncomplete: boolean): boolean {
  const forming = series.forming;
  if (forming.present === 0 || forming.closeMs > instant) return false;
  const publish = !skipIncomplete || forming.present === forming.possible;
  if (publish) {
    series.appendDerived(forming);
    series.updateIndicators();
  }
  forming.clear();
  return publish;
}
