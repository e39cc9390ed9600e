import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decodeMessage, encodeMessage } from '../../../../electron/contract/wire.ts';
import { openWebHost, type WebHost } from '../../../../electron/cli/web-host.ts';
import { ClientRelay } from '../../../../electron/host/supervisor/client-relay.ts';
import { ScriptedEngine } from '../../../helpers/scripted-ports.ts';

let folder = '';
let engine: ScriptedEngine;
let host: WebHost;
let url: URL;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'web-host-'));
  writeFileSync(path.join(folder, 'index.html'), '<p>hello');
  writeFileSync(path.join(folder, 'a.js'), '1');
  engine = new ScriptedEngine();
  const opened = await openWebHost({ folder, relay: new ClientRelay(engine), port: 0 });
  if (!opened.ok) throw new Error(opened.failure.message);
  host = opened.value;
  url = new URL(host.url);
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers: http.IncomingHttpHeaders;
}

function ask(where: string, options: http.RequestOptions = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: url.port, path: where, ...options },
      (response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
        );
      },
    );
    request.on('error', reject);
    request.end();
  });
}

function connect(options: { token?: string; origin?: string; host?: string } = {}): Promise<WebSocket> {
  const token = options.token ?? url.searchParams.get('token') ?? '';
  const socket = new WebSocket(`ws://127.0.0.1:${url.port}/ws?token=${token}`, {
    origin: options.origin ?? url.origin,
    headers: options.host === undefined ? {} : { Host: options.host },
  });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });
}

const next = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) =>
    socket.once('message', (data: Buffer) => resolve(decodeMessage(new Uint8Array(data)))),
  );
const closed = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.once('close', (code) => resolve(code)));
const turn = () => new Promise((resolve) => setTimeout(resolve, 50));

describe('web host', () => {
  it('listens on loopback with a token of its own in the address', async () => {
    expect(url.hostname).toBe('127.0.0.1');
    expect(url.searchParams.get('token')).toMatch(/^[\w-]{32}$/);
    const page = await ask(`/?token=${url.searchParams.get('token')}`);
    expect(page).toMatchObject({ status: 200, body: '<p>hello' });
    expect(page.headers['content-security-policy']).toContain(`ws://127.0.0.1:${url.port}`);
  });

  it.each([
    ['/', {}, 403],
    ['/?token=wrong', {}, 403],
    ['/a.js', {}, 200],
    ['/missing.js', {}, 404],
    ['/%2e%2e/x.js', {}, 404],
    ['//', {}, 404],
    ['/a.js', { method: 'POST' }, 405],
    ['/a.js', { headers: { Host: 'rebound.example' } }, 403],
  ])('%s %j answers %i', async (where, options, status) => {
    expect((await ask(where, options)).status).toBe(status);
  });

  it.each([
    [{ token: 'wrong' }],
    [{ token: '' }],
    [{ origin: 'https://example.com' }],
    [{ origin: 'null' }],
    [{ host: 'rebound.example' }],
  ])('refuses a socket with %j', async (options) => {
    await expect(connect(options)).rejects.toThrow('403');
  });

  it('carries messages both ways', async () => {
    const socket = await connect();
    engine.posted.length = 0;
    socket.send(encodeMessage({ kind: 'request', id: 5, name: 'catalog', params: {} }));
    await turn();
    expect(engine.posted).toEqual([{ kind: 'request', id: 1, name: 'catalog', params: {} }]);
    const answer = next(socket);
    engine.answer(1, { columns: Float64Array.of(1, 2) });
    expect(await answer).toEqual({
      kind: 'response',
      id: 5,
      ok: true,
      value: { columns: Float64Array.of(1, 2) },
    });
  });

  it('closes a socket that sends what is no message, or too much of it', async () => {
    const first = await connect();
    first.send('text');
    expect(await closed(first)).toBe(1_003);
    const second = await connect();
    second.send(new Uint8Array(600_000));
    expect(await closed(second)).toBe(1_009);
    expect(engine.posted.filter((message) => message.kind !== 'request' || message.id !== 0)).toEqual([]);
  });

  it('keeps its token to itself: no page that is linked to, and no cache, hears of it', async () => {
    const page = await ask(`/?token=${url.searchParams.get('token')}`);
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['cache-control']).toBe('no-store');
    for (const where of ['/', '/?token=wrong', '/missing.js']) {
      const refused = await ask(where);
      const said = JSON.stringify([refused.body, refused.headers]);
      expect(said).not.toContain(url.searchParams.get('token'));
    }
  });

  it('lets a second tab take over from the first', async () => {
    const first = await connect();
    const end = closed(first);
    await connect();
    expect(await end).toBe(4_000);
  });

  it('says when a port is taken', async () => {
    const second = await openWebHost({ folder, relay: new ClientRelay(engine), port: Number(url.port) });
    expect(second).toMatchObject({ ok: false, failure: { code: 'bad_usage' } });
  });
});
