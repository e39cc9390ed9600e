import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { sandboxFlags } from '../../scripts/electron-binary.mjs';
import { findElectron } from './find-electron.ts';
import { CannotOpen, checkout } from './opened.ts';

const run = promisify(execFile);
const unpacked = path.join(checkout, 'build', 'packages', 'linux-unpacked');

/** The folder of the Electron to pack; skips where there is none, which on a build machine is a failure. */
function electronFolder(): string {
  try {
    return path.dirname(findElectron());
  } catch (error) {
    test.skip(error instanceof CannotOpen && process.env['CI'] !== 'true', String(error));
    throw error;
  }
}

const sizeOf = (place: string): number =>
  statSync(place).isDirectory()
    ? readdirSync(place).reduce((sum, name) => sum + sizeOf(path.join(place, name)), 0)
    : statSync(place).size;

test('the packed program, locked down as released, passes its own smoke test', async () => {
  test.skip(process.platform !== 'linux', 'the packages of other systems are tried by the release workflow');
  test.setTimeout(180_000);
  const env = {
    ...process.env,
    ELECTRON_OVERRIDE_DIST_PATH: electronFolder(),
    ELECTRON_RUN_AS_NODE: undefined,
  };
  await run(process.execPath, ['scripts/package.mjs', '--dir'], { cwd: checkout, env });
  // Of it 1 MB is the WebAssembly that reads SQLite files, 0.5 MB calendars and readers of packed files and spreadsheets.
  expect(sizeOf(path.join(unpacked, 'resources'))).toBeLessThan(7_700_000);

  const folder = await mkdtemp(path.join(os.tmpdir(), 'tapedeck-smoke-test-'));
  const report = path.join(folder, 'smoke.json');
  // Fuses: Node's own flags and ELECTRON_RUN_AS_NODE do nothing to it.
  const hostile = { ...env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require /nowhere.js' };
  await run(path.join(unpacked, 'tapedeck'), [...sandboxFlags(), `--smoke=${report}`], { env: hostile });
  const { ok, checks } = JSON.parse(await readFile(report, 'utf8')) as { ok: boolean; checks: unknown[] };
  expect(checks).toHaveLength(6);
  expect(ok).toBe(true);
  await rm(folder, { recursive: true });
  expect(existsSync(path.join(unpacked, 'resources', 'THIRD-PARTY-LICENCES.txt'))).toBe(true);

  // Portable by the folder beside it; what a newer version left there is not touched.
  const portable = path.join(unpacked, 'tapedeck-data');
  const mark = '{"format":999,"written_by":"9.0.0"}';
  await mkdir(portable);
  await writeFile(path.join(portable, 'user-data.json'), mark);
  const elsewhere = { ...env, TAPEDECK_USER_DIR: undefined };
  const refused = spawn(path.join(unpacked, 'tapedeck'), sandboxFlags(), { env: elsewhere, stdio: 'pipe' });
  const ended = new Promise((resolve) => refused.once('close', resolve));
  const said = new Promise<string>((resolve) => {
    let text = '';
    refused.stderr.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('Nothing was changed.')) resolve(text);
    });
    void ended.then(() => resolve(text));
  });
  expect(await said).toContain(`The data in ${portable} belong to a newer Tapedeck (9.0.0, data format 999;`);
  refused.kill();
  await ended;
  expect(readdirSync(portable)).toEqual(['user-data.json']);
  expect(await readFile(path.join(portable, 'user-data.json'), 'utf8')).toBe(mark);
  await rm(portable, { recursive: true });
});
