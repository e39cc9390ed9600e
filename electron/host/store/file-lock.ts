import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { FileLock } from '../../../core/data-manager/file-port.ts';
import { codeOf, writeFailure } from './file-failures.ts';
import { parseHolder, stateOf, thisProcess, type LockHolder } from './lock-holder.ts';

/** How long a writer waits for another one; months are written in fractions of a second. */
const PATIENCE_MS = 15_000;
const POLL_MS = 20;

/**
 * A lock older than this, of a holder that cannot be checked, belongs to a machine that went away: no write takes as
 * long.
 */
const STALE_AFTER_MS = 5 * 60_000;

let locksTaken = 0;

/**
 * Takes a lock: a file that exists while the lock is held, and names the process that holds it.
 *
 * The lock of a process that has ended is taken over. A running process keeps it, regardless of how long it was
 * suspended and of how the clock was set. On another machine (a shared folder) neither can be checked, so age decides.
 */
export async function lockFile(path: string): Promise<Result<FileLock>> {
  const deadline = performance.now() + PATIENCE_MS;
  try {
    await mkdir(dirname(path), { recursive: true });
    for (;;) {
      const mine = JSON.stringify(thisProcess());
      if (await createExclusive(path, mine)) return ok(lockOf(path));
      const text = await readFile(path, 'utf8').catch(() => undefined);
      if (text === undefined) continue; // released in between
      const holder = parseHolder(text);
      if (await isStale(path, holder)) await breakLock(path, text);
      else if (performance.now() > deadline) return busy(path, holder);
      else await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } catch (error) {
    return writeFailure(path, error);
  }
}

const lockOf = (path: string): FileLock => ({
  release: () => rm(path, { force: true }).catch(() => undefined),
});

function busy(path: string, holder: LockHolder | undefined): Result<never> {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return fail('not_writable', `${path} is held by ${who}.`, 'Wait until it is done and try again.');
}

/** The file appears with its content in one step, so that no process reads an empty lock. */
async function createExclusive(path: string, content: string): Promise<boolean> {
  locksTaken += 1;
  const draft = `${path}.${process.pid}-${locksTaken}`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!LINKLESS.has(codeOf(error))) throw error;
    return createInTwoSteps(path, content);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Errors of FAT and some network file systems for a hard link. */
const LINKLESS: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

async function createInTwoSteps(path: string, content: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a stale lock away; if a valid one came in between, puts it back. */
async function breakLock(path: string, stale: string): Promise<void> {
  const aside = `${path}.${process.pid}-stale`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== stale) await link(aside, path);
    await rm(aside, { force: true });
  } catch {
    // Another process was faster; the next check of the lock shows it.
  }
}

/** A lock without a holder is being written at this moment, or was left half written by a machine that lost power. */
const UNNAMED_STALE_AFTER_MS = 5_000;

async function isStale(path: string, holder: LockHolder | undefined): Promise<boolean> {
  if (holder === undefined) {
    const written = await stat(path).catch(() => undefined);
    return written !== undefined && Date.now() - written.mtimeMs > UNNAMED_STALE_AFTER_MS;
  }
  const state = stateOf(holder);
  return state === 'gone' || (state === 'unknown' && Date.now() - holder.since > STALE_AFTER_MS);
}
