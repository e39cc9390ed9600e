import path from 'node:path';
import { BrowserWindow, screen } from 'electron';
import type { Logger } from '../../core/base/logger.ts';
import { fitToDisplays, MIN_WINDOW, workAreasOf } from './fit-to-displays.ts';
import { PAGE_PREFERENCES } from './page-preferences.ts';
import type { SettingsFile } from './settings.ts';

/** The window's colour until the page is painted: the dark theme's background. */
const GROUND = '#0b0e13';

/** Opens the one window, at its last place, without showing a page yet. */
export function createWindow(options: {
  readonly preload: string;
  readonly settings: SettingsFile;
  readonly logger: Logger;
  /** For a window that is never shown. */
  readonly hidden: boolean;
}): BrowserWindow {
  const state = options.settings.read().window;
  const window = new BrowserWindow({
    ...fitToDisplays(state, workAreasOf(screen)),
    minWidth: MIN_WINDOW.width,
    minHeight: MIN_WINDOW.height,
    title: 'Tapedeck',
    backgroundColor: GROUND,
    show: false,
    autoHideMenuBar: true,
    webPreferences: { ...PAGE_PREFERENCES, preload: path.resolve(options.preload) },
  });
  if (state?.maximized === true && !options.hidden) window.maximize();
  if (!options.hidden) window.once('ready-to-show', () => window.show());
  window.on('close', () => remember(window, 'window', options));
  return window;
}

/** Stores the place of a window, under its name in the settings. */
export function remember(
  window: BrowserWindow,
  name: 'window' | 'charts_window',
  { settings, logger }: { readonly settings: SettingsFile; readonly logger: Logger },
): void {
  try {
    settings.update({ [name]: { ...window.getNormalBounds(), maximized: window.isMaximized() } });
  } catch (error) {
    logger.warn('window state not written', { reason: String(error) });
  }
}
