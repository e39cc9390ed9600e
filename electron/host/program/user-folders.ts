import os from 'node:os';
import path from 'node:path';
import { isStoreAddress } from '../store/remote/store-address.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The user's application folder: settings, own configs, strategies, runs, and the bar store unless named elsewhere.
 * `TAPEDECK_USER_DIR`, else the system's folder for such data: `%APPDATA%\Tapedeck`,
 * `~/Library/Application Support/Tapedeck`, `$XDG_DATA_HOME/tapedeck` (XDG base directories 0.8: `~/.local/share` where
 * it is unset or not absolute).
 */
export function userFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const named = env['TAPEDECK_USER_DIR'];
  if (named !== undefined && named !== '') return path.resolve(named);
  const home = env['HOME'] ?? os.homedir();
  if (platform === 'win32')
    return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Tapedeck');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Tapedeck');
  const xdg = env['XDG_DATA_HOME'];
  const share = xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share');
  return path.join(share, 'tapedeck');
}

/**
 * The bar store: `--data` (against `cwd`), else `TAPEDECK_DATA`, else `data` in the user's folder. A folder, or the address
 * of a store on another machine, unchanged.
 */
export function dataFolder(option: string | undefined, env: Environment, cwd: string): string {
  const named = option ?? env['TAPEDECK_DATA'];
  if (named === undefined || named === '') return path.join(userFolder(env), 'data');
  return isStoreAddress(named) ? named : path.resolve(cwd, named);
}
