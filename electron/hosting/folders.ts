import os from 'node:os';
import path from 'node:path';

/** The folders that the workstation works in, absolute. */
export interface Folders {
  /** Settings, window, logs, runs and the user's own session configs. */
  readonly user: string;
  /** The bar store. */
  readonly data: string;
  /** Where session configs are looked for. */
  readonly configs: readonly string[];
}

/** `TAPEDECK_USER_DIR` and `TAPEDECK_DATA`, else the user's application folder and `data` in it. `root` is the program's folder. */
export function foldersOf(env: NodeJS.ProcessEnv, root: string): Folders {
  const user = path.resolve(env['TAPEDECK_USER_DIR'] ?? path.join(os.homedir(), '.tapedeck'));
  const data = path.resolve(env['TAPEDECK_DATA'] ?? path.join(user, 'data'));
  return { user, data, configs: [path.join(root, 'session_configs'), path.join(user, 'session_configs')] };
}
