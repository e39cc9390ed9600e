import { homedir } from 'node:os';
import path from 'node:path';
import type { CommandIo } from './command-io.ts';

type Env = CommandIo['env'];

/**
 * The user's folder of the application, for what belongs to one machine: bars, runs.
 * `%APPDATA%\Tapedeck`, `~/Library/Application Support/Tapedeck`, or `$XDG_DATA_HOME/tapedeck` (XDG base directories 0.8:
 * `~/.local/share` where it is unset or not absolute). `TAPEDECK_USER_DIR` names another one.
 */
export function userFolder(env: Env, platform: NodeJS.Platform = process.platform): string {
  const said = env['TAPEDECK_USER_DIR'] || undefined;
  if (said !== undefined) return path.resolve(said);
  const home = env['HOME'] ?? homedir();
  if (platform === 'win32')
    return path.join(env['APPDATA'] ?? path.join(homedir(), 'AppData', 'Roaming'), 'Tapedeck');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Tapedeck');
  const xdg = env['XDG_DATA_HOME'];
  return path.join(
    xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share'),
    'tapedeck',
  );
}

/** The bar store's folder: what `--data` says, else `TAPEDECK_DATA`, else `data` in the user's folder. */
export function dataLocation(option: string | undefined, io: Pick<CommandIo, 'env' | 'cwd'>): string {
  const said = option ?? (io.env['TAPEDECK_DATA'] || undefined);
  return said === undefined ? path.join(userFolder(io.env), 'data') : path.resolve(io.cwd, said);
}
