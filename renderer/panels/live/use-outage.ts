import { useEffect, useState } from 'react';
import type { FeedHeader } from '../../../electron/contract/batch.ts';
import { useWorkstation } from '../../state/workstation-context.ts';

/** How long an outage stays on screen, even a short one, and how long its end does. */
const LEAST_MS = 2_000;
const PAST_MS = 4_000;
const OVER: ReadonlySet<string> = new Set(['completed', 'failed']);

/** A connection that is lost, or was lost a moment ago. Durations are in market time. */
export type Outage =
  | { readonly kind: 'down'; readonly feed: FeedHeader; readonly clockMs: number | null }
  | { readonly kind: 'back'; readonly downMs: number; readonly feed: FeedHeader; readonly reason: string };

interface Down {
  readonly sinceMs: number;
  readonly reason: string;
  /** When it appeared on screen, wall time. */
  readonly shownAt: number;
}

/** Follows the connection of a live session during its day; null while it is up. */
export function useOutage(): Outage | null {
  const { session } = useWorkstation();
  const [outage, setOutage] = useState<Outage | null>(null);
  useEffect(() => {
    let down: Down | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Reconnects that were shown: a connection that breaks and returns between two polls was down all the same. */
    let shownReconnects: number | null = null;
    const look = (feed: FeedHeader | null, clockMs: number | null): void => {
      const isDown = feed !== null && (feed.state === 'waiting' || feed.state === 'failed');
      const broke = shownReconnects !== null && (feed?.reconnects ?? 0) > shownReconnects;
      shownReconnects = feed?.reconnects ?? null;
      if (feed !== null && (isDown || broke)) {
        clearTimeout(timer);
        const reason = isDown ? feed.reason : feed.brokeBy;
        const { sinceMs = feed.brokeAtMs ?? feed.sinceMs, shownAt = performance.now() } = down ?? {};
        down = { sinceMs, shownAt, reason };
        setOutage({ kind: 'down', feed: isDown ? feed : { ...feed, state: 'waiting', reason }, clockMs });
      }
      if (down !== null && feed?.state === 'streaming') {
        const { sinceMs, shownAt, reason } = down;
        down = null;
        const back = (): void => {
          setOutage({ kind: 'back', downMs: feed.sinceMs - sinceMs, feed, reason });
          timer = setTimeout(() => setOutage(null), PAST_MS);
        };
        timer = setTimeout(back, Math.max(0, LEAST_MS - (performance.now() - shownAt)));
      } else if (feed === null || feed.state === 'stopped') {
        down = null;
        setOutage(null);
      }
    };
    const follow = (): void => {
      const { header } = session.getState().copy;
      look(header === null || OVER.has(header.state) ? null : header.feed, header?.clockMs ?? null);
    };
    follow();
    const stop = session.subscribe(({ copy }, before) => {
      const now = copy.header;
      const was = before.copy.header;
      const isSame = now?.feed?.state === was?.feed?.state && now?.feed?.reconnects === was?.feed?.reconnects;
      if (!isSame || now?.state !== was?.state) follow();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [session]);
  return outage;
}
