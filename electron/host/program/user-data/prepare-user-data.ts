import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../../core/base/result.ts';
import { DATA_FORMAT, decideFormat, type FormatMark, type FoundFormat } from './data-format.ts';
import { MIGRATIONS } from './migrations.ts';

const MARK_FILE = 'user-data.json';

/**
 * The files that a migration may change; nothing that is large or can be generated again: no bars, runs, logs or
 * caches.
 */
const BACKED_UP = ['settings.json', 'window.json', 'session_configs', 'strategies', MARK_FILE];

export interface PreparedData {
  /** The folder with the state before a migration; undefined without one. */
  readonly backup: string | undefined;
}

/**
 * Prepares the user's folder for this version: creates a new one, migrates an older one (after a backup in `backups/`),
 * refuses a newer one. A crash in between costs nothing: the mark is written last. Fails with `unsupported` for a newer
 * program's folder and `not_writable`.
 */
export function prepareUserData(userDir: string, version: string): Result<PreparedData> {
  try {
    const decided = decideFormat(readFormat(userDir), userDir);
    if (!decided.ok) return decided;
    if (decided.value === 'go_on') return ok({ backup: undefined });
    mkdirSync(userDir, { recursive: true });
    const backup = decided.value === 'begin' ? undefined : migrate(userDir, decided.value.migrate);
    writeMark(userDir, { format: DATA_FORMAT, written_by: version });
    return ok({ backup });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      'not_writable',
      `The user's folder ${userDir} cannot be written: ${reason}.`,
      'Free some space or change its permissions, or name another one with TAPEDECK_USER_DIR.',
    );
  }
}

/** The same for a program that needs no user's folder: it creates none. */
export function checkUserData(userDir: string, version: string): Result<PreparedData> {
  return readFormat(userDir) === 'empty' ? ok({ backup: undefined }) : prepareUserData(userDir, version);
}

/**
 * The format of the data in a folder; bars and runs alone, as the command line makes them, have none. Changes nothing.
 */
export function readFormat(userDir: string): FoundFormat {
  try {
    const mark = JSON.parse(readFileSync(path.join(userDir, MARK_FILE), 'utf8')) as Partial<FormatMark>;
    if (Number.isInteger(mark.format)) {
      return { format: mark.format as number, written_by: mark.written_by ?? 'version unknown' };
    }
  } catch {
    // Without a mark, or with a torn one, it counts as the first format: migrations can be run again.
  }
  return BACKED_UP.some((name) => existsSync(path.join(userDir, name))) ? 'unmarked' : 'empty';
}

function migrate(userDir: string, from: number): string {
  const backup = backUp(userDir, from);
  for (const step of MIGRATIONS.slice(from)) step(userDir);
  return backup;
}

/**
 * The first backup of a format is never replaced: an interrupted migration must not overwrite it with half of its
 * result.
 */
function backUp(userDir: string, format: number): string {
  const backup = path.join(userDir, 'backups', `format-${format}`);
  if (existsSync(backup)) return backup;
  const aside = `${backup}.part`;
  mkdirSync(aside, { recursive: true });
  for (const name of BACKED_UP) {
    const place = path.join(userDir, name);
    if (existsSync(place)) cpSync(place, path.join(aside, name), { recursive: true });
  }
  renameSync(aside, backup);
  return backup;
}

function writeMark(userDir: string, mark: FormatMark): void {
  const file = path.join(userDir, MARK_FILE);
  writeFileSync(`${file}.part`, `${JSON.stringify(mark)}\n`);
  renameSync(`${file}.part`, file);
}
