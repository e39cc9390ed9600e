import { expect, test } from 'vitest';
import type { EngineMessage } from '../../../../electron/contract/message.ts';
import { encodeMessage } from '../../../../electron/contract/wire.ts';
import { createElectronPort } from '../../../../renderer/bridge/electron-port.ts';

test('a message crosses the bridge once, for however many listeners, and none after the port is closed', () => {
  const listeners = new Set<(frame: Uint8Array) => void>();
  const port = createElectronPort({
    post() {},
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    keys: {} as never,
    lookForUpdates() {},
    platform: 'linux',
  });
  const heard: EngineMessage[] = [];
  const first = port.onMessage((message) => heard.push(message));
  port.onMessage((message) => heard.push(message));
  expect(listeners.size).toBe(1);
  const died: EngineMessage = { kind: 'engine_died', reason: 'out of memory' };
  for (const listener of listeners) listener(encodeMessage(died));
  expect(heard).toEqual([died, died]);
  first[Symbol.dispose]();
  for (const listener of listeners) listener(encodeMessage(died));
  expect(heard).toHaveLength(3);
  port.close();
  expect(listeners.size).toBe(0);
});
