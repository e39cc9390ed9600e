import { MINUTE_MS, SECOND_MS } from '../../core/base/epoch-ms.ts';
import type { LinkState } from '../../core/live-feed/feed-events.ts';
import type { FeedHeader } from '../../electron/contract/batch.ts';
import { NO_VALUE } from './number.ts';

const STATES: Readonly<Record<LinkState, string>> = {
  connecting: 'connecting',
  streaming: 'streaming',
  waiting: 'down, reconnecting',
  failed: 'refused',
  stopped: 'closed',
};

export const feedStateLabel = (state: LinkState): string => STATES[state];

/** `Simulator 60×`, `Alpaca IEX`. */
export const feedName = ({ name, marketSpeed }: Pick<FeedHeader, 'name' | 'marketSpeed'>): string =>
  marketSpeed === 1 ? name : `${name} ${marketSpeed}×`;

/** How long something takes or took: `250 ms`, `4.2 s`, `1:05 min`. */
export function formatSpan(ms: number): string {
  if (!Number.isFinite(ms)) return NO_VALUE;
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(1)} s`;
  const seconds = Math.floor((ms % MINUTE_MS) / SECOND_MS);
  return `${Math.floor(ms / MINUTE_MS)}:${String(seconds).padStart(2, '0')} min`;
}

/** The consequence of a lost connection for the viewer. */
export function downText({ state, reason }: Pick<FeedHeader, 'state' | 'reason'>, clock: string): string {
  const why = reason === '' ? '' : ` (${reason})`;
  if (state === 'failed')
    return `The feed refuses${why}. Nothing more comes; the clock is stopped at ${clock}. Correct the key or the plan, then go live again: today’s missed bars come from the history.`;
  return `The feed is down${why}. Reconnecting; the clock is stopped at ${clock}. Missed bars are fetched and caught up afterwards.`;
}

export function backText(downMs: number, reason: string, marketSpeed: number): string {
  const span = `${formatSpan(downMs)}${marketSpeed === 1 ? '' : ' of market time'}`;
  const why = reason === '' ? '' : ` (${reason})`;
  return `The feed is back after ${span}${why}. Missed bars are fetched and caught up.`;
}
