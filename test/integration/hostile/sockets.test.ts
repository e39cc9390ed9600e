import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../core/base/logger.ts';
import { ok } from '../../../core/base/result.ts';
import { engineSockets } from '../../../electron/host/service/socket-folder.ts';
import { serveSteering } from '../../../electron/host/service/steering-server.ts';
import type { Steerable } from '../../../electron/host/service/steering.ts';
import { openWebHost } from '../../../electron/cli/web-host.ts';
import { ClientRelay } from '../../../electron/host/supervisor/client-relay.ts';
import { ScriptedEngine } from '../../helpers/scripted-ports.ts';
import { simulatedVendor } from '../../helpers/simulated-vendor.ts';

/** Peers send half a request and reset the connection: no server of the program may end. */

let folder = '';
let thrown: unknown[] = [];
const catchThrown = (error: unknown): void => void thrown.push(error);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'hostile-sockets-'));
  thrown = [];
  process.on('uncaughtException', catchThrown);
  process.on('unhandledRejection', catchThrown);
});
afterEach(() => {
  process.off('uncaughtException', catchThrown);
  process.off('unhandledRejection', catchThrown);
  rmSync(folder, { recursive: true });
});

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => void setImmediate(resolve));
};

/** Writes the bytes, and resets the connection in the same moment. */
function sendAndReset(port: number, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(bytes, () => void socket.resetAndDestroy());
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}

const upgrade = (target: string, origin: string, port: number): string =>
  [
    `GET ${target} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Origin: ${origin}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');

function status(port: number, target: string): Promise<number> {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path: target }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .on('error', reject);
  });
}

/** Targets and halves of requests that a server refuses, breaks over, or waits on. */
const attacks = (port: number): readonly string[] => [
  upgrade('/ws?token=wrong', 'http://evil.example', port),
  upgrade('/ws?token=wrong', `http://127.0.0.1:${port}`, port),
  upgrade('/v2/iex', 'http://evil.example', port),
  upgrade('/v2/zzz', 'http://evil.example', port),
  upgrade('/stream', 'http://evil.example', port),
  upgrade('//', 'null', port),
  upgrade('/ws', 'null', port).replace('Sec-WebSocket-Version: 13', 'Sec-WebSocket-Version: 1'),
  'GET / HTTP/1.1\r\nHost: 127.0.0.1',
  'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /v2/stocks/%ZZ/bars HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /v2/orders/%ZZ HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST /v2/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"symbol":',
  'PATCH /v2/orders/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":',
  'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n',
  'NONSENSE\r\n\r\n',
  '\u0000\u0001\u0002',
];

describe('peers that reset their connections', () => {
  it('do not change the web host', { timeout: 60_000 }, async () => {
    writeFileSync(path.join(folder, 'index.html'), '<p>hello');
    const opened = await openWebHost({ folder, relay: new ClientRelay(new ScriptedEngine()), port: 0 });
    if (!opened.ok) throw new Error(opened.failure.message);
    const port = Number(new URL(opened.value.url).port);
    for (let round = 0; round < 8; round++) {
      await Promise.all(
        attacks(port).flatMap((bytes) => [sendAndReset(port, bytes), sendAndReset(port, bytes)]),
      );
      await turns(20);
    }
    const { pathname, search } = new URL(opened.value.url);
    expect(await status(port, pathname + search)).toBe(200);
    await opened.value.close();
    expect(thrown).toEqual([]);
  });

  it('do not change the feed simulator', { timeout: 60_000 }, async () => {
    await using market = await simulatedVendor('2025-11-03 10:00');
    const port = Number(new URL(market.simulator.rest).port);
    for (let round = 0; round < 8; round++) {
      await Promise.all(
        attacks(port).flatMap((bytes) => [sendAndReset(port, bytes), sendAndReset(port, bytes)]),
      );
      await turns(20);
    }
    expect(await status(port, '/v2/stocks/bars')).toBe(403);
    expect(thrown).toEqual([]);
  });

  it(
    'get an answer from the feed simulator for a path that cannot be read',
    { timeout: 60_000 },
    async () => {
      await using market = await simulatedVendor('2025-11-03 10:00');
      const { key, secret, rest } = market.simulator;
      const port = Number(new URL(rest).port);
      const headers = { 'apca-api-key-id': key, 'apca-api-secret-key': secret };
      const answer = await new Promise<number>((resolve, reject) => {
        http
          .get({ host: '127.0.0.1', port, path: '/v2/stocks/%ZZ/bars', headers }, (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
          })
          .on('error', reject);
      });
      expect(answer).toBe(400);
      expect(thrown).toEqual([]);
    },
  );
});

describe('the socket for other programs of the user', () => {
  /** The answers of an engine without a session, `count` times, for any split of the lines. */
  async function answers(write: (socket: net.Socket) => void, count: number): Promise<readonly string[]> {
    const server = serveSteering(target, folder, silentLogger);
    while (engineSockets(folder).length === 0) await turns(1);
    const lines = await new Promise<readonly string[]>((resolve) => {
      let text = '';
      const socket = net.connect(engineSockets(folder)[0] as string, () => write(socket));
      socket.setEncoding('utf8');
      socket.on('data', (part: string) => {
        text += part;
        if (text.split('\n').length > count) socket.destroy();
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(text.split('\n').filter((line) => line !== '')));
    });
    server[Symbol.dispose]();
    return lines;
  }
  const target = { stepBack: () => Promise.resolve(ok(null)) } as unknown as Steerable;

  it('answers each of many short lines that arrive in one write', async () => {
    const lines = await answers((socket) => socket.write('{"type":"pause"}\n'.repeat(1_000)), 1_000);
    expect(lines).toHaveLength(1_000);
    expect(lines.filter((line) => line.includes('too long'))).toEqual([]);
  });

  it('refuses one line that does not end, and one that ends too late', async () => {
    expect(await answers((socket) => socket.write('x'.repeat(5_000)), 1)).toEqual([
      expect.stringContaining('too long'),
    ]);
    expect(await answers((socket) => socket.write(`${'x'.repeat(5_000)}\n`), 1)).toEqual([
      expect.stringContaining('too long'),
    ]);
  });

  it('keeps a letter whole whose bytes arrive in two parts', async () => {
    const bytes = Buffer.from('{"type":"ß"}\n');
    const lines = await answers((socket) => {
      socket.write(bytes.subarray(0, 10));
      setImmediate(() => socket.write(bytes.subarray(10)));
    }, 1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('not JSON');
  });
});
