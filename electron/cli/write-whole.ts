import { rename, rm, writeFile } from 'node:fs/promises';
import { ok, type Result } from '../../core/base/result.ts';
import { writeFailure } from '../host/store/file-failures.ts';

/** Writes a file for a command. A reader of it sees the old content or the new one, never a part. */
export async function writeWholeResult(file: string, content: string | Uint8Array): Promise<Result<void>> {
  const part = `${file}.part`;
  try {
    await writeFile(part, content);
    await rename(part, file);
    return ok(undefined);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    return writeFailure(file, error);
  }
}
