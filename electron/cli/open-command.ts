import path from 'node:path';
import { parseArgs } from 'node:util';
import { ok, type Result } from '../../core/base/result.ts';
import { readBundle, unpackBundle } from '../host/bundles/bundle-file.ts';
import { userFolder } from '../host/program/user-folders.ts';
import { freshRunFolder } from '../host/runs/run-folder.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';

const HELP = `tapedeck open FILE.tapedeck [options]

Checks every file of a bundle against its hash and unpacks it into a run folder. Nothing in it runs.

  --out DIR   the run folder (a new one in the user's folder otherwise)

Example:
  tapedeck open my-run.tapedeck --out their-run
`;

const OPTIONS = { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

// oxlint-disable-next-line typescript/require-await -- commands answer promises
export async function openCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    io.stderr(`open takes one bundle, got ${positionals.length}.\n\n${HELP}`);
    return EXIT.usage;
  }
  const opened = openBundle(path.resolve(io.cwd, name), values.out, io);
  if (!opened.ok) return printFailure(io, opened.failure);
  io.stdout(`${opened.value}\n`);
  return EXIT.done;
}

/** Unpacks a bundle into a run folder and returns its path; a bar store in it is beside the run's files. */
export function openBundle(file: string, out: string | undefined, io: CommandIo): Result<string> {
  const bundle = readBundle(file);
  if (!bundle.ok) return bundle;
  const folder =
    out === undefined
      ? freshRunFolder(path.join(userFolder(io.env), 'runs'), bundle.value.manifest.session)
      : ok(path.resolve(io.cwd, out));
  if (!folder.ok) return folder;
  const unpacked = unpackBundle(bundle.value, folder.value);
  return unpacked.ok ? folder : unpacked;
}
