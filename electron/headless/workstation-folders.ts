import path from 'node:path';
import { programRoot } from '../hosting/program-root.ts';
import type { CommandIo } from './command-io.ts';
import { dataLocation, userFolder } from './data-location.ts';

/** The folders that a workstation works in, in a window or in the browser; absolute. */
export interface WorkstationFolders {
  /** Settings, window, logs, runs and the user's own session configs. */
  readonly userDir: string;
  /** The bar store. */
  readonly dataDir: string;
  /** Where session configs are looked for: those that came with the program, then the user's. */
  readonly configDirs: readonly string[];
}

/** `data` is what the command line said about the bar store, if anything. */
export function workstationFolders(io: Pick<CommandIo, 'env' | 'cwd'>, data?: string): WorkstationFolders {
  const userDir = path.resolve(io.cwd, userFolder(io.env));
  const configDirs = [programRoot, userDir].map((folder) => path.join(folder, 'session_configs'));
  return { userDir, dataDir: dataLocation(data, io), configDirs };
}
