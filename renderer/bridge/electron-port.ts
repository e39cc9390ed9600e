import { Emitter } from '../../core/base/emitter.ts';
import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import { decodeMessage } from '../../electron/contract/wire.ts';
import type { KeyBridge } from './key-bridge.ts';
import type { WindowPort } from './window-port.ts';

/** The functions that the preload script puts on the window; it exposes nothing else. */
export interface TapedeckBridge {
  post(message: ClientMessage): void;
  /** Messages are frames of `wire.ts`. */
  onMessage(listener: (frame: Uint8Array) => void): () => void;
  readonly keys: KeyBridge;
  lookForUpdates(): void;
  readonly platform: string;
}

/**
 * The engine behind the preload's bridge. The bridge copies a message once per listener, so there is only one
 * listener.
 */
export function createElectronPort(bridge: TapedeckBridge): WindowPort {
  const messages = new Emitter<EngineMessage>();
  const stop = bridge.onMessage((frame) => messages.emit(decodeMessage(frame) as EngineMessage));
  return {
    post: (message) => bridge.post(message),
    onMessage: (listener) => messages.subscribe(listener),
    isLost: () => false,
    showsFolders: true,
    keys: bridge.keys,
    lookForUpdates: () => bridge.lookForUpdates(),
    close: stop,
  };
}
