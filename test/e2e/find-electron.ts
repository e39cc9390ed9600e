import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { executable, installedElectron } from '../../scripts/electron-binary.mjs';
import { CannotOpen, checkout } from './opened.ts';

/** The Electron to test: the installed one, else the runtime that a folder beside the checkout provides. */
export function findElectron(): string {
  const installed = installedElectron();
  if (installed !== null) return installed;
  const provider = path.join(checkout, '..', 'shared', 'tools', 'electron-runtime');
  if (!existsSync(provider)) throw new CannotOpen('no Electron binary: set ELECTRON_OVERRIDE_DIST_PATH');
  try {
    return path.join(execFileSync(provider, { encoding: 'utf8' }).trim(), executable);
  } catch (error) {
    throw new CannotOpen(`no Electron runtime: ${error instanceof Error ? error.message : String(error)}`);
  }
}
