import { screen, type BrowserWindow, type BrowserWindowConstructorOptions, type Shell } from 'electron';
import type { Logger } from '../../core/base/logger.ts';
import { isChartsUrl } from './app-origin.ts';
import { fitToDisplays, workAreasOf } from './fit-to-displays.ts';
import { openOutside } from './lock-down.ts';
import { PAGE_PREFERENCES } from './page-preferences.ts';
import type { SettingsFile } from './settings.ts';
import { remember } from './window.ts';

interface Parts {
  readonly window: BrowserWindow;
  readonly shell: Pick<Shell, 'openExternal'>;
  /** Its place is remembered there. */
  readonly settings: SettingsFile;
  readonly logger: Logger;
}

/**
 * Lets the page of `window` open its second window, on the display where that was, and nothing else. The second window
 * has no bridge to the host: the page that opened it fills it. It goes when `window` goes.
 */
export function allowChartWindow({ window, shell, settings, logger }: Parts): void {
  const { webContents } = window;
  webContents.setWindowOpenHandler(({ url }) => {
    if (isChartsUrl(url)) return { action: 'allow', overrideBrowserWindowOptions: optionsOf(settings) };
    openOutside(url, shell, logger);
    return { action: 'deny' };
  });
  webContents.on('did-create-window', (child) => {
    child.on('close', () => remember(child, 'charts_window', { settings, logger }));
    window.once('closed', () => {
      if (!child.isDestroyed()) child.destroy();
    });
  });
}

function optionsOf(settings: SettingsFile): BrowserWindowConstructorOptions {
  return {
    ...fitToDisplays(settings.read().charts_window, workAreasOf(screen)),
    title: 'Tapedeck charts',
    autoHideMenuBar: true,
    webPreferences: PAGE_PREFERENCES,
  };
}
