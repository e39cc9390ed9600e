import { firstIndexAtOrAfter, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { Series } from '../session-data/series.ts';
import type { Bucket, SessionGrid } from '../time-manager/session-grid.ts';

/**
 * Derives from base bars of the grid's session, oldest first, as if they came one by one: each closes what ended before
 * it and widens the bar in progress. The last one stays in progress.
 */
export function deriveFrom(
  series: Series,
  grid: SessionGrid,
  bars: ReadonlyBarColumns,
  skipIncomplete: boolean,
): void {
  const { forming, wholeDays } = series;
  const { open, close } = grid.session;
  let index = wholeDays ? firstIndexAtOrAfter(bars, open) : 0;
  const end = wholeDays ? firstIndexAtOrAfter(bars, close) : bars.length;
  while (index < end) {
    closeForming(series, bars.openMs[index] as number, skipIncomplete);
    merge(series, grid, bars, index++);
    const { closeMs } = forming;
    let to = index;
    while (to < end && (bars.openMs[to] as number) < closeMs) to++;
    forming.widen(bars, index, to);
    index = to;
  }
  // Bars outside regular hours are no part of whole days, but they show that a day is over.
  if (wholeDays && bars.length > 0)
    closeForming(series, bars.openMs[bars.length - 1] as number, skipIncomplete);
}

/** The same for regular bars of the week's earlier sessions, which belong to a weekly bar before today's begin. */
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
 * Closes the bar in progress if the calendar says that it ended at or before `instant`, whether or not another bar
 * came. With `skipIncomplete` an incomplete bar is dropped. Returns true when a bar was published.
 */
export function closeForming(series: Series, instant: number, skipIncomplete: boolean): boolean {
  const { forming } = series;
  if (forming.present === 0 || forming.closeMs > instant) return false;
  return endForming(series, skipIncomplete);
}

/** Ends the bar in progress, which is over. Returns true when it was published. */
export function endForming(series: Series, skipIncomplete: boolean): boolean {
  const { forming } = series;
  const publish = !skipIncomplete || forming.present === forming.possible;
  if (publish) {
    series.appendForming();
    series.updateIndicators();
  }
  forming.clear();
  return publish;
}
