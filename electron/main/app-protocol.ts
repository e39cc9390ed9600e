import { readFile } from 'node:fs/promises';
import type { Protocol, ProtocolResponse } from 'electron';
import { resolveAsset } from '../host/program/resolve-asset.ts';
import { responseHeaders } from '../host/program/response-headers.ts';
import { APP_SCHEME, pathOfTrustedUrl } from './app-origin.ts';

/**
 * Must be called before the app is ready. The page's script is compiled once and cached, so that later starts paint
 * sooner.
 */
export function registerAppScheme(protocol: Protocol): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }]);
}

/**
 * Serves the built renderer in `folder` at `app://`. Electron before 25 has no `protocol.handle`; only this function
 * knows the difference.
 */
export function serveApp(protocol: Protocol, folder: string): void {
  if (typeof (protocol as Partial<Protocol>).handle === 'function') {
    protocol.handle(APP_SCHEME, async ({ url, method }) => {
      const { statusCode, headers, body } = await answer(folder, url, method);
      return new Response(body, { status: statusCode, headers });
    });
    return;
  }
  protocol.registerBufferProtocol(APP_SCHEME, ({ url, method }, callback) => {
    void answerWith(callback, folder, url, method);
  });
}

async function answerWith(
  callback: (response: ProtocolResponse) => void,
  ...[folder, url, method]: Parameters<typeof answer>
): Promise<void> {
  const { body, ...rest } = await answer(folder, url, method);
  callback({ ...rest, data: Buffer.from(body) });
}

interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The response to a page of ours for an address; never rejects. Exported for its tests. */
export async function answer(folder: string, url: string, method: string): Promise<Answer> {
  const path = method === 'GET' ? pathOfTrustedUrl(url) : null;
  const asset = path === null ? null : resolveAsset(folder, path);
  if (asset === null) return notFound();
  try {
    const body = new Uint8Array(await readFile(asset.file));
    return { statusCode: 200, headers: responseHeaders(asset.contentType), body };
  } catch {
    return notFound();
  }
}

const notFound = (): Answer => ({
  statusCode: 404,
  headers: responseHeaders('text/plain; charset=utf-8'),
  body: new Uint8Array(new TextEncoder().encode('Not found')),
});
