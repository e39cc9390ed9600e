import path from 'node:path';
import { programRoot } from './program-root.ts';
import { dataFolder, userFolder } from './user-folders.ts';

/** The folders of a workstation, in a window or in the browser; absolute paths. */
export interface WorkstationFolders {
  /** Settings, window, logs, runs and the user's own session configs. */
  readonly userDir: string;
  /** The bar store: a folder, or the address of a store on another machine. */
  readonly dataDir: string;
  /** Folders of session configs: those shipped with the program, then the user's, which win. */
  readonly configDirs: readonly string[];
}

/** `data` is the command line's bar store, if any. */
export function workstationFolders(
  { env, cwd }: { readonly env: Parameters<typeof userFolder>[0]; readonly cwd: string },
  data?: string,
): WorkstationFolders {
  const userDir = userFolder(env);
  const configDirs = [programRoot, userDir].map((folder) => path.join(folder, 'session_configs'));
  return { userDir, dataDir: dataFolder(data, env, cwd), configDirs };
}
