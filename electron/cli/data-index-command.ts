import { parseArgs } from 'node:util';
import { createNodeFiles } from '../host/store/node-files.ts';
import { writeStoreIndex } from '../host/store/store-index.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openStore } from './open-store.ts';

const HELP = `tapedeck data index [options]

Writes bars/index.json: the names of the store's files, for readers of the store over a web server.
Write it again after each import. A store in S3 needs none.

  --data DIR   the bar store
  --json       {"path", "files"}

Example:
  tapedeck data index --data /srv/www/archive
`;

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function dataIndexCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const { store } = openStore(parsed.values.data, io);
  if (store.readOnly !== undefined) return printFailure(io, store.readOnly);
  const written = await writeStoreIndex(createNodeFiles(), store.location);
  if (!written.ok) return printFailure(io, written.failure);
  const { path, files } = written.value;
  io.stdout(
    parsed.values.json === true ? `${JSON.stringify({ path, files })}\n` : `${path}: ${files} files\n`,
  );
  return EXIT.done;
}
