import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { EpochMs, TradingDay } from '../../core/base/epoch-ms.ts';
import { silentLogger } from '../../core/base/logger.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';
import type { PlannedCommand } from '../../core/session-coordinator/session/command.ts';
import { forkPlan, plannedFromJournal } from '../../core/session-coordinator/session/journal.ts';
import { printEvent } from '../../core/session-coordinator/session/event-log.ts';
import { parseExchangeTime } from '../../core/time-manager/exchange-time.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { otherRules, RULES } from '../../core/model/engine-rules.ts';
import { compareEvents, isSameProgram } from '../../core/session-coordinator/results/compare-events.ts';
import { isBundle, readBundle, unpackBundle } from '../host/bundles/bundle-file.ts';
import { THIS_PROGRAM } from '../host/runs/run-files.ts';
import { readRunFolder, type StoredRun } from '../host/runs/stored-run.ts';
import { admitStrategies } from './admit-strategies.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openSources, type Sources } from './open-sources.ts';
import { playOnTerminal } from './play-run.ts';
import { parseTimed, report } from './run-command.ts';

const HELP = `tapedeck replay RUN [options]

Runs the journal of a run folder or a bundle again and compares the event log, byte for byte. Exit 1 with the first line that differs.
A run of another version is compared by what happened: the wording of its reasons does not count.

  --until TIME          stops there
  --at "TIME COMMAND"   with --until and --out: another future, from that time on (repeatable)
  --export-at TIME      with --out (repeatable)
  --out DIR             keeps the replayed run as a run folder
  --force               replaces an older run in --out
  --trust               runs strategies of the folder that you have not run on this machine
  --data DIR            the bar store
  --json

Examples:
  tapedeck replay my-run
  tapedeck replay my-run.tapedeck
  tapedeck replay my-run --until 11:00 --at "11:00 add NVDA" --out what-if
`;

const OPTIONS = {
  until: { type: 'string' },
  at: { type: 'string', multiple: true },
  'export-at': { type: 'string', multiple: true },
  out: { type: 'string' },
  force: { type: 'boolean' },
  trust: { type: 'boolean' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function replayCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) {
    io.stderr(`replay takes one run folder, got ${positionals.length}.\n\n${HELP}`);
    return EXIT.usage;
  }
  const forks = values.at !== undefined;
  if (forks && (values.until === undefined || values.out === undefined)) {
    io.stderr(`--at makes another future: it needs --until TIME and --out DIR.\n`);
    return EXIT.usage;
  }
  const place = path.resolve(io.cwd, folder);
  if (isBundle(place)) return replayBundle(place, args, io);
  const stored = readRunFolder(place);
  if (!stored.ok) return printFailure(io, stored.failure);
  const admitted = await admitStrategies(stored.value.strategies, values.trust === true, io);
  if (!admitted.ok) return printFailure(io, admitted.failure);
  const { config } = stored.value;
  const sources = openSources(values.data, io, config.exchange_group, silentLogger);
  if (!sources.ok) return printFailure(io, sources.failure);
  const timed = parseTimed(config, sources.value.calendar, values.at ?? [], values['export-at'] ?? []);
  if (!timed.ok) return printFailure(io, timed.failure);
  const until = parseUntil(values.until, config, sources.value.calendar);
  if (!until.ok) return printFailure(io, until.failure);
  const late = timed.value.planned.findIndex(({ at }) => at < (until.value ?? Number.NEGATIVE_INFINITY));
  if (late >= 0) {
    io.stderr(
      `--at "${values.at?.[late]}": that is before --until ${values.until}, and a fork does not change the past.\n`,
    );
    return EXIT.usage;
  }
  const request = {
    ...timed.value,
    until: until.value,
    forks,
    out: values.out,
    force: values.force === true,
    json: values.json === true,
  };
  return replay(stored.value, sources.value, request, io);
}

