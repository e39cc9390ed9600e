/**
 * Builds the program into dist/. `node scripts/build.mjs [--if-stale] [PART…]`; without names every part. Each part is
 * built in a separate folder and moved into place when it is complete, so that a failed build keeps the old one.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { configOf, distOf, isStale, PARTS, root, stamp } from './build-parts.mjs';

const LOCK = path.join(root, 'build', 'lock');
const LOCK_LIMIT_MS = 120_000;

/**
 * Builds what is asked for; with `ifStale` only what its sources have outrun. Says one line on standard error
 * when there is something to do, or nothing with `quiet`. Rejects with the bundler's error.
 */
export async function build({ names = PARTS.map((part) => part.name), ifStale = false, quiet = false } = {}) {
  const wanted = () =>
    PARTS.filter((part) => names.includes(part.name) && exists(part) && (!ifStale || isStale(part)));
  if (wanted().length === 0) return;
  await takeLock();
  try {
    // The previous holder of the lock may have built it.
    const parts = wanted();
    if (parts.length === 0) return;
    if (!quiet) process.stderr.write(`building ${parts.map((part) => part.name).join(', ')}\n`);
    const vite = await import('vite');
    await inProduction(async () => {
      for (const part of parts) await buildPart(vite, part);
    });
  } finally {
    rmSync(LOCK, { force: true });
  }
}

/** Every build, including one by a test runner, builds what users get: libraries check this variable. */
async function inProduction(work) {
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

const exists = (part) => existsSync(path.join(root, part.entry));

async function buildPart(vite, part) {
  const startedMs = Date.now();
  const aside = path.join(root, 'build', 'aside', part.name);
  await vite.build(configOf(part, aside));
  stamp(part, aside, startedMs);
  mkdirSync(path.dirname(distOf(part)), { recursive: true });
  rmSync(distOf(part), { recursive: true, force: true });
  renameSync(aside, distOf(part));
}

/** Two builds at once would write into each other's folders: the second one waits. A lock of a dead process is taken over. */
async function takeLock() {
  mkdirSync(path.dirname(LOCK), { recursive: true });
  const deadlineMs = Date.now() + LOCK_LIMIT_MS;
  for (;;) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isAlive(lockHolder()) || Date.now() > deadlineMs) rmSync(LOCK, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function lockHolder() {
  try {
    return Number(readFileSync(LOCK, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  // The file is empty for the instant between its creation and its writing.
  if (pid === 0) return existsSync(LOCK);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const words = process.argv.slice(2);
  const names = words.filter((word) => !word.startsWith('--'));
  try {
    await build({ ...(names.length > 0 ? { names } : {}), ifStale: words.includes('--if-stale') });
  } catch (error) {
    process.stderr.write(`the build failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
