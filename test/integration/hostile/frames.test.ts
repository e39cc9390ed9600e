import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { silentLogger } from '../../../core/base/logger.ts';
import { readPage } from '../../../core/live-feed/alpaca/history-page.ts';
import { readFrame } from '../../../core/live-feed/alpaca/stream-frame.ts';
import { STREAM_TIMING, StreamMachine } from '../../../core/live-feed/alpaca/stream-machine.ts';
import { encodeMessage } from '../../../electron/contract/wire.ts';
import { engineSockets } from '../../../electron/host/service/socket-folder.ts';
import type { Steerable } from '../../../electron/host/service/steering.ts';
import { serveSteering } from '../../../electron/host/service/steering-server.ts';
import { openWebHost, type WebHost } from '../../../electron/cli/web-host.ts';
import { ClientRelay } from '../../../electron/host/supervisor/client-relay.ts';
import { ScriptedEngine } from '../../helpers/scripted-ports.ts';
import { change, changed, hostileText, hostileValue, isUnpolluted, RUNS, SECRET } from './hostile-values.ts';

const GOOD_REQUEST = {
  kind: 'request',
  id: 5,
  name: 'step',
  params: { count: 1, bytes: Uint8Array.of(1, 2) },
};
const changedRequest = fc.array(change, { maxLength: 2 }).map((changes) => changed(GOOD_REQUEST, changes));

/** Bytes of a good frame with some of them otherwise, more or fewer of them. */
const frame: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    changedRequest,
    fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }),
    fc.option(fc.nat(200)),
    fc.uint8Array({ maxLength: 20 }),
  )
  .map(([message, flips, cut, more]) => {
    const good = encodeMessage(message);
    const bytes = Buffer.concat([cut === null ? good : good.subarray(0, cut), more]);
    for (const [at, byte] of flips) if (at < bytes.length) bytes[at] = byte;
    return bytes;
  });

describe('frames at the socket of the web host', () => {
  let folder = '';
  let host: WebHost;
  let engine: ScriptedEngine;
  let socket: WebSocket | null = null;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-frames-'));
    writeFileSync(path.join(folder, 'index.html'), '<p>hello');
    engine = new ScriptedEngine();
    const opened = await openWebHost({ folder, relay: new ClientRelay(engine), port: 0 });
    if (!opened.ok) throw new Error(opened.failure.message);
    host = opened.value;
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function connected(): Promise<WebSocket> {
    if (socket?.readyState === WebSocket.OPEN) return Promise.resolve(socket);
    const url = new URL(host.url);
    const fresh = new WebSocket(`ws://${url.host}/ws${url.search}`, { origin: url.origin });
    socket = fresh;
    return new Promise((resolve, reject) => {
      fresh.once('open', () => resolve(fresh));
      fresh.once('error', reject);
    });
  }

  /** Resolves when the host has dealt with everything sent before: it answered a ping, or closed. */
  function settled(page: WebSocket): Promise<void> {
    return new Promise((resolve) => {
      page.once('pong', () => resolve());
      page.once('close', () => resolve());
      page.ping();
    });
  }

  it('are a message of the contract, or close the socket; the next page is served', async () => {
    await fc.assert(
      fc.asyncProperty(frame, async (bytes) => {
        const page = await connected();
        engine.posted.length = 0;
        page.send(bytes);
        await settled(page);
        for (const message of engine.posted) expect(['ack', 'request']).toContain(message.kind);
        expect(isUnpolluted()).toBe(true);
      }),
      { numRuns: RUNS },
    );
    const page = await connected();
    engine.posted.length = 0;
    page.send(encodeMessage({ kind: 'request', id: 1, name: 'catalog', params: {} }));
    await settled(page);
    expect(engine.posted).toMatchObject([{ kind: 'request', name: 'catalog' }]);
  });

  it('in a client that neither reads nor ends do not delay other clients', async () => {
    const { port } = new URL(host.url);
    const slow = Array.from({ length: 50 }, () => {
      const client = net.connect(Number(port), '127.0.0.1');
      client.on('error', () => {});
      client.write('GET / HTTP/1.1\r\nHost: 127.0.0.1');
      return client;
    });
    const page = await connected();
    await settled(page);
    const answer = await fetch(host.url);
    expect(answer.status).toBe(200);
    for (const client of slow) client.destroy();
  });
});

