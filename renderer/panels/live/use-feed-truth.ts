import { useCallback } from 'react';
import type { FeedTruthAnswer } from '../../../electron/contract/live-requests.ts';
import { usePolled } from '../../state/use-polled.ts';
import { useWorkstation } from '../../state/workstation-context.ts';

/** Figures for the eye: more often is not read. */
const ASK_MS = 500;

/** How the feed has served so far; kept as it last was while the session is deactivated. */
export function useFeedTruth(): FeedTruthAnswer | null {
  const { client, session } = useWorkstation();
  const ask = useCallback(async () => {
    if (session.getState().copy.header?.blocked !== false) return null;
    const answer = await client.request('feed_truth', {});
    return answer.ok ? answer.value : null;
  }, [client, session]);
  return usePolled(ASK_MS, ask);
}
