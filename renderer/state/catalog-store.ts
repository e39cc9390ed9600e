import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Recent } from '../../electron/contract/recent.ts';
import type { Catalog } from '../../electron/contract/requests.ts';

/** The sessions to open and the symbols to add; null until the engine has answered. */
export interface CatalogState {
  readonly catalog: Catalog | null;
  readonly recent: Recent;
}

export type CatalogStore = StoreApi<CatalogState>;

export const createCatalogStore = (): CatalogStore =>
  createStore<CatalogState>(() => ({ catalog: null, recent: { sessions: [], runs: [] } }));
