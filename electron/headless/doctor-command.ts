import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { engineEntry, rendererFolder } from '../hosting/program-root.ts';
import { programVersion } from '../hosting/program-version.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { usage } from './failures.ts';
import { workstationFolders } from '../hosting/workstation-folders.ts';

const HELP = `tapedeck doctor [--json]

Says what it found, for a report of a problem. Keys are never shown.

Example: tapedeck doctor
`;

const OPTIONS = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** `tapedeck doctor`: what the program stands on here. */
export async function doctorCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const findings = examine(io);
  const lines = Object.entries(findings).map(([name, value]) => `${name.padEnd(18)}${value}\n`);
  io.stdout(parsed.values.json === true ? `${JSON.stringify(findings)}\n` : lines.join(''));
  return EXIT.done;
}

function examine(io: CommandIo): Record<string, string> {
  const folders = workstationFolders(io);
  return {
    version: programVersion(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    electron: io.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? 'as installed',
    store: presence(folders.dataDir),
    user_folder: presence(folders.userDir),
    renderer: presence(rendererFolder),
    engine: presence(engineEntry),
  };
}

const presence = (place: string): string => `${place}${existsSync(place) ? '' : ' (not there yet)'}`;
