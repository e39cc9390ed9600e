import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../core/base/logger.ts';
import type { Logger } from '../../../core/base/logger.ts';
import {
  engineSockets,
  openSocketFolder,
  socketFolder,
} from '../../../electron/host/service/socket-folder.ts';
import { serveSteering } from '../../../electron/host/service/steering-server.ts';
import type { Steerable } from '../../../electron/host/service/steering.ts';

/** These tests check only who may connect. */
const target = {} as Steerable;
const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;
const mode = (file: string): number => statSync(file).mode & 0o777;

/** The first word of an engine, or why there was none. */
function knock(file: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.createConnection(file, () => socket.write('not JSON\n'));
    socket.once('data', (answer) => (resolve(String(answer)), socket.destroy()));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

const KNOCK = `
  const socket = require('node:net').createConnection(process.argv[1], () => console.log('let in'));
  socket.on('connect', () => socket.destroy()).on('error', (error) => console.log(error.code));`;

const knockAsNobody = (file: string): string =>
  execFileSync(process.execPath, ['-e', KNOCK, file], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
    encoding: 'utf8',
  }).trim();

describe('the socket of a running engine', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync('/tmp/tapedeck-socket-');
    // Others may come as far as the user's folder: what keeps them out is the engine's own doing.
    chmodSync(root, 0o755);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function served(userDir: string, check: (file: string) => unknown): Promise<void> {
    const server = serveSteering(target, userDir, silentLogger);
    try {
      for (let tries = 0; engineSockets(userDir).length === 0 && tries < 100; tries++) {
        await new Promise((resolve) => void setImmediate(resolve));
      }
      await check(engineSockets(userDir)[0] as string);
    } finally {
      server[Symbol.dispose]();
    }
    expect(engineSockets(userDir)).toEqual([]);
  }

  it('is in the user’s folder; only the user may access it and its folder, even if the folder was open before', async () => {
    const user = path.join(root, 'user');
    mkdirSync(path.join(user, 'engines'), { recursive: true, mode: 0o755 });
    await served(user, async (file) => {
      expect(path.dirname(file)).toBe(path.join(user, 'engines'));
      expect(await knock(file)).toContain('That is not JSON');
      expect([mode(path.dirname(file)), mode(file)]).toEqual([0o700, 0o600]);
    });
  });

  it.skipIf(!asRoot)('refuses another user, by its folder and by its own mode', async () => {
    const user = path.join(root, 'guarded');
    mkdirSync(user, { mode: 0o755 });
    await served(user, async (file) => {
      expect(await knock(file)).toContain('That is not JSON');
      expect(knockAsNobody(file)).toBe('EACCES');
      chmodSync(path.dirname(file), 0o755);
      expect(knockAsNobody(file)).toBe('EACCES');
      chmodSync(file, 0o666);
      expect(knockAsNobody(file)).toBe('let in');
    });
  });

  it('moves among the temporary files where the user’s folder has too long a path', async () => {
    const user = path.join(root, 'x'.repeat(60), 'y'.repeat(40));
    await served(user, async (file) => {
      expect(path.dirname(file)).toBe(socketFolder(user));
      expect(Buffer.byteLength(file)).toBeLessThan(104);
      expect(await knock(file)).toContain('That is not JSON');
      expect([mode(path.dirname(file)), mode(file)]).toEqual([0o700, 0o600]);
    });
    expect(socketFolder(path.join(user, 'other'))).not.toBe(socketFolder(user));
    rmSync(socketFolder(user), { recursive: true });
  });

  it.skipIf(!asRoot)('is neither searched nor opened in another user’s folder', () => {
    const user = path.join(root, 'taken');
    mkdirSync(socketFolder(user), { recursive: true });
    execFileSync('chown', [String(NOBODY), socketFolder(user)]);
    expect(() => openSocketFolder(socketFolder(user))).toThrow('belongs to another user');
    expect(engineSockets(user)).toEqual([]);
    const warned: string[] = [];
    const logger: Logger = { ...silentLogger, warn: (message) => void warned.push(message) };
    serveSteering(target, user, logger)[Symbol.dispose]();
    expect(warned).toEqual(['the session cannot be steered']);
  });
});
