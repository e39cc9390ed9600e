import { existsSync } from 'node:fs';
import { foldersOf } from '../hosting/folders.ts';
import { engineEntry, rendererFolder } from '../hosting/program-root.ts';
import { programVersion } from '../hosting/program-version.ts';
import { EXIT, type CommandIo } from './command-io.ts';

const HELP = `tapedeck doctor [--json]

Says what it found, for a report of a problem. Keys are never shown.

Example: tapedeck doctor
`;

/** `tapedeck doctor`: what the program stands on here. */
export async function doctorCommand(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes('--help')) {
    io.stdout(HELP);
    return EXIT.done;
  }
  const unknown = args.find((word) => word !== '--json');
  if (unknown !== undefined) {
    io.stderr(`"${unknown}" is not understood. See \`tapedeck doctor --help\`.\n`);
    return EXIT.usage;
  }
  const findings = examine(io);
  const lines = Object.entries(findings).map(([name, value]) => `${name.padEnd(18)}${value}\n`);
  io.stdout(args.includes('--json') ? `${JSON.stringify(findings)}\n` : lines.join(''));
  return EXIT.done;
}

function examine({ env }: CommandIo): Record<string, string> {
  const folders = foldersOf(env);
  return {
    version: programVersion(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    electron: env['ELECTRON_OVERRIDE_DIST_PATH'] ?? 'as installed',
    store: presence(folders.data),
    user_folder: presence(folders.user),
    renderer: presence(rendererFolder),
    engine: presence(engineEntry),
  };
}

const presence = (place: string): string => `${place}${existsSync(place) ? '' : ' (not there yet)'}`;
