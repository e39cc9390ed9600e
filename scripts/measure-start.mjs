import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from '@playwright/test';
import { build } from './build.mjs';
import { root } from './build-parts.mjs';
import { executable, hasDisplay, installedElectron, sandboxFlags } from './electron-binary.mjs';

/**
 * From the start of the desktop's process to the first paint and to the first bar that moves, in a real Electron; the
 * first start fills the store with the sample, later ones find it. Playwright's own start is part of it.
 *
 *   [xvfb-run -a] npm run measure:start [-- --json]
 */
const STARTS = 4;
const TICKS_A_SECOND = 100;

/** Milliseconds by the wall and by the processor (all of the program's processes; Linux alone), of each start. */
export async function measureStart() {
  const executablePath = findElectron();
  if (executablePath === undefined || !hasDisplay()) return undefined;
  await build({ ifStale: true, quiet: true });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-start-'));
  try {
    const starts = [];
    for (let round = 0; round < STARTS; round++) starts.push(await startOnce(executablePath, folder));
    const [first, ...later] = starts;
    return { first, later: later.reduce((best, one) => (one.bar_ms < best.bar_ms ? one : best)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOnce(executablePath, folder) {
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  const started = Date.now();
  const app = await _electron.launch({
    executablePath,
    args: [...sandboxFlags(), root],
    env: { ...env, TAPEDECK_DATA: path.join(folder, 'data'), TAPEDECK_USER_DIR: folder },
  });
  try {
    const page = await app.firstWindow();
    const moved = await page.evaluate(firstBar);
    const cpu = cpuOf(app.process().pid);
    const painted = await page.evaluate(
      () => performance.timeOrigin + (performance.getEntriesByType('paint')[0]?.startTime ?? Number.NaN),
    );
    return { paint_ms: Math.round(painted - started), bar_ms: Math.round(moved - started), bar_cpu_ms: cpu };
  } finally {
    await app.close();
  }
}

/** In the page: resolves with the wall time at which the session's clock moved for the first time. */
function firstBar() {
  return new Promise((resolve) => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page has this function alone
    const shown = () =>
      document.querySelector('[data-testid="clock"]')?.getAttribute('datetime') ?? undefined;
    const before = shown();
    const look = () => {
      const now = shown();
      if (now !== undefined && before !== undefined && now !== before) resolve(Date.now());
      else if (now !== undefined && before === undefined && !now.endsWith('T13:30:00.000Z'))
        resolve(Date.now());
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Processor time of a process and all that it started, in ms; undefined where the system does not tell. */
function cpuOf(pid) {
  if (process.platform !== 'linux') return undefined;
  const stats = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const words = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ');
      stats.set(Number(name), { parent: Number(words[1]), ticks: Number(words[11]) + Number(words[12]) });
    } catch {
      // It has ended since.
    }
  }
  const ours = (id) => id === pid || (stats.has(id) && ours(stats.get(id).parent));
  const ticks = [...stats.keys()].filter(ours).reduce((sum, id) => sum + stats.get(id).ticks, 0);
  return Math.round((ticks * 1_000) / TICKS_A_SECOND);
}

function findElectron() {
  const installed = installedElectron();
  if (installed !== null) return installed;
  const provider = path.join(root, '..', 'shared', 'tools', 'electron-runtime');
  if (!existsSync(provider)) return undefined;
  return path.join(execFileSync(provider, { encoding: 'utf8' }).trim(), executable);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const measured = await measureStart();
  process.stdout.write(
    measured === undefined
      ? 'skipped: needs an Electron and a display (xvfb-run -a)\n'
      : `${JSON.stringify(measured, null, 2)}\n`,
  );
}
