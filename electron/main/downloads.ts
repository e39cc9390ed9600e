import path from 'node:path';
import type { App, Session } from 'electron';
import type { Logger } from '../../core/base/logger.ts';
import { isTrustedUrl } from './app-origin.ts';

/** A file that our own page made, and no other: pages must not download from the network. */
export const isProgramFile = (url: string): boolean =>
  url.startsWith('blob:') && isTrustedUrl(url.slice('blob:'.length));

/** Exports ask for a place to save; any other download is denied. */
export function allowExports(parts: {
  readonly app: Pick<App, 'getPath'>;
  readonly session: Pick<Session, 'on'>;
  readonly logger: Logger;
}): void {
  const { app, session, logger } = parts;
  session.on('will-download', (event, item) => {
    if (!isProgramFile(item.getURL())) {
      event.preventDefault();
      logger.warn('download denied', { url: item.getURL() });
      return;
    }
    const defaultPath = path.join(app.getPath('downloads'), path.basename(item.getFilename()));
    item.setSaveDialogOptions({ title: 'Export', defaultPath });
  });
}
