import { useEffect, useState } from 'react';
import type { FeedTruthAnswer } from '../../../electron/contract/live-requests.ts';
import { useWorkstation } from '../../state/workstation-context.ts';

/** Figures for the eye: more often is not read. */
const ASK_MS = 500;

/** How the feed has served so far; kept as it last was while the session is deactivated. Asked for only while somebody looks. */
export function useFeedTruth(): FeedTruthAnswer | null {
  const { client, session } = useWorkstation();
  const [truth, setTruth] = useState<FeedTruthAnswer | null>(null);
  useEffect(() => {
    let gone = false;
    const ask = async (): Promise<void> => {
      if (session.getState().copy.header?.blocked !== false) return;
      const answer = await client.request('feed_truth', {});
      if (!gone && answer.ok) setTruth(answer.value);
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [client, session]);
  return truth;
}
