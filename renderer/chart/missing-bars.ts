import { HOUR_MS, MINUTE_MS } from '../../core/base/epoch-ms.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';

/** A stretch of missing bars; `toMs` is where the next bar opens. */
export interface Hole {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Two bars further apart than this belong to two sessions: there is no trading from 20:00 to 04:00. */
const SAME_SESSION_MS = 7.5 * HOUR_MS;
/** Seconds without a trade are no gaps: not every second has one. */
const SHORTEST_MS = MINUTE_MS;

/** The bars missing between the bar before an index and the one at it; null when none are. */
export function holeBefore(bars: ReadonlyBarColumns, index: number, spanMs: number): Hole | null {
  if (index === 0 || spanMs < SHORTEST_MS || spanMs > SAME_SESSION_MS) return null;
  const next = bars.openMs[index] as number;
  const before = bars.openMs[index - 1] as number;
  const apart = next - before;
  return apart > spanMs && apart < SAME_SESSION_MS ? { fromMs: before + spanMs, toMs: next } : null;
}

/** Where the missing bars would have opened. */
export function slotsOf({ fromMs, toMs }: Hole, spanMs: number): readonly number[] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / spanMs) }, (_, index) => fromMs + index * spanMs);
}
