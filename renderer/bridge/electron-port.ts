import { disposable } from '../../core/base/disposable.ts';
import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import type { WindowPort } from './window-port.ts';

/** What the preload script puts on the window: named functions, nothing else. */
export interface TapedeckBridge {
  post(message: ClientMessage): void;
  onMessage(listener: (message: EngineMessage) => void): () => void;
  readonly platform: string;
}

export function createElectronPort(bridge: TapedeckBridge): WindowPort {
  return {
    post: (message) => bridge.post(message),
    onMessage: (listener) => disposable(bridge.onMessage(listener)),
    isLost: () => false,
    close() {},
  };
}
