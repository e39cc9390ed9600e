import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { websocketPort } from '../../../../electron/cli/websocket-port.ts';

/** A socket whose far end reads nothing. */
class UnreadSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  send(frame: Uint8Array): void {
    this.bufferedAmount += frame.byteLength;
  }
  terminate(): void {
    this.readyState = 3;
  }
}

it('a page that asks and does not read is ended before what waits for it fills the memory', () => {
  const socket = new UnreadSocket();
  const port = websocketPort(socket as unknown as WebSocket);
  const bytes = new Uint8Array(4_000_000);
  for (let id = 0; id < 100; id++) port.post({ kind: 'response', id, ok: true, value: { bytes } });
  expect(socket.readyState).toBe(3);
  expect(socket.bufferedAmount).toBeGreaterThan(64 * 1024 * 1024);
  expect(socket.bufferedAmount).toBeLessThan(80 * 1024 * 1024);
});

it('one that reads is never ended, however much it is sent', () => {
  const socket = new UnreadSocket();
  const port = websocketPort(socket as unknown as WebSocket);
  const bytes = new Uint8Array(4_000_000);
  for (let id = 0; id < 100; id++) {
    port.post({ kind: 'response', id, ok: true, value: { bytes } });
    socket.bufferedAmount = 0;
  }
  expect(socket.readyState).toBe(socket.OPEN);
});
