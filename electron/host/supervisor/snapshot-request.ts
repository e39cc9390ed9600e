import type { ClientMessage } from '../../contract/message.ts';

/**
 * What a host itself asks of an engine on behalf of a window that has just come, or whose engine has: a full batch,
 * even when the session stands still and nothing would be sent. Windows' requests are numbered from 1, so that the
 * answer to this one reaches nobody.
 */
export const SNAPSHOT_REQUEST: ClientMessage = { kind: 'request', id: 0, name: 'snapshot', params: {} };
