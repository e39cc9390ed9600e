import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './build-parts.mjs';

/** Where an Electron's program lies in its folder. */
const executables = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
export const executable = executables[process.platform] ?? 'electron';

/** The Electron that ELECTRON_OVERRIDE_DIST_PATH names or that the electron package downloaded; null when there is none. */
export function installedElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const folder = path.join(root, 'node_modules', 'electron');
  const file = override ? path.join(override, executable) : path.join(folder, 'dist', executable);
  if (!existsSync(file)) return null;
  if (override) return file;
  // A download that was cut short leaves a folder without this note.
  return existsSync(path.join(folder, 'path.txt')) && isPinnedVersion(folder) ? file : null;
}

function isPinnedVersion(folder) {
  const pinned = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
  const file = path.join(folder, 'dist', 'version');
  return existsSync(file) && readFileSync(file, 'utf8').trim().replace(/^v/, '') === pinned;
}

/** True when a window can be opened. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

/** Chromium refuses its sandbox to the superuser. */
export const sandboxFlags = () =>
  process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