describe('lines at the socket for other programs of the user', () => {
  it('are each answered in one line, for any content', async () => {
    const userDir = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-lines-'));
    const server = serveSteering({} as Steerable, userDir, silentLogger);
    try {
      let file: string | undefined;
      while (file === undefined) {
        await new Promise((resolve) => void setImmediate(resolve));
        [file] = engineSockets(userDir);
      }
      const client = net.connect(file).setEncoding('utf8');
      const lines: string[] = [];
      let waiting = '';
      let wake = (): void => {};
      client.on('data', (text) => {
        const parts = `${waiting}${String(text)}`.split('\n');
        waiting = parts.pop() ?? '';
        lines.push(...parts);
        wake();
      });
      const line = fc
        .oneof(
          hostileText,
          hostileValue.map((value) => JSON.stringify(value) ?? ''),
          hostileValue.map((value) => JSON.stringify({ method: 'step', count: value })),
        )
        .map((text) => text.replaceAll('\n', ' ').slice(0, 2_000));
      await fc.assert(
        fc.asyncProperty(line, async (text) => {
          lines.length = 0;
          client.write(`${text}\n`);
          while (lines.length === 0) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
          expect(JSON.parse(lines[0] ?? '')).toMatchObject({ ok: false });
          expect(isUnpolluted()).toBe(true);
        }),
        { numRuns: RUNS },
      );
      client.destroy();
    } finally {
      server[Symbol.dispose]();
      rmSync(userDir, { recursive: true, force: true });
    }
  });
});

describe('frames of a feed', () => {
  const bar = { T: 'b', S: 'KO', t: '2025-11-03T15:00:00Z', o: 1, h: 2, l: 1, c: 2, v: 5, n: 1, vw: 1.5 };
  const good = [
    { T: 'success', msg: 'connected' },
    { T: 'success', msg: 'authenticated' },
    { T: 'subscription', bars: ['KO'] },
    bar,
    { ...bar, T: 'u' },
    { T: 's', S: 'KO', sc: 'H', sm: 'Halt', rc: 'T1', rm: 'News', t: '2025-11-03T15:00:00Z', z: 'A' },
    { T: 'error', code: 407, msg: 'slow client' },
  ];
  const text = fc.oneof(
    fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => JSON.stringify(changed(good, changes))),
    hostileValue.map((value) => JSON.stringify(value) ?? ''),
    hostileText,
  );

  it('are read or counted as unreadable; bars have finite numbers; the key is never said', () => {
    const machine = new StreamMachine({
      keys: { key: SECRET, secret: SECRET },
      timing: STREAM_TIMING,
      inSession: () => true,
      random: () => 0,
    });
    let now = Date.parse('2025-11-03T15:00:00Z');
    const inputs = [{ type: 'want', symbols: ['KO'] }, { type: 'start' }, { type: 'opened' }] as const;
    fc.assert(
      fc.property(text, (each) => {
        for (const { open, high, low, close, volume, openMs } of readFrame(each).bars) {
          for (const value of [open, high, low, close, volume, openMs])
            expect(value).toSatisfy(Number.isFinite);
        }
        const effects = [
          ...inputs,
          { type: 'frame', text: each } as const,
          { type: 'tick' } as const,
        ].flatMap((input) => machine.handle(input, (now += 50)));
        const shown = effects.map((effect) => ({ ...effect, text: undefined }));
        expect(JSON.stringify(shown)).not.toContain(SECRET);
        expect(isUnpolluted()).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('and pages of its history are read, or refused with a sentence', () => {
    const page = { bars: { KO: [bar] }, next_page_token: null };
    const body = fc.oneof(
      fc
        .array(change, { minLength: 1, maxLength: 3 })
        .map((changes) => JSON.stringify(changed(page, changes))),
      hostileText,
    );
    fc.assert(
      fc.property(body, (each) => {
        const read = readPage(each);
        if (!read.ok) expect(read.failure.message).not.toBe('');
        expect(isUnpolluted()).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});
