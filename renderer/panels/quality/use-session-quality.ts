import { useMemo } from 'react';
import type { SessionQuality } from '../../../electron/contract/reading-requests.ts';
import { usePolled } from '../../state/use-polled.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import type { Workstation } from '../../state/workstation.ts';

/** Figures for the eye: more often is not read. */
const ASK_MS = 700;

/**
 * How complete the session is, kept as it last was while the session is deactivated. Asked for only when the clock or the
 * set of symbols has moved.
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
