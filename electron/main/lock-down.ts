import type { App, Session, Shell } from 'electron';
import type { Logger } from '../../core/base/logger.ts';
import { isTrustedUrl } from './app-origin.ts';
import { externalLink } from './external-link.ts';

/**
 * Pages cannot navigate, open windows, embed pages or get permissions. Applies to every page that is created from now
 * on.
 */
export function lockDown(parts: {
  readonly app: App;
  readonly session: Session;
  readonly shell: Shell;
  readonly logger: Logger;
}): void {
  const { app, session, shell, logger } = parts;
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
      openOutside(url, shell, logger);
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

/** Opens one of our links in the system's browser; any other address is logged and not opened. */
export function openOutside(url: string, shell: Pick<Shell, 'openExternal'>, logger: Logger): void {
  const link = externalLink(url);
  if (link === null) logger.warn('new window denied', { url });
  else void shell.openExternal(link).catch(() => logger.warn('link not opened', { url }));
}
