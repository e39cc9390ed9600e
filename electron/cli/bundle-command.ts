import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { silentLogger } from '../../core/base/logger.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { barFilesOf } from '../host/bundles/bundled-bars.ts';
import { runFilesIn, writeBundle } from '../host/bundles/bundle-file.ts';
import { bundlePage } from '../host/bundles/bundle-page.ts';
import { playAgain } from '../host/bundles/play-again.ts';
import { programVersion } from '../host/program/program-version.ts';
import { fingerprintOf } from '../host/research/shared-store.ts';
import { RUN_FILES, writeWhole } from '../host/runs/run-files.ts';
import { readRunFolder } from '../host/runs/stored-run.ts';
import { writeReason } from '../host/store/file-failures.ts';
import { admitStrategies } from './admit-strategies.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openSources } from './open-sources.ts';

const HELP = `tapedeck bundle RUN --out FILE.tapedeck [options]

Packs a run folder into one file: config, journal, event log, results, strategy and notes. The run is played again first; a
bundle names the SHA-256 of the bars that it saw. tapedeck replay FILE.tapedeck proves the bundle on another machine.

  --html FILE   writes a page beside it that any browser shows without the program
  --with-bars   packs the bars too. Only for bars that you may hand on: vendors own theirs
  --data DIR    the bar store
  --trust       plays a strategy text that this machine has not run
  --json        prints one JSON document

Example:
  tapedeck bundle my-run --out my-run.tapedeck
`;

const OPTIONS = {
  out: { type: 'string' },
  html: { type: 'string' },
  'with-bars': { type: 'boolean' },
  data: { type: 'string' },
  trust: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function bundleCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0 || values.out === undefined) {
    io.stderr(`bundle takes one run folder and --out FILE.tapedeck.\n\n${HELP}`);
    return EXIT.usage;
  }
  const folder = path.resolve(io.cwd, name);
  const admitted = await admitRun(folder, values.trust === true, io);
  if (!admitted.ok) return printFailure(io, admitted.failure);
  const file = path.resolve(io.cwd, values.out);
  const packed = await pack(folder, file, { withBars: values['with-bars'] === true, data: values.data }, io);
  if (!packed.ok) return printFailure(io, packed.failure);
  const { bytes, fingerprint, files } = packed.value;
  if (values.html !== undefined) {
    const shown = writePage(path.resolve(io.cwd, values.html), folder, fingerprint);
    if (!shown.ok) return printFailure(io, shown.failure);
  }
  if (fingerprint === null)
    io.stderr('warning: the run did not replay on this bar store, so the bundle names no bars.\n');
  io.stdout(
    values.json === true
      ? `${JSON.stringify({ file, bytes, files, fingerprint }, null, 2)}\n`
      : `${file}: ${files} files, ${(bytes / 1_024).toFixed(0)} KB\n`,
  );
  return EXIT.done;
}

/** The run is played before it is packed, so its code is asked about first. */
async function admitRun(folder: string, trust: boolean, io: CommandIo): Promise<Result<null>> {
  const stored = readRunFolder(folder);
  return stored.ok ? admitStrategies(stored.value.strategies, trust, io) : stored;
}

interface Packed {
  readonly bytes: number;
  readonly files: number;
  readonly fingerprint: string | null;
}

async function pack(
  folder: string,
  file: string,
  { withBars, data }: { readonly withBars: boolean; readonly data: string | undefined },
  io: CommandIo,
): Promise<Result<Packed>> {
  const stored = readRunFolder(folder);
  if (!stored.ok) return stored;
  const { config, events } = stored.value;
  const sources = openSources(data, io, config.exchange_group, silentLogger);
  if (!sources.ok) return sources;
  const { store, calendar, library } = sources.value;
  const again = await playAgain(stored.value, store, calendar, library);
  const isSame = again.ok && again.value.events.join('\n') === events.join('\n');
  const bars =
    again.ok && isSame && withBars ? await barFilesOf(again.value.snapshot, calendar) : ok(new Map());
  if (!bars.ok) return bars;
  const files = new Map([...runFilesIn(folder), ...bars.value]);
  const fingerprint = again.ok && isSame ? fingerprintOf(again.value.snapshot) : null;
  const written = writeBundle(
    file,
    {
      session: config.session_name,
      engine_version: stored.value.recordedBy.engineVersion ?? programVersion(),
      rules: stored.value.recordedBy.rules,
      fingerprint,
      with_bars: bars.value.size > 0,
    },
    files,
  );
  return written.ok ? ok({ bytes: written.value.bytes, files: files.size, fingerprint }) : written;
}

function writePage(file: string, folder: string, fingerprint: string | null): Result<void> {
  const stored = readRunFolder(folder);
  if (!stored.ok) return stored;
  const { config, recordedBy } = stored.value;
  const report = path.join(folder, RUN_FILES.page);
  const about = {
    session: config.session_name,
    engine_version: recordedBy.engineVersion ?? programVersion(),
    rules: recordedBy.rules,
    fingerprint,
  };
  try {
    const page = existsSync(report) ? readFileSync(report, 'utf8') : '<!doctype html><body></body>';
    writeWhole(file, bundlePage(page, stored.value, about));
    return ok(undefined);
  } catch (error) {
    return fail('not_writable', `${file} cannot be written: ${writeReason(error)}.`);
  }
}
