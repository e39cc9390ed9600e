import { ok, type Result } from '../../base/result.ts';
import type { OpenFile } from '../file-port.ts';
import { readJsonRows } from './json/json-rows.ts';
import { memoryFile } from './memory-file.ts';
import type { TextContainer } from './proposal.ts';
import { readZipEntry } from './zip-entry.ts';

/** The lines of text that a container holds, as a file of their own. The opened file stays the caller's to close. */
export async function openText(
  file: OpenFile,
  container: TextContainer,
  path: string,
): Promise<Result<OpenFile>> {
  if (container === 'plain') return ok(file);
  const content = container === 'zip' ? await readZipEntry(file, path) : await readJsonRows(file, path);
  return content.ok ? ok(memoryFile(content.value.bytes, path)) : content;
}
