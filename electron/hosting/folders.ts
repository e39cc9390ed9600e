import os from 'node:os';
import path from 'node:path';
import { programRoot } from './program-root.ts';

/** The folders that the workstation works in, absolute. */
export interface Folders {
  /** Settings, window, logs, runs and the user's own session configs. */
  readonly user: string;
  /** The bar store. */
  readonly data: string;
  /** Where session configs are looked for. */
  readonly configs: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `TAPEDECK_USER_DIR` and `TAPEDECK_DATA`, else the user's application folder and `data` in it. */
export function foldersOf(env: Environment): Folders {
  const user = path.resolve(env['TAPEDECK_USER_DIR'] ?? applicationFolder(env, process.platform));
  const data = path.resolve(env['TAPEDECK_DATA'] ?? path.join(user, 'data'));
  return {
    user,
    data,
    configs: [path.join(programRoot, 'session_configs'), path.join(user, 'session_configs')],
  };
}

/** Where each system wants the files that a program keeps for a user. */
export function applicationFolder(env: Environment, platform: NodeJS.Platform): string {
  const home = os.homedir();
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Tapedeck');
  if (platform === 'win32')
    return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Tapedeck');
  return path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'tapedeck');
}