/** Replays a bundle from a folder of its own: on its bars where it has them, else on this machine's. */
async function replayBundle(file: string, args: readonly string[], io: CommandIo): Promise<number> {
  const bundle = readBundle(file);
  if (!bundle.ok) return printFailure(io, bundle.failure);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-bundle-'));
  try {
    const unpacked = unpackBundle(bundle.value, folder);
    if (!unpacked.ok) return printFailure(io, unpacked.failure);
    const words = args.map((word) => (path.resolve(io.cwd, word) === file ? folder : word));
    const data = bundle.value.manifest.with_bars && !words.includes('--data') ? ['--data', folder] : [];
    const code = await replayCommand([...words, ...data], io);
    if (code === EXIT.failed && !bundle.value.manifest.with_bars)
      io.stderr(
        'The bundle holds no bars: this bar store may lack bars that the run saw, or have other ones.\n',
      );
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface ReplayRequest {
  readonly planned: readonly PlannedCommand[];
  readonly exportsAt: readonly EpochMs[];
  readonly until: EpochMs | undefined;
  readonly forks: boolean;
  readonly out: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

async function replay(
  stored: StoredRun,
  sources: Sources,
  request: ReplayRequest,
  io: CommandIo,
): Promise<number> {
  const rules = otherRules(stored.recordedBy);
  if (rules !== undefined) io.stderr(`${rules}\n`);
  const folder = request.out ?? mkdtempSync(path.join(os.tmpdir(), 'tapedeck-replay-'));
  const played = await playOnTerminal(
    {
      config: stored.config,
      sources,
      folder,
      force: request.force,
      planned: planOf(stored, request),
      exportsAt: request.exportsAt,
      fastForwardUntil: Number.POSITIVE_INFINITY,
      strategies: stored.strategies,
      ...(stored.plan.live_day === undefined ? {} : { live: { day: stored.plan.live_day } }),
    },
    io,
  );
  if (request.out === undefined) rmSync(folder, { recursive: true, force: true });
  if (!played.ok) return printFailure(io, played.failure);
  if (io.signal.aborted) return EXIT.interrupted;
  if (request.forks) return report(played.value, sources.calendar, request.json, io);
  const events = played.value.run.log.events.map(printEvent);
  return compare(stored, events, request, io);
}

/** Replays the past up to its end or the requested time; or up to there and then another future. */
function planOf({ journal }: StoredRun, { until, forks, planned }: ReplayRequest): readonly PlannedCommand[] {
  if (until === undefined) return [...plannedFromJournal(journal), ...planned];
  if (forks) return forkPlan(journal, until, planned);
  return [
    ...plannedFromJournal(journal, until),
    { at: until, command: { type: 'stop', reason: 'the replay ends here' } },
  ];
}

function parseUntil(
  text: string | undefined,
  config: SessionConfig,
  calendar: MarketCalendar,
): Result<EpochMs | undefined> {
  if (text === undefined) return ok(undefined);
  const start = config.mode === 'backtest' ? config.backtest_config.start_date : '';
  const first = calendar.tradingDays(start as TradingDay, calendar.lastDay)[0] ?? (start as TradingDay);
  const until = parseExchangeTime(text, calendar, first, config.session_data_config.extended_hours);
  if (until.ok) return until;
  return {
    ok: false,
    failure: { ...until.failure, code: 'bad_usage', message: `--until ${text}: ${until.failure.message}` },
  };
}

/**
 * Compares line by line; with `--until`, only what happened before that time. The wording of reasons counts only when this
 * program recorded the run too.
 */
function compare(
  { events: before, recordedBy }: StoredRun,
  again: readonly string[],
  { until, json }: ReplayRequest,
  io: CommandIo,
): number {
  const isPast = (line: string): boolean =>
    until === undefined || Date.parse((JSON.parse(line) as { clock: string }).clock) < until;
  const wanted = before.filter(isPast);
  const got = again.filter(isPast);
  const length = Math.max(wanted.length, got.length);
  const rules = { recorded: recordedBy.rules, played: RULES };
  const wordingCounts = isSameProgram(recordedBy, THIS_PROGRAM);
  let reworded = 0;
  for (let index = 0; index < length; index++) {
    const likeness = compareEvents(wanted[index], got[index]);
    if (likeness === 'identical') continue;
    if (likeness === 'different' || wordingCounts) {
      return differs({ line: index + 1, recorded: wanted[index], replayed: got[index], rules }, json, io);
    }
    reworded++;
  }
  const answer = { identical: reworded === 0, events: length, reworded, rules };
  const text =
    reworded === 0
      ? `identical: ${length} events, byte for byte\n`
      : `the same ${length} events; the reasons of ${reworded} are worded differently\n`;
  io.stdout(json ? `${JSON.stringify(answer)}\n` : text);
  return EXIT.done;
}

interface Difference {
  readonly line: number;
  readonly recorded: string | undefined;
  readonly replayed: string | undefined;
  readonly rules: { readonly recorded: number; readonly played: number };
}

function differs({ line, recorded, replayed, rules }: Difference, json: boolean, io: CommandIo): number {
  if (json) {
    const answer = { identical: false, line, recorded: recorded ?? null, replayed: replayed ?? null, rules };
    io.stdout(`${JSON.stringify(answer)}\n`);
  }
  io.stderr(
    `events.jsonl differs at line ${line}:\n  recorded ${recorded ?? '(nothing)'}\n  replayed ${replayed ?? '(nothing)'}\n`,
  );
  return EXIT.failed;
}
