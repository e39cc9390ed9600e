import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/base/epoch-ms.ts';
import { NO_VALUE } from './number.ts';

/** Above this, hours and minutes are easier to read than seconds. */
const LONG_MS = 10 * MINUTE_MS;

/** How far data are behind the clock: `45 s`, `540 s`, then `0:29 h`. Rounded down; never negative. */
export function formatLag(lagMs: number): string {
  if (!Number.isFinite(lagMs)) return NO_VALUE;
  const lag = Math.max(0, lagMs);
  if (lag < LONG_MS) return `${Math.floor(lag / SECOND_MS)} s`;
  const minutes = Math.floor((lag % HOUR_MS) / MINUTE_MS);
  return `${Math.floor(lag / HOUR_MS)}:${String(minutes).padStart(2, '0')} h`;
}

/** Share of the gauge that a lag fills, 0 to 1. */
export function lagShare(lagMs: number, worstLagMs: number): number {
  if (!(worstLagMs > 0) || !(lagMs > 0)) return 0;
  return Math.min(1, lagMs / worstLagMs);
}
