import type { EquityPoint } from '../execution/equity-curve.ts';
import type { Trade } from '../execution/trade.ts';

/** One session of the run, from its open to its close or to where the run ended; UTC epoch ms. */
export interface SessionSpan {
  readonly open: number;
  readonly close: number;
}

const lengthOf = (spans: readonly SessionSpan[]): number =>
  spans.reduce((sum, { open, close }) => sum + close - open, 0);

/** Part of the sessions' time in which any position was held. */
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

/** Mean over the sessions' time, and highest, of gross exposure as part of equity. */
export function exposureOf(
  points: readonly EquityPoint[],
  sessions: readonly SessionSpan[],
): { readonly mean: number; readonly highest: number } {
  const total = lengthOf(sessions);
  let weighted = 0;
  let highest = 0;
  let at = 0;
  for (const { open, close } of sessions) {
    while (at < points.length && (points[at] as EquityPoint).clock < open) at++;
    for (; at < points.length && (points[at] as EquityPoint).clock <= close; at++) {
      const { clock, grossExposure, equity } = points[at] as EquityPoint;
      const part = equity > 0 ? grossExposure / equity : 0;
      const until = Math.min(points[at + 1]?.clock ?? close, close);
      weighted += part * Math.max(0, until - clock);
      highest = Math.max(highest, part);
    }
  }
  return { mean: total === 0 ? 0 : weighted / total, highest };
}
