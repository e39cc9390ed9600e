import { Emitter } from '../../core/base/emitter.ts';
import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import { decodeMessage, encodeMessage } from '../../electron/contract/wire.ts';
import type { WindowPort } from './window-port.ts';

/**
 * The engine behind a WebSocket. Messages posted before the socket is open wait for it. A closed socket is
 * reported as a dead engine, and the next post opens another.
 */
export function createWebSocketPort(address: string): WindowPort {
  const messages = new Emitter<EngineMessage>();
  let waiting: Uint8Array[] = [];
  let closedHere = false;
  let socket = connect();

  function connect(): WebSocket {
    const opened = new WebSocket(address);
    opened.binaryType = 'arraybuffer';
    opened.addEventListener('open', () => {
      for (const frame of waiting.splice(0)) send(frame);
    });
    opened.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      messages.emit(decodeMessage(new Uint8Array(data)) as EngineMessage);
    });
    opened.addEventListener('close', ({ code, reason }) => {
      waiting = [];
      if (!closedHere) messages.emit({ kind: 'engine_died', reason: lossText(code, reason) });
    });
    return opened;
  }

  const send = (frame: Uint8Array): void => socket.send(frame as Uint8Array<ArrayBuffer>);
  const isLost = (): boolean => socket.readyState >= WebSocket.CLOSING;

  return {
    post(message: ClientMessage) {
      if (closedHere || (isLost() && message.kind === 'ack')) return;
      if (isLost()) socket = connect();
      const frame = encodeMessage(message);
      if (socket.readyState === WebSocket.OPEN) send(frame);
      else waiting.push(frame);
    },
    onMessage: (listener) => messages.subscribe(listener),
    isLost,
    showsFolders: false,
    close() {
      closedHere = true;
      socket.close();
    },
  };
}

const lossText = (code: number, reason: string): string =>
  reason === ''
    ? `The connection to the engine was lost (code ${code}).`
    : `The connection to the engine was closed: ${reason}.`;

/** `ws(s)://<same host>/ws?token=…`; the token is in the page's address, after `?` or `#`. */
export function webSocketAddress(page: Pick<Location, 'protocol' | 'host' | 'search' | 'hash'>): string {
  const token =
    new URLSearchParams(page.search).get('token') ??
    new URLSearchParams(page.hash.replace(/^#/, '')).get('token') ??
    '';
  const scheme = page.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${page.host}/ws?token=${encodeURIComponent(token)}`;
}
