import type { RawData, WebSocket } from 'ws';
import { Emitter } from '../../core/base/emitter.ts';
import type { EngineMessage } from '../contract/message.ts';
import type { Port } from '../contract/port.ts';
import { decodeMessage, encodeMessage } from '../contract/wire.ts';

/** Close code of a page that another page has replaced. */
const REPLACED = 4_000;
const BAD_FRAME = 1_003;
/** Most bytes that may wait for a page that sends requests and does not read; a page of ours never has that many. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;

/** The host's end of a page's socket. A frame that cannot be decoded closes it, and so does not reading. */
export function websocketPort(socket: WebSocket): Port<EngineMessage, unknown> {
  const messages = new Emitter<unknown>();
  socket.on('message', (data: RawData, isBinary: boolean) => {
    const message = isBinary ? decoded(data) : undefined;
    if (message === undefined) socket.close(BAD_FRAME, 'not a message');
    else messages.emit(message);
  });
  return {
    post(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.terminate();
      else socket.send(encodeMessage(message));
    },
    onMessage: (listener) => messages.subscribe(listener),
    close: () => socket.close(REPLACED, 'the workstation was opened in another tab'),
  };
}

function decoded(data: RawData): unknown {
  try {
    return decodeMessage(Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(data));
  } catch {
    return undefined;
  }
}
