import type { PickedFile } from '../../state/imports.ts';

/** The files accepted from a folder. A file that was dropped or chosen individually is accepted under any name. */
const TABLE_FILE = /\.(csv|txt|tsv|json|parquet|pq|zip)$/i;
/** A folder dropped by mistake must not fill the list endlessly. */
const MOST_FILES = 2_000;

/**
 * Files of a drop, including those in folders, by path. Call it in the event itself: the dropped items are gone
 * afterwards.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly PickedFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const loose = [...transfer.files];
  if (entries.every((entry) => entry === null || entry.isFile)) return loose;
  const found: PickedFile[] = [];
  for (const entry of entries) if (entry !== null) await gather(entry, found);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Files of a chosen folder, with the folders above them in their names. */
export const folderFiles = (files: readonly File[]): readonly PickedFile[] =>
  files
    .filter(({ name }) => TABLE_FILE.test(name))
    .slice(0, MOST_FILES)
    .map((file) => withPath(file, file.webkitRelativePath));

async function gather(entry: FileSystemEntry, found: PickedFile[]): Promise<void> {
  if (found.length >= MOST_FILES) return;
  if (entry.isDirectory) {
    for (const inside of await entriesOf(entry as FileSystemDirectoryEntry)) await gather(inside, found);
    return;
  }
  const inFolder = entry.fullPath.lastIndexOf('/') > 0;
  if (inFolder && !TABLE_FILE.test(entry.name)) return;
  const file = await new Promise<File | null>((resolve) =>
    (entry as FileSystemFileEntry).file(resolve, () => resolve(null)),
  );
  if (file !== null) found.push(withPath(file, entry.fullPath.slice(1)));
}

/** A reader returns entries in parts, and an empty part at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (part.length === 0) return all;
    all.push(...part);
  }
}

const withPath = (file: File, name: string): PickedFile => ({
  name,
  size: file.size,
  slice: (from, to) => file.slice(from, to),
});
