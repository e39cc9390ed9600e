import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/base/epoch-ms.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { Closure } from '../../electron/contract/batch.ts';

/** A stretch of missing bars; `toMs` is where the next bar opens. */
export interface Hole {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where no closure is known: bars further apart than this belong to two sessions. */
const SAME_SESSION_MS = 7.5 * HOUR_MS;
/** Seconds without a trade are no gaps: not every second has one. */
const SHORTEST_MS = MINUTE_MS;
/** A longer hole is marked, and gets no room on the axis. */
const LONGEST_MS = DAY_MS;

/**
 * The stretches missing between the bar before an index and the one at it, without the time in which the market is closed.
 * `closures` are ascending; before the first of them nights are guessed by their length.
 */
export function holesBefore(
  bars: ReadonlyBarColumns,
  index: number,
  spanMs: number,
  closures: readonly Closure[],
): readonly Hole[] {
  if (index === 0 || spanMs < SHORTEST_MS || spanMs >= DAY_MS) return [];
  const next = bars.openMs[index] as number;
  const from = (bars.openMs[index - 1] as number) + spanMs;
  if (from >= next) return [];
  if (from < (closures[0]?.fromMs ?? Number.POSITIVE_INFINITY)) {
    return next - from + spanMs < SAME_SESSION_MS && spanMs <= SAME_SESSION_MS
      ? [{ fromMs: from, toMs: next }]
      : [];
  }
  const holes: Hole[] = [];
  let cursor = from;
  for (let at = firstEndingAfter(closures, from); at < closures.length; at++) {
    const closure = closures[at] as Closure;
    if (closure.fromMs >= next) break;
    if (closure.fromMs > cursor) holes.push({ fromMs: cursor, toMs: closure.fromMs });
    cursor = Math.max(cursor, closure.toMs);
  }
  if (cursor < next) holes.push({ fromMs: cursor, toMs: next });
  return holes;
}

function firstEndingAfter(closures: readonly Closure[], instant: number): number {
  let low = 0;
  let high = closures.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((closures[middle] as Closure).toMs > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where the missing bars would have opened; none for a hole that is longer than a day. */
export function slotsOf({ fromMs, toMs }: Hole, spanMs: number): readonly number[] {
  if (toMs - fromMs > LONGEST_MS) return [];
  return Array.from({ length: Math.ceil((toMs - fromMs) / spanMs) }, (_, index) => fromMs + index * spanMs);
}
