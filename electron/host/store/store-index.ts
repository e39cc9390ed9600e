import { z } from 'zod';
import { ok, type Result } from '../../../core/base/result.ts';
import type { FilePort } from '../../../core/data-manager/file-port.ts';
import { BASE_INTERVALS } from '../../../core/base/interval.ts';
import { intervalFolder, symbolOfFolder } from '../../../core/data-manager/layout.ts';

/**
 * `bars/index.json`: the list of a store's files, for readers over a web server, which lists no folders. By folder,
 * below `bars`: `{"version": 1, "folders": {"interval=1m/symbol=RIVN": ["2025-07.parquet"]}}`.
 */
export const INDEX_PATH = 'bars/index.json';

const INDEX = z.object({
  version: z.literal(1),
  folders: z.record(z.string(), z.array(z.string())),
});

export type StoreIndex = z.infer<typeof INDEX>;

export function parseStoreIndex(text: string): StoreIndex | undefined {
  try {
    return INDEX.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Lists the files of the store at `location` now. */
async function readStoreIndex(files: FilePort, location: string): Promise<Result<StoreIndex>> {
  const folders: Record<string, string[]> = {};
  for (const interval of BASE_INTERVALS) {
    const parent = intervalFolder(location, interval);
    const symbols = await files.list(parent);
    if (!symbols.ok) return symbols;
    for (const { name } of symbols.value) {
      if (symbolOfFolder(name) === undefined) continue;
      const listed = await files.list(`${parent}/${name}`);
      if (!listed.ok) return listed;
      const months = listed.value.map((entry) => entry.name).filter((file) => file.endsWith('.parquet'));
      if (months.length > 0) folders[`${parent.slice(`${location}/bars/`.length)}/${name}`] = months.sort();
    }
  }
  return ok({ version: 1, folders });
}

/** Writes the index of the store in a folder, in one step. Returns the number of files in it. */
export async function writeStoreIndex(
  files: FilePort,
  location: string,
): Promise<Result<{ readonly path: string; readonly files: number }>> {
  const index = await readStoreIndex(files, location);
  if (!index.ok) return index;
  const path = `${location}/${INDEX_PATH}`;
  const draft = `${path}.${files.uniqueName()}.tmp`;
  const written = await files.writeNew(draft, new TextEncoder().encode(`${JSON.stringify(index.value)}\n`));
  const placed = written.ok ? await files.replace(draft, path) : written;
  if (!placed.ok) {
    await files.remove(draft);
    return placed;
  }
  return ok({ path, files: Object.values(index.value.folders).flat().length });
}
