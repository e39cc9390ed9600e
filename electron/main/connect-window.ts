import type { BrowserWindow, IpcMain, IpcMainEvent } from 'electron';
import { Emitter } from '../../core/base/emitter.ts';
import type { Logger } from '../../core/base/logger.ts';
import { TO_HOST_CHANNEL, TO_WINDOW_CHANNEL } from '../contract/channels.ts';
import type { EngineMessage } from '../contract/message.ts';
import type { Port } from '../contract/port.ts';
import { encodeMessage } from '../contract/wire.ts';
import type { ClientRelay } from '../host/supervisor/client-relay.ts';
import { isFromMainFrame } from './from-main-frame.ts';

interface Parts {
  readonly ipcMain: Pick<IpcMain, 'on' | 'off'>;
  readonly window: BrowserWindow;
  readonly relay: ClientRelay;
  readonly logger: Logger;
  /** Called when a page is ready to receive everything. */
  readonly onListening: () => void;
}

/**
 * Makes each document that the window loads a client of the engine, from its first message on: a message sent before a
 * page listens is lost, and a lost batch is never acknowledged. Only the main frame of our own page is heard.
 */
export function connectWindow({ ipcMain, window, relay, logger, onListening }: Parts): void {
  const { webContents } = window;
  let page: { readonly said: Emitter<unknown>; readonly attachment: Disposable } | null = null;

  const leave = (): void => {
    page?.attachment[Symbol.dispose]();
    page = null;
  };
  const hear = (event: IpcMainEvent, message: unknown): void => {
    if (!isFromMainFrame(event, window)) return;
    if (page === null) {
      const said = new Emitter<unknown>();
      page = { said, attachment: relay.attach(pagePort(window, said)) };
    }
    page.said.emit(message);
    if (isFirstQuestion(message)) onListening();
  };

  ipcMain.on(TO_HOST_CHANNEL, hear);
  webContents.on('did-navigate', leave);
  webContents.on('render-process-gone', (_event, { reason }) => {
    logger.error('page died', { reason });
    leave();
    if (reason === 'crashed' || reason === 'oom') webContents.reload();
  });
  window.on('closed', () => {
    ipcMain.off(TO_HOST_CHANNEL, hear);
    leave();
  });
}

/** A page requests the state once it is built and listens. */
const isFirstQuestion = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'name' in message && message.name === 'catalog';

/** As bytes: Electron would copy an object field by field, twice, on the thread that paints. */
export function sendToPage(window: BrowserWindow, message: EngineMessage): void {
  if (!window.isDestroyed()) window.webContents.send(TO_WINDOW_CHANNEL, encodeMessage(message));
}

function pagePort(window: BrowserWindow, said: Emitter<unknown>): Port<EngineMessage, unknown> {
  let open = true;
  return {
    post: (message) => {
      if (open) sendToPage(window, message);
    },
    onMessage: (listener) => said.subscribe(listener),
    close() {
      open = false;
    },
  };
}
