import { strFromU8 } from 'fflate';
import { fail, ok, type Result } from '../../base/result.ts';
import { instrumentSchema } from '../../model/config-values.ts';
import type { InstrumentTable } from '../../model/instrument.ts';
import type { FilePort } from '../file-port.ts';

export const INSTRUMENTS_NAME = 'instruments.json';

/**
 * Reads the store's `instruments.json`: facts of symbols, or of patterns of symbols, in the shape of the session
 * config's `instruments`. Undefined where there is no such file; fails with `bad_file` where it has other content.
 */
export async function readInstruments(
  files: FilePort,
  location: string,
): Promise<Result<{ readonly table: InstrumentTable; readonly version: string } | undefined>> {
  const path = `${location}/${INSTRUMENTS_NAME}`;
  const opened = await files.open(path);
  if (!opened.ok) return opened.failure.code === 'missing_file' ? ok(undefined) : opened;
  const file = opened.value;
  try {
    const bytes = await file.read(0, file.size);
    if (!bytes.ok) return bytes;
    const table: Record<string, InstrumentTable[string]> = {};
    for (const [name, facts] of Object.entries(JSON.parse(strFromU8(bytes.value)) as object)) {
      const parsed = instrumentSchema.safeParse(facts);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return fail('bad_file', `${path}: ${[name, ...(issue?.path ?? [])].join('.')}: ${issue?.message}.`);
      }
      table[name] = parsed.data;
    }
    return ok({ table, version: `instruments ${file.size} ${file.version}` });
  } catch (error) {
    return fail(
      'bad_file',
      `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
    );
  } finally {
    await file.close();
  }
}
