import { expect, test } from 'vitest';
import { webSocketAddress } from '../../../../renderer/bridge/websocket-port.ts';

const page = (protocol: string, search: string, hash: string) => ({
  protocol,
  host: '127.0.0.1:4100',
  search,
  hash,
});

test('the socket is on the host of the page, with the token of its address', () => {
  expect(webSocketAddress(page('http:', '?token=a%2Bb', ''))).toBe('ws://127.0.0.1:4100/ws?token=a%2Bb');
  expect(webSocketAddress(page('https:', '', '#token=abc'))).toBe('wss://127.0.0.1:4100/ws?token=abc');
  expect(webSocketAddress(page('http:', '', ''))).toBe('ws://127.0.0.1:4100/ws?token=');
});
