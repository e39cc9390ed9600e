import path from 'node:path';

/** The folder that makes a program portable when it lies beside it. */
const PORTABLE_FOLDER = 'tapedeck-data';
const SWITCH = '--portable';

export interface Placement {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The running program's file. */
  readonly executable: string;
  readonly platform: NodeJS.Platform;
  /** False in a checkout, where the program beside which data would lie is Electron itself. */
  readonly isPackaged: boolean;
  /** The checkout, or the program's resources. */
  readonly programRoot: string;
  readonly exists: (folder: string) => boolean;
}

/**
 * Where a portable program keeps everything of the user: `tapedeck-data` beside what the user sees as the program, when it
 * is there or `--portable` asks for it. Undefined for one that is not portable, or whose folder is named
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
  // Both unpack themselves elsewhere to run, and say where they lie.
  const unpackedFrom = env['PORTABLE_EXECUTABLE_DIR'];
  if (platform === 'win32' && unpackedFrom) return unpackedFrom;
  const image = env['APPIMAGE'];
  if (platform === 'linux' && image) return path.dirname(image);
  const folder = path.dirname(executable);
  // Tapedeck.app/Contents/MacOS/Tapedeck: beside the bundle, where one can see it.
  return platform === 'darwin' ? path.resolve(folder, '../../..') : folder;
}
