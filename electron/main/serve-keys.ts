import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import { KEY_CHANNELS } from '../contract/channels.ts';
import type { KeyStatus } from '../contract/keys.ts';
import { isFromMainFrame } from './from-main-frame.ts';
import type { KeyVault } from './key-vault.ts';

interface Parts {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly window: BrowserWindow;
  readonly vault: KeyVault;
}

/**
 * Takes keys from the page, and answers with the facts that it may know about them. Only the main frame of our own page
 * is heard.
 */
export function serveKeys({ ipcMain, window, vault }: Parts): void {
  const answer =
    (act: (said: unknown) => KeyStatus) =>
    (event: IpcMainInvokeEvent, said: unknown): KeyStatus => {
      if (!isFromMainFrame(event, window)) throw new Error('only the window itself is answered');
      return act(said);
    };
  ipcMain.handle(
    KEY_CHANNELS.status,
    answer(() => vault.status()),
  );
  ipcMain.handle(
    KEY_CHANNELS.store,
    answer((said) => vault.store(said)),
  );
  ipcMain.handle(
    KEY_CHANNELS.remove,
    answer(() => vault.remove()),
  );
  window.on('closed', () => {
    for (const channel of Object.values(KEY_CHANNELS)) ipcMain.removeHandler(channel);
  });
}
