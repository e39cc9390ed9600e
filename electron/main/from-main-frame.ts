import type { BrowserWindow, IpcMainEvent } from 'electron';
import { isTrustedUrl } from './app-origin.ts';

/** True for messages from the main frame of our own page. */
export function isFromMainFrame(
  { senderFrame }: Pick<IpcMainEvent, 'senderFrame'>,
  window: BrowserWindow,
): boolean {
  if (senderFrame === null || window.isDestroyed()) return false;
  return senderFrame === window.webContents.mainFrame && isTrustedUrl(senderFrame.url);
}
