import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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
  expect(sizeOf(path.join(unpacked, 'resources'))).toBeLessThan(6_000_000);

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
});
