import { DAY_MS } from '../base/epoch-ms.ts';
import { spanMs } from '../base/interval.ts';
import type { Series } from '../session-data/series.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';

/** Merges one base bar into the derived bar in progress, beginning a new one where none is. No allocation. */
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
  const forming = series.forming;
  if (forming.present === 0) {
    if (spanMs(series.interval) >= DAY_MS && !grid.isRegular(openMs)) return;
    grid.bucketAt(series.interval, openMs, forming);
    forming.possible = possibleBars(series, grid, forming.openMs, forming.closeMs);
    forming.open = open;
    forming.high = high;
    forming.low = low;
    forming.volume = 0;
  } else {
    if (openMs >= grid.session.close && spanMs(series.interval) >= DAY_MS) return;
    if (high > forming.high) forming.high = high;
    if (low < forming.low) forming.low = low;
  }
  forming.close = close;
  forming.volume += volume;
  forming.present++;
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
    updateIndicators(series);
  }
  forming.present = 0;
  forming.closeMs = Number.POSITIVE_INFINITY;
  return publish;
}

/** Shows the bar that was appended last to the series' indicators. */
export function updateIndicators(series: Series): void {
  const { bars, indicators } = series;
  if (indicators.length === 0) return;
  const at = bars.length - 1;
  const openMs = bars.openMs[at] as number;
  const open = bars.open[at] as number;
  const high = bars.high[at] as number;
  const low = bars.low[at] as number;
  const close = bars.close[at] as number;
  const volume = bars.volume[at] as number;
  for (let index = 0; index < indicators.length; index++) {
    indicators[index]?.update(openMs, open, high, low, close, volume);
  }
}

/** How many base bars the derived bar `[openMs, closeMs)` can have; a week counts the days it was begun with. */
function possibleBars(series: Series, grid: SessionGrid, openMs: number, closeMs: number): number {
  const base = series.base;
  if (base === undefined) return 1;
  if (base === '1d') return 1;
  const end = Number.isFinite(closeMs) ? closeMs : grid.session.close;
  return Math.max(1, Math.floor((end - openMs) / spanMs(base)));
}
