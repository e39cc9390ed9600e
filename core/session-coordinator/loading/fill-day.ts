import { isDividedBy, spanMs, type BaseInterval } from '../../base/interval.ts';
import { BarColumns, firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { SessionGrid } from '../../time-manager/session-grid.ts';

/**
 * A past day's bars, with the missing ones of the regular hours built from finer stored bars, each only where these are
 * complete over it. `finer` are the same day's bars of finer intervals, finest first.
 */
export function fillDay(
  grid: SessionGrid,
  interval: BaseInterval,
  bars: ReadonlyBarColumns,
  finer: readonly (readonly [BaseInterval, ReadonlyBarColumns])[],
): ReadonlyBarColumns {
  const full: (readonly [BaseInterval, ReadonlyBarColumns])[] = [];
  const complete = (each: BaseInterval, own: ReadonlyBarColumns): ReadonlyBarColumns => {
    const below = full.filter(([fine]) => isDividedBy(each, fine)).at(-1);
    return below === undefined ? own : filled(grid, each, own, below);
  };
  for (const [each, own] of finer) full.push([each, complete(each, own)]);
  return complete(interval, bars);
}

function filled(
  grid: SessionGrid,
  interval: BaseInterval,
  bars: ReadonlyBarColumns,
  [finer, source]: readonly [BaseInterval, ReadonlyBarColumns],
): ReadonlyBarColumns {
  const all = new BarColumns(bars.length);
  const bucket = { openMs: 0, closeMs: 0 };
  let next = 0;
  for (const { open, count } of runsOf(grid, interval)) {
    for (let at = 0; at < count; at++) {
      const openMs = open + at * spanMs(interval);
      const before = firstIndexAtOrAfter(bars, openMs);
      all.appendFrom(bars, next, before);
      next = before;
      if (bars.openMs[before] === openMs && before < bars.length) continue;
      grid.bucketAt(interval, openMs, bucket);
      const from = firstIndexAtOrAfter(source, openMs);
      const to = firstIndexAtOrAfter(source, bucket.closeMs);
      if (to - from === grid.possibleBars(interval, finer, bucket))
        appendMerged(all, openMs, source, from, to);
    }
  }
  all.appendFrom(bars, next);
  return all;
}

/** Where a day's bars of an interval can open, by segment. */
const runsOf = (grid: SessionGrid, interval: BaseInterval): ReturnType<SessionGrid['expectedRuns']> =>
  interval === '1d'
    ? [{ open: grid.session.open, count: 1 }]
    : grid.expectedRuns(interval, grid.session.close);

/** Appends one bar made of the bars `[from, to)`. */
function appendMerged(
  target: BarColumns,
  openMs: number,
  source: ReadonlyBarColumns,
  from: number,
  to: number,
): void {
  let high = Number.NEGATIVE_INFINITY;
  let low = Number.POSITIVE_INFINITY;
  let volume = 0;
  for (let index = from; index < to; index++) {
    high = Math.max(high, source.high[index] as number);
    low = Math.min(low, source.low[index] as number);
    volume += source.volume[index] as number;
  }
  target.append(openMs, source.open[from] as number, high, low, source.close[to - 1] as number, volume);
}
