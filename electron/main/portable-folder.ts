import path from 'node:path';

/** The folder that makes a program portable when it is next to it. */
const PORTABLE_FOLDER = 'tapedeck-data';
const SWITCH = '--portable';

export interface Placement {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The running program's file. */
  readonly executable: string;
  readonly platform: NodeJS.Platform;
  /** False in a checkout, where the executable is Electron itself. */
  readonly isPackaged: boolean;
  /** The checkout, or the program's resources. */
  readonly programRoot: string;
  readonly exists: (folder: string) => boolean;
}

/**
 * The folder for all user data of a portable program: `tapedeck-data` next to the visible program, when it exists or
 * `--portable` asks for it. Undefined for a program that is not portable, or whose folder is named
 * (`TAPEDECK_USER_DIR`).
 */
export function portableFolder(placement: Placement): string | undefined {
  if ((placement.env['TAPEDECK_USER_DIR'] ?? '') !== '') return undefined;
  const folder = path.join(folderOf(placement), PORTABLE_FOLDER);
  const isAsked = placement.argv.includes(SWITCH);
  return isAsked || (placement.isPackaged && placement.exists(folder)) ? folder : undefined;
}

function folderOf({ executable, env, platform, isPackaged, programRoot }: Placement): string {
  if (!isPackaged) return programRoot;
  // Both unpack themselves elsewhere to run, and publish their own path.
  const unpackedFrom = env['PORTABLE_EXECUTABLE_DIR'];
  if (platform === 'win32' && unpackedFrom) return unpackedFrom;
  const image = env['APPIMAGE'];
  if (platform === 'linux' && image) return path.dirname(image);
  const folder = path.dirname(executable);
  // Tapedeck.app/Contents/MacOS/Tapedeck: next to the bundle, where the user can see it.
  return platform === 'darwin' ? path.resolve(folder, '../../..') : folder;
}
