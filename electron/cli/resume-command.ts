import path from 'node:path';
import { parseArgs } from 'node:util';
import { silentLogger } from '../../core/base/logger.ts';
import { writerOf } from '../host/runs/run-lock.ts';
import { readRunFolder } from '../host/runs/stored-run.ts';
import { admitStrategies } from './admit-strategies.ts';
import { checkRules, storedHistory } from '../host/runs/run-history.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openSources } from './open-sources.ts';
import { playOnTerminal } from './play-run.ts';
import { resumeLiveRun } from './play-live.ts';
import { report } from './run-command.ts';

const HELP = `tapedeck resume RUN [options]

Resumes a run that a crash cut short: replays its journal up to its last position, then continues to the end, with the commands planned for later. The interrupted folder is not changed.
A live session continues in its own folder, on the same feed: the same as \`tapedeck live --resume RUN\`.

  --out DIR    the new run folder (RUN-resumed otherwise)
  --force      replaces an older run in --out
  --trust      runs strategies of the folder that you have not run on this machine
  --data DIR   the bar store
  --json       prints summary.json

Example:
  tapedeck resume my-run
`;

const OPTIONS = {
  out: { type: 'string' },
  force: { type: 'boolean' },
  trust: { type: 'boolean' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function resumeCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) {
    io.stderr(`resume takes one run folder, got ${positionals.length}.\n\n${HELP}`);
    return EXIT.usage;
  }
  const place = path.resolve(io.cwd, folder);
  const stored = readRunFolder(place);
  if (!stored.ok) return printFailure(io, stored.failure);
  const beingWritten = writerOf(place);
  if (beingWritten !== undefined) return printFailure(io, beingWritten);
  const admitted = await admitStrategies(stored.value.strategies, values.trust === true, io);
  if (!admitted.ok) return printFailure(io, admitted.failure);
  if (stored.value.config.mode === 'live') {
    if (values.out !== undefined) {
      io.stderr('A live session continues in its own run folder; omit --out.\n');
      return EXIT.usage;
    }
    return resumeLiveRun(folder, { data: values.data, json: values.json === true, trust: true }, io);
  }
  if (stored.value.ended) {
    io.stderr(
      `${folder} has ended; there is nothing to resume. To play it again: tapedeck replay ${folder}\n`,
    );
    return EXIT.failed;
  }
  const { config } = stored.value;
  const mayResume = checkRules(
    stored.value,
    `Start it again: tapedeck run ${path.join(folder, 'session.json')}`,
  );
  if (!mayResume.ok) return printFailure(io, mayResume.failure);
  const sources = openSources(values.data, io, config.exchange_group, silentLogger);
  if (!sources.ok) return printFailure(io, sources.failure);
  const { commands, exportsAt, reachedAt } = storedHistory(stored.value);
  const { calendar } = sources.value;
  const where =
    reachedAt > 0
      ? `it stood at ${calendar.civilDayOf(reachedAt)} ${calendar.wallClockOf(reachedAt)}`
      : 'it had not begun';
  io.stderr(`${where}\n`);
  const out = values.out ?? `${folder.replace(/[/\\]+$/, '')}-resumed`;
  const played = await playOnTerminal(
    {
      config,
      sources: sources.value,
      folder: out,
      force: values.force === true,
      planned: commands,
      exportsAt,
      fastForwardUntil: reachedAt,
      strategies: stored.value.strategies,
    },
    io,
  );
  if (!played.ok) return printFailure(io, played.failure);
  return report(played.value, calendar, values.json === true, io);
}
