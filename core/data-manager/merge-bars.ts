import { BarColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';

export interface MergedBars {
  readonly bars: ReadonlyBarColumns;
  /** Bars whose time was new. */
  readonly added: number;
  /** Existing bars with the same values. */
  readonly unchanged: number;
  /** Existing bars that were replaced by other values. */
  readonly replaced: number;
  /** Existing bars without a new counterpart. */
  readonly kept: number;
}

/** Two ascending, unique series as one, each bar once: where both have a bar, `incoming` wins. O(n + m). */
export function mergeBars(standing: ReadonlyBarColumns, incoming: ReadonlyBarColumns): MergedBars {
  if (standing.length === 0) {
    return { bars: incoming, added: incoming.length, unchanged: 0, replaced: 0, kept: 0 };
  }
  const bars = new BarColumns(standing.length + incoming.length);
  const counts = { added: 0, unchanged: 0, replaced: 0, kept: 0 };
  let left = 0;
  let right = 0;
  while (left < standing.length || right < incoming.length) {
    const standingMs = left < standing.length ? (standing.openMs[left] as number) : Number.POSITIVE_INFINITY;
    const incomingMs =
      right < incoming.length ? (incoming.openMs[right] as number) : Number.POSITIVE_INFINITY;
    if (standingMs < incomingMs) {
      appendBar(bars, standing, left);
      left += 1;
      counts.kept += 1;
      continue;
    }
    if (incomingMs < standingMs) counts.added += 1;
    else {
      if (isSameBar(standing, left, incoming, right)) counts.unchanged += 1;
      else counts.replaced += 1;
      left += 1;
    }
    appendBar(bars, incoming, right);
    right += 1;
  }
  return { bars, ...counts };
}

function appendBar(target: BarColumns, source: ReadonlyBarColumns, at: number): void {
  target.append(
    source.openMs[at] as number,
    source.open[at] as number,
    source.high[at] as number,
    source.low[at] as number,
    source.close[at] as number,
    source.volume[at] as number,
  );
}

/** Equal in time and in every value. */
export const isSameBar = (a: ReadonlyBarColumns, i: number, b: ReadonlyBarColumns, j: number): boolean =>
  a.openMs[i] === b.openMs[j] &&
  a.open[i] === b.open[j] &&
  a.high[i] === b.high[j] &&
  a.low[i] === b.low[j] &&
  a.close[i] === b.close[j] &&
  a.volume[i] === b.volume[j];

export function areSameBars(a: ReadonlyBarColumns, b: ReadonlyBarColumns): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!isSameBar(a, index, b, index)) return false;
  return true;
}
