import { useEffect, useState } from 'react';
import type { SessionQuality } from '../../../electron/contract/reading-requests.ts';
import { useWorkstation } from '../../state/workstation-context.ts';

/** Figures for the eye: more often is not read. */
const ASK_MS = 700;

/**
 * How complete the session is, kept as it last was while the session is deactivated. Asked for only while somebody
 * looks, and only when the clock or the set of symbols has moved.
 */
export function useSessionQuality(): SessionQuality | null {
  const { client, session } = useWorkstation();
  const [quality, setQuality] = useState<SessionQuality | null>(null);
  useEffect(() => {
    let asked: unknown;
    let gone = false;
    const ask = async (): Promise<void> => {
      const { header, order } = session.getState().copy;
      if (header === null || header.blocked) return;
      const moment = `${header.configId} ${header.clockMs} ${order.join(' ')}`;
      if (moment === asked) return;
      asked = moment;
      const answer = await client.request('session_quality', {});
      if (gone) return;
      if (answer.ok && answer.value !== null) setQuality(answer.value);
      else asked = undefined;
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [client, session]);
  return quality;
}
