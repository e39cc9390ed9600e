import type { ClientMessage } from '../../contract/message.ts';

/**
 * A host's own request for a full batch, on behalf of a new window, or of one whose engine restarted: it is sent even
 * when the session is stopped and there are no changes. Windows' requests are numbered from 1, so that the answer to
 * this one reaches no window.
 */
export const SNAPSHOT_REQUEST: ClientMessage = { kind: 'request', id: 0, name: 'snapshot', params: {} };
