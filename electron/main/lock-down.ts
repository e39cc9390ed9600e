import type { App, Session } from 'electron';
import type { Logger } from '../../core/base/logger.ts';
import { isTrustedUrl } from './app-origin.ts';

/** Pages go nowhere, open nothing, embed nothing and are granted nothing. Applies to every page that is created from now on. */
export function lockDown(app: App, session: Session, logger: Logger): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event, url) => {
      if (isTrustedUrl(url)) return;
      event.preventDefault();
      logger.warn('navigation denied', { url });
    });
    contents.on('will-redirect', (event, url) => {
      if (!isTrustedUrl(url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      logger.warn('new window denied', { url });
      return { action: 'deny' };
    });
  });
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    logger.warn('permission denied', { permission });
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
