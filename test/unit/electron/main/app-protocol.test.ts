import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answer, serveApp } from '../../../../electron/main/app-protocol.ts';
import { APP_URL } from '../../../../electron/main/app-origin.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'app-protocol-'));
  writeFileSync(path.join(folder, 'index.html'), '<p>hello');
});
afterAll(() => rmSync(folder, { recursive: true }));

type Serving = Parameters<typeof serveApp>[0];

describe('app://', () => {
  it('answers with the file, its type and the policy', async () => {
    const { statusCode, headers, body } = await answer(folder, APP_URL, 'GET');
    expect(statusCode).toBe(200);
    expect(Buffer.from(body).toString()).toBe('<p>hello');
    expect(headers['Content-Type']).toBe('text/html; charset=utf-8');
    expect(headers['Content-Security-Policy']).toContain("script-src 'self'");
  });

  it.each([
    ['app://elsewhere/', 'GET'],
    [`${APP_URL}missing.js`, 'GET'],
    [`${APP_URL}%2e%2e/x.js`, 'GET'],
    [APP_URL, 'POST'],
  ])('finds nothing at %s %s', async (url, method) => {
    expect(await answer(folder, url, method)).toMatchObject({ statusCode: 404 });
  });

  it('uses protocol.handle where there is one', async () => {
    const handle = vi.fn();
    serveApp({ handle } as unknown as Serving, folder);
    const [scheme, handler] = handle.mock.calls[0] as [string, (request: Request) => Promise<Response>];
    expect(scheme).toBe('app');
    const response = await handler({ url: APP_URL, method: 'GET' } as Request);
    expect(await response.text()).toBe('<p>hello');
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });

  it('uses registerBufferProtocol where there is not', async () => {
    const registerBufferProtocol = vi.fn();
    serveApp({ registerBufferProtocol } as unknown as Serving, folder);
    const [scheme, handler] = registerBufferProtocol.mock.calls[0] as [
      string,
      (request: unknown, callback: (response: { statusCode: number; data: Buffer }) => void) => void,
    ];
    expect(scheme).toBe('app');
    const response = await new Promise<{ statusCode: number; data: Buffer }>((resolve) =>
      handler({ url: APP_URL, method: 'GET' }, resolve),
    );
    expect(response.statusCode).toBe(200);
    expect(response.data.toString()).toBe('<p>hello');
  });
});
