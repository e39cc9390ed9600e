import type { WebPreferences } from 'electron';

/** Restrictions for every page of ours: no Node, and locked in. */
export const PAGE_PREFERENCES: WebPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
  // A replay continues behind other windows; its page must keep acknowledging.
  backgroundThrottling: false,
};
