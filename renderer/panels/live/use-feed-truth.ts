import { useCallback } from 'react';
import type { FeedTruthAnswer } from '../../../electron/contract/live-requests.ts';
import { usePolled } from '../../state/use-polled.ts';
import { useWorkstation } from '../../state/workstation-context.ts';

/** Refresh interval, milliseconds: the eye reads no faster. */
const ASK_MS = 500;

/** The feed's figures so far; frozen at their last values while the session is deactivated. */
export function useFeedTruth(): FeedTruthAnswer | null {
  const { client, session } = useWorkstation();
  const ask = useCallback(async () => {
    if (session.getState().copy.header?.blocked !== false) return null;
    const answer = await client.request('feed_truth', {});
    return answer.ok ? answer.value : null;
  }, [client, session]);
  return usePolled(ASK_MS, ask);
}
