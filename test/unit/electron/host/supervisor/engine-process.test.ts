import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineMessage } from '../../../../../electron/contract/message.ts';
import type { EngineWorkerData } from '../../../../../electron/host/service/worker-data.ts';
import { engineEnvironment } from '../../../../../electron/host/supervisor/engine-environment.ts';
import {
  startEngineProcess,
  type EngineProcessOptions,
} from '../../../../../electron/host/supervisor/engine-process.ts';
import type {
  EngineDeath,
  RunningEngine,
} from '../../../../../electron/host/supervisor/engine-supervisor.ts';
import { forkEngine } from '../../../../../electron/host/supervisor/fork-engine.ts';

/** The engine's process, with the real launcher and a bundle of a few lines. */

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-process-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(name: string, code: string, more: Partial<EngineProcessOptions> = {}): RunningEngine {
  const entryFile = path.join(folder, `${name}.cjs`);
  writeFileSync(entryFile, code);
  const userDir = path.join(folder, name);
  mkdirSync(userDir);
  const data = {
    userDir,
    dataDir: path.join(userDir, 'data'),
    configDirs: [],
    logFile: '',
  } as EngineWorkerData;
  return startEngineProcess({ launch: forkEngine, entryFile, data, env: process.env, ...more });
}

const deathOf = (engine: RunningEngine): Promise<EngineDeath> =>
  new Promise((resolve) => engine.onDeath(resolve));

/** The first message of a bundle, sent as an engine would. */
const wordOf = (engine: RunningEngine): Promise<unknown> =>
  new Promise((resolve) => engine.port.onMessage((message: EngineMessage) => resolve(message)));

const SAY = `const say = (value) => process.send({ kind: 'engine', message: value });`;

describe('the process of an engine', () => {
  it(
    'takes its host nowhere when the runtime itself gives up, and names the strategy',
    { timeout: 60_000 },
    async () => {
      const engine = start(
        'fatal',
        `process.on('message', ({ kind, start }) => {
         if (kind !== 'start') return;
         require('node:fs').writeFileSync(start.data.callNote, 'giant.ts\\0\\0');
         'x'.repeat(5e8).split('');
       });`,
      );
      const { reason, strategy } = await deathOf(engine);
      expect(strategy).toBe('giant.ts');
      expect(reason).toMatch(
        /^The engine's process ended while it was in the strategy giant\.ts: Fatal JavaScript/,
      );
      await engine.stop();
      expect(readdirSync(path.join(folder, 'fatal', 'engines'))).toEqual([]);
    },
  );

  it('is reported once, with its last words, however it ends', { timeout: 60_000 }, async () => {
    const thrown: unknown[] = [];
    const ends = { onThrown: (error: unknown) => thrown.push(error) };
    const broken = start('broken', `throw new Error('a bug of ours');`, ends);
    expect(await deathOf(broken)).toEqual({
      reason: `The engine's process ended: Error: a bug of ours.`,
      strategy: null,
    });
    expect(String(thrown[0])).toContain('broken.cjs:1');
    expect((await deathOf(start('left', 'process.exit(7);'))).reason).toBe(
      `The engine's process ended: code 7.`,
    );
    const killed = start('killed', `process.kill(process.pid, 'SIGKILL');`);
    expect((await deathOf(killed)).reason).toBe(`The engine's process ended: signal SIGKILL.`);
  });

  it('sees no secret of its host', { timeout: 60_000 }, async () => {
    const env = {
      ...process.env,
      APCA_API_SECRET_KEY: 'secret',
      AWS_SECRET_ACCESS_KEY: 'secret',
      NODE_OPTIONS: '',
      MY_TOKEN: 'secret',
    };
    const engine = start('env', `${SAY} process.on('message', () => say(JSON.stringify(process.env)));`, {
      env,
    });
    const seen = (await wordOf(engine)) as string;
    expect(seen).not.toContain('secret');
    expect(Object.keys(JSON.parse(seen) as object)).toContain('PATH');
    engine.kill('done');
    expect(engineEnvironment(env, 's3://bucket/bars')).toHaveProperty('AWS_SECRET_ACCESS_KEY');
  });

  it(
    'is given keys only when it asks, and only those that the host holds then',
    { timeout: 60_000 },
    async () => {
      let held: { key: string; secret: string } | undefined = { key: 'k', secret: 's' };
      const engine = start(
        'keys',
        `${SAY} process.on('message', (message) => { if (message.kind === 'keys') say(message.keys); else process.send({ kind: 'ask_keys' }); });`,
        { keys: () => held },
      );
      expect(await wordOf(engine)).toEqual({ key: 'k', secret: 's' });
      held = undefined;
      const next = wordOf(engine);
      engine.port.post({ kind: 'ack', seq: 1 });
      expect(await next).toBeNull();
      engine.kill('done');
    },
  );

  it(
    'writes to its own folders alone and starts no process, where Node can keep it from that',
    { timeout: 60_000 },
    async () => {
      const outside = path.join(os.homedir(), 'tapedeck-outside');
      const engine = start(
        'belt',
        `${SAY} process.on('message', ({ start }) => {
         const tries = { outside: () => require('node:fs').writeFileSync(${JSON.stringify(outside)}, 'x'),
           own: () => require('node:fs').writeFileSync(start.data.userDir + '/own', 'x'),
           process: () => require('node:child_process').execSync('true') };
         const codes = {};
         for (const [name, run] of Object.entries(tries)) try { run(); codes[name] = 'done'; } catch (error) { codes[name] = error.code; }
         say(codes);
       });`,
      );
      const codes = await wordOf(engine);
      engine.kill('done');
      const wrote = existsSync(outside);
      rmSync(outside, { force: true });
      expect(codes).toEqual({ outside: 'ERR_ACCESS_DENIED', own: 'done', process: 'ERR_ACCESS_DENIED' });
      expect(wrote).toBe(false);
    },
  );

  it('ends when its host is gone, and when it is asked to', { timeout: 60_000 }, async () => {
    const engine = start('asked', `process.on('message', ({ kind }) => kind === 'stop' && process.exit(0));`);
    const deaths: EngineDeath[] = [];
    engine.onDeath((death) => deaths.push(death));
    await engine.stop();
    expect(deaths).toEqual([]);
  });
});
