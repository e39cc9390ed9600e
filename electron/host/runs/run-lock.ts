import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { isoUtc, asEpochMs } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Failure, type Result } from '../../../core/base/result.ts';
import { codeOf } from '../store/file-failures.ts';
import { parseHolder, stateOf, thisProcess, type LockHolder } from '../store/lock-holder.ts';
import { RUN_FILES } from './run-files.ts';

/** The engine that writes a run: of one process, and of one thread of it. */
interface Writer extends LockHolder {
  readonly thread?: number;
  /** The folder as its file system numbers it: a copy of it is another one, which nobody writes. */
  readonly inode?: string;
}

const inodeOf = (folder: string): string => String(statSync(folder, { bigint: true }).ino);

/**
 * Makes this thread the one that writes a run folder, until disposed. Fails with `not_allowed` while another writes it.
 * The lock of a process that is gone is taken over; so is that of another thread of this process: a host starts an engine
 * when the one before has died.
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

/** Why a run folder is not to be gone on with: somebody writes it. Undefined when nobody does. */
export function writerOf(folder: string): Failure | undefined {
  const text = textOf(path.join(folder, RUN_FILES.lock));
  const writer = text === undefined ? undefined : writerIn(folder, text);
  return writer === undefined ? undefined : beingWritten(folder, writer);
}

/** The lock appears whole or not at all; where there are no hard links (FAT, some network folders), it is written at once. */
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
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Should it be a living one that came in between, it is put back. */
function moveAway(file: string, stale: string): void {
  const aside = `${file}.${process.pid}-${threadId}-stale`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, file);
  } catch {
    // Somebody else was faster; the next look at the lock tells.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Who the lock names, unless that is over; a text that names nobody was cut by a loss of power. */
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
    `Wait until that run has ended, or end it. Should there be no such Tapedeck, delete ${RUN_FILES.lock} in that folder.`,
  ).failure;
}
