import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineSilence } from '../../electron/contract/message.ts';
import { EMPTY_COPY, type SessionCopy } from './session-copy.ts';

export interface SessionStoreState {
  readonly copy: SessionCopy;
  /** Why the engine ended; null while it runs. */
  readonly died: string | null;
  /** The engine does not answer; null while it does. */
  readonly silence: EngineSilence | null;
  /** The strategy that was running when the engine was ended; a resumed run can leave it out. */
  readonly heldUpBy: string | null;
}

export type SessionStore = StoreApi<SessionStoreState>;

export const createSessionStore = (): SessionStore =>
  createStore<SessionStoreState>(() => ({ copy: EMPTY_COPY, died: null, silence: null, heldUpBy: null }));
