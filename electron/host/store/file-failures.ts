import { fail, type Failure, type Result } from '../../../core/base/result.ts';

/** A system error code such as `ENOENT`; empty for any other error. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Why a path cannot be read. */
export function readFailure(path: string, error: unknown): Result<never> {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return fail('missing_file', `There is no ${path}.`);
  if (code === 'EACCES' || code === 'EPERM') {
    return fail('damaged_file', `${path} may not be read by this user.`, 'Change its permissions.');
  }
  return fail('damaged_file', `${path} cannot be read: ${messageOf(error)}.`);
}

/** Why a path cannot be written, and the remedy. */
export function writeFailure(path: string, error: unknown): Result<never> {
  const [reason, hint] = WRITE_REASONS[codeOf(error)] ?? [messageOf(error), 'Nothing was replaced.'];
  return fail('not_writable', `${path} cannot be written: ${reason}.`, hint);
}

const WRITE_REASONS: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['the disk is full', 'Nothing was replaced. Make room and try again.'],
  EDQUOT: ['the quota is used up', 'Nothing was replaced. Make room and try again.'],
  EROFS: ['the file system is read-only', 'Choose another folder for the data (--data DIR).'],
  EACCES: ['this user may not write there', 'Choose another folder for the data (--data DIR).'],
  EPERM: ['this user may not write there', 'Choose another folder for the data (--data DIR).'],
  ENOTDIR: ['a part of the path is a file', 'Choose another folder for the data (--data DIR).'],
  EEXIST: ['something else is already there', 'Choose another folder for the data (--data DIR).'],
};

/** The same as a part of a sentence: `the disk is full`. */
export const writeReason = (error: unknown): string => WRITE_REASONS[codeOf(error)]?.[0] ?? messageOf(error);

/** Why a run is no longer recorded in its folder. */
export function recordingFailure(folder: string, error: unknown): Failure {
  return {
    code: 'not_writable',
    message: `The run is no longer recorded: ${folder} cannot be written, ${writeReason(error)}.`,
    hint: 'The earlier part of the record is kept: make room, and resume the run with `tapedeck resume`.',
  };
}
