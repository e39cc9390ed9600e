import { createStore, type StoreApi } from 'zustand/vanilla';
import { EMPTY_COPY, type SessionCopy } from './session-copy.ts';

export interface SessionState {
  readonly copy: SessionCopy;
  /** Why the engine is gone; null while it runs. */
  readonly died: string | null;
}

export type SessionStore = StoreApi<SessionState>;

export const createSessionStore = (): SessionStore =>
  createStore<SessionState>(() => ({ copy: EMPTY_COPY, died: null }));
