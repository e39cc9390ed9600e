import {
  screen,
  type App,
  type BrowserWindow,
  type BrowserWindowConstructorOptions,
  type Shell,
} from 'electron';
import type { Logger } from '../../core/base/logger.ts';
import { isChartsUrl } from './app-origin.ts';
import { fitToDisplays, workAreasOf } from './fit-to-displays.ts';
import { openOutside } from './lock-down.ts';
import { PAGE_PREFERENCES } from './page-preferences.ts';
import type { SettingsFile } from './settings.ts';
import { remember } from './window.ts';

interface Parts {
  readonly app: Pick<App, 'on'>;
  readonly window: BrowserWindow;
  readonly shell: Pick<Shell, 'openExternal'>;
  /** The settings that remember its place. */
  readonly settings: SettingsFile;
  readonly logger: Logger;
}

/**
 * Lets the page of `window` open its second window, on the display of the last time, and nothing else. The second
 * window has no bridge to the host: the page that opened it fills it. It closes with `window`, and the page opens it at
 * the next start if it was open at the end of this one.
 */
export function allowChartWindow({ app, window, shell, settings, logger }: Parts): void {
  const { webContents } = window;
  webContents.setWindowOpenHandler(({ url }) => {
    if (isChartsUrl(url)) return { action: 'allow', overrideBrowserWindowOptions: optionsOf(settings) };
    openOutside(url, shell, logger);
    return { action: 'deny' };
  });
  let child: BrowserWindow | undefined;
  const note = (): void => {
    if (child !== undefined) remember(child, 'charts_window', { settings, logger });
  };
  /** Without notice to the page, which would otherwise assume that its user closed the window. */
  const takeAway = (): void => {
    if (child === undefined || child.isDestroyed()) return;
    note();
    child.destroy();
  };
  webContents.on('did-create-window', (created) => {
    child = created;
    child.on('close', note);
    if (settings.read().charts_window?.maximized === true) child.maximize();
  });
  app.on('before-quit', takeAway);
  window.on('close', takeAway);
}

function optionsOf(settings: SettingsFile): BrowserWindowConstructorOptions {
  return {
    ...fitToDisplays(settings.read().charts_window, workAreasOf(screen)),
    title: 'Tapedeck charts',
    autoHideMenuBar: true,
    webPreferences: PAGE_PREFERENCES,
  };
}
