import { Emitter } from '../../core/base/emitter.ts';
import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import type { Port } from '../../electron/contract/port.ts';
import { decodeMessage, encodeMessage } from '../../electron/contract/wire.ts';

/** The engine behind a WebSocket. What is posted before the socket is open waits; a closed socket is reported as a dead engine. */
export function createWebSocketPort(address: string): Port<ClientMessage, EngineMessage> {
  const messages = new Emitter<EngineMessage>();
  const waiting: Uint8Array[] = [];
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  let closedHere = false;

  const send = (frame: Uint8Array): void => socket.send(frame as Uint8Array<ArrayBuffer>);

  socket.addEventListener('open', () => {
    for (const frame of waiting.splice(0)) send(frame);
  });
  socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
    messages.emit(decodeMessage(new Uint8Array(data)) as EngineMessage);
  });
  socket.addEventListener('close', ({ code, reason }) => {
    if (closedHere) return;
    const why = reason === '' ? `code ${code}` : `${reason}, code ${code}`;
    messages.emit({ kind: 'engine_died', reason: `The connection to the engine was closed (${why}).` });
  });

  return {
    post(message) {
      const frame = encodeMessage(message);
      if (socket.readyState === WebSocket.CONNECTING) waiting.push(frame);
      else if (socket.readyState === WebSocket.OPEN) send(frame);
    },
    onMessage: (listener) => messages.subscribe(listener),
    close() {
      closedHere = true;
      socket.close();
    },
  };
}

/** `ws(s)://<same host>/ws?token=…`; the token stands in the page's address, behind `?` or `#`. */
export function webSocketAddress(page: Pick<Location, 'protocol' | 'host' | 'search' | 'hash'>): string {
  const token =
    new URLSearchParams(page.search).get('token') ??
    new URLSearchParams(page.hash.replace(/^#/, '')).get('token') ??
    '';
  const scheme = page.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${page.host}/ws?token=${encodeURIComponent(token)}`;
}
