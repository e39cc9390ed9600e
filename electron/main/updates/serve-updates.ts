import type { App, BrowserWindow, Dialog, IpcMain, IpcMainEvent } from 'electron';
import type { Logger } from '../../../core/base/logger.ts';
import { LOOK_FOR_UPDATES_CHANNEL } from '../../contract/channels.ts';
import type { EngineSupervisor } from '../../host/supervisor/engine-supervisor.ts';
import { isFromMainFrame } from '../from-main-frame.ts';
import type { SettingsFile } from '../settings.ts';
import { makeWay } from './make-way.ts';
import { UpdateSearch, type Updater } from './look-for-update.ts';
import { reasonAgainstUpdates, type ProgramPlace } from './may-update.ts';

interface Parts {
  readonly app: App;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly ipcMain: Pick<IpcMain, 'on' | 'off'>;
  readonly window: BrowserWindow;
  readonly settings: SettingsFile;
  readonly place: ProgramPlace;
  readonly supervisor: EngineSupervisor;
  readonly logger: Logger;
}

/** The update items of the menu. */
export interface UpdateDoors {
  look(): void;
  looksAtStart(): boolean;
  setLooksAtStart(looks: boolean): void;
}

/** Looks for updates when the user asks, in the menu or the page, and at the start once the user has enabled that. */
export function serveUpdates({ ipcMain, window, settings, logger, ...parts }: Parts): UpdateDoors {
  const search = new UpdateSearch({
    current: parts.app.getVersion(),
    refused: reasonAgainstUpdates(parts.place),
    loadUpdater: () => loadUpdater(logger),
    ...boxes(parts.dialog, window),
    makeWay: () => makeWay(parts.app, parts.supervisor, window),
    logger,
  });
  const look = (): void => void search.look('user');
  const heed = (event: IpcMainEvent): void => {
    if (isFromMainFrame(event, window)) look();
  };
  ipcMain.on(LOOK_FOR_UPDATES_CHANNEL, heed);
  window.on('closed', () => ipcMain.off(LOOK_FOR_UPDATES_CHANNEL, heed));
  if (settings.read().updates_at_start) window.once('ready-to-show', () => void search.look('start'));
  return {
    look,
    looksAtStart: () => settings.read().updates_at_start,
    setLooksAtStart: (updates_at_start) => settings.update({ updates_at_start }),
  };
}

function boxes(
  dialog: Parts['dialog'],
  window: BrowserWindow,
): Pick<ConstructorParameters<typeof UpdateSearch>[0], 'ask' | 'tell'> {
  return {
    ask: async ({ message, detail, buttons }) => {
      if (window.isDestroyed()) return false;
      const box = {
        type: 'question' as const,
        message,
        detail,
        buttons: [...buttons],
        defaultId: 0,
        cancelId: 1,
      };
      return (await dialog.showMessageBox(window, box)).response === 0;
    },
    tell: async ({ message, detail = '' }) => {
      if (!window.isDestroyed()) await dialog.showMessageBox(window, { type: 'info', message, detail });
    },
  };
}

/** Read from disk when it is first needed: most starts never do. */
async function loadUpdater(logger: Logger): Promise<Updater> {
  const { autoUpdater } = await import('electron-updater');
  const note =
    (level: 'info' | 'warn' | 'debug') =>
    (message: unknown): void =>
      logger[level](`updater: ${String(message)}`);
  autoUpdater.logger = { info: note('info'), warn: note('warn'), error: note('warn'), debug: note('debug') };
  // Otherwise it sends a number of its own for each installation, for releases that reach some users first.
  autoUpdater.requestHeaders = { 'x-user-staging-id': 'not-told' };
  return autoUpdater;
}
