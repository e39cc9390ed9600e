import type { KeyEntry, KeyStatus } from '../../electron/contract/keys.ts';

/** The desktop application's key store: keys go in and never come out. */
export interface KeyBridge {
  status(): Promise<KeyStatus>;
  store(entry: KeyEntry): Promise<KeyStatus>;
  remove(): Promise<KeyStatus>;
}
