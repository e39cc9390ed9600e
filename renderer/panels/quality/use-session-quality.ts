import { useMemo } from 'react';
import type { SessionQuality } from '../../../electron/contract/reading-requests.ts';
import { usePolled } from '../../state/use-polled.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import type { Workstation } from '../../state/workstation.ts';

/** Refresh interval, milliseconds: the eye reads no faster. */
const ASK_MS = 700;

/**
 * The session's completeness, frozen at its last value while the session is deactivated. Requested only when the clock
 * or the set of symbols has moved.
 */
export function useSessionQuality(): SessionQuality | null {
  const { client, session } = useWorkstation();
  const ask = useMemo(() => askWhenMoved({ client, session }), [client, session]);
  return usePolled(ASK_MS, ask);
}

function askWhenMoved({
  client,
  session,
}: Pick<Workstation, 'client' | 'session'>): () => Promise<SessionQuality | null> {
  let asked: string | undefined;
  return async () => {
    const { header, order } = session.getState().copy;
    if (header === null || header.blocked) return null;
    const moment = `${header.configId} ${header.clockMs} ${order.join(' ')}`;
    if (moment === asked) return null;
    asked = moment;
    const answer = await client.request('session_quality', {});
    if (answer.ok && answer.value !== null) return answer.value;
    asked = undefined;
    return null;
  };
}
