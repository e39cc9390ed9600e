import { WebSocket } from 'ws';
import type { LinkClock, SocketPort } from '../../../core/live-feed/stream-link.ts';

const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

/** WebSockets to one address. */
export function createSocketPort(url: string): SocketPort {
  return {
    open(events) {
      const socket = new WebSocket(url, { maxPayload: MAX_PAYLOAD_BYTES });
      let reason = 'the feed closed the connection';
      socket.on('open', () => events.opened());
      socket.on('message', (data: Buffer) => events.message(data.toString('utf8')));
      socket.on('pong', () => events.pong());
      socket.on('error', (error) => {
        reason = error.message;
      });
      socket.on('close', () => events.closed(reason));
      return {
        send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
        ping: () => socket.readyState === WebSocket.OPEN && socket.ping(),
        terminate: () => socket.terminate(),
      };
    },
  };
}

/** This machine's timers. */
export const linkClock: LinkClock = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
