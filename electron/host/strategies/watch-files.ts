import { watch, type FSWatcher } from 'node:fs';
import path from 'node:path';

/** An editor writes a file in several steps; this long after the last of them it counts as saved, ms. */
const SETTLED_MS = 150;

/** Calls `changed` when something was saved in the folders of some files, until disposed. A folder that cannot be watched is not. */
export function watchFolders(files: readonly string[], changed: () => void): Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLED_MS);
  };
  const watchers = [...new Set(files.map((file) => path.dirname(file)))].flatMap((folder) =>
    watching(folder, later),
  );
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

function watching(folder: string, changed: () => void): readonly FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, changed);
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
