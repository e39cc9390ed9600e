import { MINUTE_MS } from '../base/epoch-ms.ts';
import type { Gap, SessionGap } from '../model/gap.ts';
import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import { spanMs, type BaseInterval } from '../base/interval.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';

/**
 * Bars present / bars expected from the open to `now`, in percent, over the regular hours of one session.
 * Undefined while none is expected yet.
 */
export function qualityPercent(present: number, expected: number): number | undefined {
  return expected === 0 ? undefined : (100 * present) / expected;
}

/** Of the minutes without trades, those that were over at `now`. */
export function countNoTrades(noTrades: ReadonlySet<number>, now: number): number {
  let count = 0;
  for (const openMs of noTrades) if (openMs + MINUTE_MS <= now) count++;
  return count;
}

/** Splits a gap of minutes: into those without trades, and those that may be missing. */
export function splitConfirmed(gap: Gap, noTrades: ReadonlySet<number>): readonly SessionGap[] {
  if (noTrades.size === 0) return [{ ...gap, confirmed: false }];
  const parts: SessionGap[] = [];
  for (let openMs = gap.firstMs; openMs <= gap.lastMs; openMs += MINUTE_MS) {
    const confirmed = noTrades.has(openMs);
    const last = parts.at(-1);
    if (last?.confirmed !== confirmed) parts.push({ firstMs: openMs, lastMs: openMs, count: 1, confirmed });
    else parts[parts.length - 1] = { ...last, lastMs: openMs, count: last.count + 1 };
  }
  return parts;
}

/** The runs of regular base bars that should exist at `now` and are missing, oldest first. O(n). */
export function findGaps(
  bars: ReadonlyBarColumns,
  interval: BaseInterval,
  grid: SessionGrid,
  now: number,
): readonly Gap[] {
  const expected = grid.expectedBars(interval, now);
  if (interval === '1d') {
    const missing = bars.length === 0 && expected === 1;
    return missing ? [{ firstMs: grid.session.open, lastMs: grid.session.open, count: 1 }] : [];
  }
  const gaps: Gap[] = [];
  let from = 0;
  for (const run of grid.expectedRuns(interval, now)) from = addGaps(gaps, bars, from, run, spanMs(interval));
  return gaps;
}

/** Adds the gaps of one segment, looking at the bars from `from` on; returns where its bars end. */
function addGaps(
  gaps: Gap[],
  bars: ReadonlyBarColumns,
  from: number,
  { open, count }: { readonly open: number; readonly count: number },
  span: number,
): number {
  const end = open + count * span;
  let next = open;
  const missingUntil = (openMs: number): void => {
    if (openMs > next) gaps.push({ firstMs: next, lastMs: openMs - span, count: (openMs - next) / span });
  };
  let index = from;
  for (; index < bars.length; index++) {
    const openMs = bars.openMs[index] as number;
    if (openMs < next) continue;
    if (openMs >= end) break;
    missingUntil(openMs);
    next = openMs + span;
  }
  missingUntil(end);
  return index;
}
