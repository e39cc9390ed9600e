import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import type { Port } from '../../electron/contract/port.ts';
import type { KeyBridge } from './key-bridge.ts';

/** The window's end of the wire to the engine. */
export interface WindowPort extends Port<ClientMessage, EngineMessage> {
  /** True while there is no connection: the engine may be well but out of reach, and the next post reconnects. */
  isLost(): boolean;
  /** Present where the host can show a folder in the system's file manager. */
  readonly showsFolders: boolean;
  /** Present where keys can be handed over; absent in a browser. */
  readonly keys?: KeyBridge;
  /** Lets the host look for a newer version of the program and report the result; absent in a browser. */
  readonly lookForUpdates?: () => void;
}
