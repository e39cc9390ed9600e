import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../scripts/build.mjs';

/** The program as a process: what its unit tests cannot see. */

const cli = fileURLToPath(new URL('../../dist/cli/cli.cjs', import.meta.url));
let userDir = '';

beforeAll(async () => {
  await build({ names: ['cli', 'engine', 'renderer'], ifStale: true, quiet: true });
  userDir = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-program-'));
});
afterAll(() => rmSync(userDir, { recursive: true, force: true }));

function start(...words: string[]) {
  const env = { ...process.env, TAPEDECK_USER_DIR: userDir, TAPEDECK_DATA: path.join(userDir, 'data') };
  const child = spawn(process.execPath, [cli, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const ended = new Promise<{ code: number | null; errors: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, errors })),
  );
  return { child, ended };
}

const firstChunk = (child: ReturnType<typeof start>['child']): Promise<string> =>
  new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk))));

describe('tapedeck', () => {
  it('ends quietly when its reader has read enough', async () => {
    const { child, ended } = start('calendar', '--from', '1990-01-01', '--to', '2025-12-31');
    await firstChunk(child);
    child.stdout.destroy();
    expect(await ended).toEqual({ code: 0, errors: '' });
  });

  it('writes all of a long answer into a pipe', async () => {
    const { child, ended } = start('calendar', '--from', '1990-01-01', '--to', '2025-12-31');
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    expect(await ended).toEqual({ code: 0, errors: '' });
    expect((JSON.parse(Buffer.concat(chunks).toString()) as unknown[]).length).toBeGreaterThan(9_000);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('serves until %s, then closes properly', async (signal) => {
    const { child, ended } = start('serve', '--port', '0', '--json');
    const { url } = JSON.parse(await firstChunk(child)) as { url: string };
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>Tapedeck</title>');
    expect((await fetch(new URL('/', url))).status).toBe(403);
    child.kill(signal);
    expect(await ended).toEqual({ code: 130, errors: '' });
    await expect(fetch(url)).rejects.toThrow();
  });

  it('refuses a config that is none, before it serves', async () => {
    const { ended } = start('serve', 'nowhere.json');
    const { code, errors } = await ended;
    expect(code).toBe(2);
    expect(errors).toContain('nowhere.json');
  });
});
