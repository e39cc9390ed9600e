import type { EquityPoint } from '../execution/equity-curve.ts';
import type { Fill } from '../execution/order.ts';
import type { Trade } from '../execution/trade.ts';

/** One session of the run, from its open to its close or to where the run ended; UTC epoch ms. */
export interface SessionSpan {
  readonly open: number;
  readonly close: number;
}

const lengthOf = (spans: readonly SessionSpan[]): number =>
  spans.reduce((sum, { open, close }) => sum + close - open, 0);

/**
 * Part of the sessions' time in which any position is held. A position counts from the open of the bar that fills its
 * entry to the open of the bar that fills its exit.
 */
export function timeInMarket(trades: readonly Trade[], sessions: readonly SessionSpan[]): number {
  const total = lengthOf(sessions);
  if (total === 0) return 0;
  const held = trades
    .map(({ entryBarOpen, exitBarOpen }) => ({
      from: entryBarOpen,
      to: exitBarOpen ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => a.from - b.from);
  let time = 0;
  for (const { open, close } of sessions) {
    let reached = open;
    for (const { from, to } of held) {
      const [start, end] = [Math.max(from, reached), Math.min(to, close)];
      if (end <= start) continue;
      time += end - start;
      reached = end;
    }
  }
  return time / total;
}

/** Gross exposure as part of equity. Both are null when equity is ever at or below zero. */
export interface ExposureFigures {
  /** Over the sessions' time. */
  readonly mean: number | null;
  readonly highest: number | null;
}

/** A stretch of time in which gross exposure counts against one equity. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly gross: number;
  readonly equity: number;
}

/**
 * Mean over the sessions' time, and highest, of gross exposure as part of equity. Uses the clock of `timeInMarket`: what a
 * bar's close shows counts from the bar's open, so a fill counts from the open of its bar.
 */
export function exposureOf(
  points: readonly EquityPoint[],
  sessions: readonly SessionSpan[],
  fills: readonly Fill[],
): ExposureFigures {
  if (points.some(({ equity }) => equity <= 0)) {
    return { mean: null, highest: null };
  }
  const total = lengthOf(sessions);
  let weighted = 0;
  for (const { from, to, gross, equity } of stretchesOf(points, fills)) {
    if (gross === 0 || equity <= 0) continue;
    weighted += (gross / equity) * overlapOf(from, to, sessions);
  }
  const parts = points.map(({ grossExposure, equity }) => (equity > 0 ? grossExposure / equity : 0));
  return {
    mean: total === 0 ? 0 : weighted / total,
    highest: parts.reduce((most, each) => Math.max(most, each), 0),
  };
}

function stretchesOf(points: readonly EquityPoint[], fills: readonly Fill[]): readonly Stretch[] {
  const changes = changesOf(fills);
  const stretches: Stretch[] = [];
  let next = 0;
  for (let index = 1; index < points.length; index++) {
    const [before, point] = [points[index - 1] as EquityPoint, points[index] as EquityPoint];
    let split = before.clock as number;
    while (next < changes.length && (changes[next] as Change).known <= point.clock) {
      const { open, gross } = changes[next++] as Change;
      // The bar began before the last point, so that point does not show yet what the bar filled.
      if (open < before.clock) stretches.push({ from: open, to: before.clock, gross, equity: point.equity });
      else split = split === before.clock ? open : Math.min(split, open);
    }
    stretches.push({ from: before.clock, to: split, gross: before.grossExposure, equity: before.equity });
    stretches.push({ from: split, to: point.clock, gross: point.grossExposure, equity: point.equity });
  }
  return stretches;
}

/** The change that one fill makes to gross exposure, from the open of its bar; known at the bar's close. */
interface Change {
  readonly open: number;
  readonly known: number;
  readonly gross: number;
}

const changesOf = (fills: readonly Fill[]): readonly Change[] =>
  fills
    .map(({ barOpen, clock, side, quantity, position, price, pointValue }): Change => {
      const before = position - (side === 'buy' ? quantity : -quantity);
      const shares = Math.abs(position) - Math.abs(before);
      return { open: barOpen, known: clock, gross: Math.abs(price) * shares * pointValue };
    })
    .sort((a, b) => a.known - b.known);

/** How much of `[from, to)` lies within the sessions. Sessions are in the order of time. */
function overlapOf(from: number, to: number, sessions: readonly SessionSpan[]): number {
  if (to <= from) return 0;
  let [low, high] = [0, sessions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sessions[middle] as SessionSpan).close <= from) low = middle + 1;
    else high = middle;
  }
  let sum = 0;
  for (let at = low; at < sessions.length; at++) {
    const { open, close } = sessions[at] as SessionSpan;
    if (open >= to) break;
    sum += Math.max(0, Math.min(to, close) - Math.max(from, open));
  }
  return sum;
}
