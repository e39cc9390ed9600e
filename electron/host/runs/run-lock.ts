import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { isoUtc, asEpochMs } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Failure, type Result } from '../../../core/base/result.ts';
import { codeOf } from '../store/file-failures.ts';
import { parseHolder, stateOf, thisProcess, type LockHolder } from '../store/lock-holder.ts';
import { readBounded } from './read-bounded.ts';
import { RUN_FILES } from './run-files.ts';

/** The engine that writes a run: of one process, and of one thread of it. */
interface Writer extends LockHolder {
  readonly thread?: number;
  /** The folder's number in its file system: a copy of the folder has another one, and no process writes it. */
  readonly inode?: string;
}

const inodeOf = (folder: string): string => String(statSync(folder, { bigint: true }).ino);

/**
 * Makes this thread the writer of a run folder, until disposed. Fails with `not_allowed` while another writes it. The
 * lock of a process that has ended is taken over, and so is that of another thread of this process: a host starts an
 * engine when the one before has died.
 */
export function lockRun(folder: string): Result<Disposable> {
  const file = path.join(folder, RUN_FILES.lock);
  const mine = JSON.stringify({
    ...thisProcess(),
    thread: threadId,
    inode: inodeOf(folder),
  } satisfies Writer);
  const draft = `${file}.${process.pid}-${threadId}`;
  writeFileSync(draft, mine);
  try {
    while (!appears(draft, file)) {
      const text = textOf(file);
      if (text === undefined) continue;
      const writer = writerIn(folder, text);
      if (writer !== undefined) return { ok: false, failure: beingWritten(folder, writer) };
      moveAway(file, text);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return ok({
    [Symbol.dispose]() {
      if (textOf(file) === mine) rmSync(file, { force: true });
    },
  });
}

/** Why a run folder must not be continued: another process writes it. Undefined when none does. */
export function writerOf(folder: string): Failure | undefined {
  const text = textOf(path.join(folder, RUN_FILES.lock));
  const writer = text === undefined ? undefined : writerIn(folder, text);
  return writer === undefined ? undefined : beingWritten(folder, writer);
}

/**
 * The lock appears completely or not at all; where there are no hard links (FAT, some network folders), it is written
 * directly.
 */
function appears(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOSYS' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
  }
  try {
    writeFileSync(file, readFileSync(draft), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readBounded(file, { most: 64 * 1024, cut: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** If a valid one came in between, it is put back. */
function moveAway(file: string, stale: string): void {
  const aside = `${file}.${process.pid}-${threadId}-stale`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, file);
  } catch {
    // Another process was faster; the next check of the lock shows it.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** The holder that the lock names, unless it has ended; an invalid text was cut by a loss of power. */
function writerIn(folder: string, text: string): Writer | undefined {
  const writer: Writer | undefined = parseHolder(text);
  if (writer === undefined || stateOf(writer) === 'gone') return undefined;
  if (writer.host === hostname() && writer.inode !== undefined && writer.inode !== inodeOf(folder))
    return undefined;
  const isOtherEngineHere =
    writer.host === hostname() && writer.pid === process.pid && writer.thread !== threadId;
  return isOtherEngineHere ? undefined : writer;
}

function beingWritten(folder: string, { pid, host, since }: Writer): Failure {
  const when = isoUtc(asEpochMs(since)).slice(0, 19).replace('T', ' ');
  return fail(
    'not_allowed',
    `${folder} is being written by process ${pid} on ${host}, since ${when} UTC.`,
    `Wait until that run has ended, or end it. If no such Tapedeck is running, delete ${RUN_FILES.lock} in that folder.`,
  ).failure;
}
