import type { BrowserWindow, IpcMain, IpcMainEvent } from 'electron';
import { Emitter } from '../../core/base/emitter.ts';
import { TO_HOST_CHANNEL, TO_WINDOW_CHANNEL } from '../contract/channels.ts';
import type { EngineMessage } from '../contract/message.ts';
import type { Port } from '../contract/port.ts';
import { isTrustedUrl } from './app-origin.ts';

/** What the window's main frame sends, unchecked in shape; nothing of any other frame or page is heard. */
export class WindowMessages {
  readonly #window: BrowserWindow;
  readonly #messages = new Emitter<unknown>();

  constructor(ipcMain: IpcMain, window: BrowserWindow) {
    this.#window = window;
    const receive = (event: IpcMainEvent, message: unknown): void => {
      if (isFromMainFrame(event, window)) this.#messages.emit(message);
    };
    ipcMain.on(TO_HOST_CHANNEL, receive);
    window.on('closed', () => ipcMain.off(TO_HOST_CHANNEL, receive));
  }

  /** A port for the document that the window shows now; close it when another one takes its place. */
  openPort(): Port<EngineMessage, unknown> {
    let open = true;
    return {
      post: (message) => {
        if (open && !this.#window.isDestroyed()) this.#window.webContents.send(TO_WINDOW_CHANNEL, message);
      },
      onMessage: (listener) => this.#messages.subscribe((message) => open && listener(message)),
      close() {
        open = false;
      },
    };
  }
}

function isFromMainFrame({ senderFrame }: IpcMainEvent, window: BrowserWindow): boolean {
  if (senderFrame === null || window.isDestroyed()) return false;
  return senderFrame === window.webContents.mainFrame && isTrustedUrl(senderFrame.url);
}
