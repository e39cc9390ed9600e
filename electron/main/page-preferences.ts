import type { WebPreferences } from 'electron';

/** What every page of ours is held to: apart from Node, and locked in. */
export const PAGE_PREFERENCES: WebPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
  // A replay goes on behind other windows; its page must keep acknowledging.
  backgroundThrottling: false,
};
