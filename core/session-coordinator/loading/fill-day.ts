import { spanMs, type BaseInterval } from '../../base/interval.ts';
import { BarColumns, firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { SessionGrid } from '../../time-manager/session-grid.ts';

/**
 * A past day's bars with the missing ones of the regular hours built from finer stored bars, each only where these are
 * complete over it. `finer` are the same day's bars of finer intervals, finest first.
 */
export function fillDay(
  grid: SessionGrid,
  interval: BaseInterval,
  bars: ReadonlyBarColumns,
  finer: readonly (readonly [BaseInterval, ReadonlyBarColumns])[],
): ReadonlyBarColumns {
  let below: readonly [BaseInterval, ReadonlyBarColumns] | undefined;
  for (const [each, own] of finer) below = [each, below === undefined ? own : filled(grid, each, own, below)];
  return below === undefined ? bars : filled(grid, interval, bars, below);
}

function filled(
  grid: SessionGrid,
  interval: BaseInterval,
  bars: ReadonlyBarColumns,
  [finer, source]: readonly [BaseInterval, ReadonlyBarColumns],
): ReadonlyBarColumns {
  const { open, close } = grid.session;
  const span = interval === '1d' ? close - open : spanMs(interval);
  const needed = Math.floor(span / spanMs(finer));
  const all = new BarColumns(bars.length);
  let next = 0;
  for (let openMs: number = open; openMs + span <= close; openMs += span) {
    const before = firstIndexAtOrAfter(bars, openMs);
    all.appendFrom(bars, next, before);
    next = before;
    if (bars.openMs[before] === openMs && before < bars.length) continue;
    const from = firstIndexAtOrAfter(source, openMs);
    const to = firstIndexAtOrAfter(source, openMs + span);
    if (to - from === needed) appendMerged(all, openMs, source, from, to);
  }
  all.appendFrom(bars, next);
  return all;
}

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
