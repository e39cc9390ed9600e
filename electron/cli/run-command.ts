import { Session } from 'node:inspector';
import { type Result, fail, ok, type Failure } from '../../core/base/result.ts';
import { writeWholeResult } from './write-whole.ts';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { EpochMs, TradingDay } from '../../core/base/epoch-ms.ts';
import { silentLogger } from '../../core/base/logger.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';
import type { PlannedCommand } from '../../core/session-coordinator/session/command.ts';
import { labelsAt } from '../../core/time-manager/known-days.ts';
import { parseExchangeTime } from '../../core/time-manager/exchange-time.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { freshRunFolder } from '../host/runs/run-folder.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { userFolder } from '../host/program/user-folders.ts';
import { exitCodeOf, printFailure, usage } from './failures.ts';
import { openSources } from './open-sources.ts';
import { playOnTerminal, type Played } from './play-run.ts';
import { configForRun } from './run-config.ts';
import { parsePlannedCommand } from './session-command.ts';
import { strategyPlaces, withStrategies } from './strategy-options.ts';
import { summaryTable } from './summary-table.ts';

/** Fine enough to show the cost of a bar, at a few percent of the speed. */
const SAMPLE_MICROSECONDS = 250;

/** Profiles this thread from `startCpuProfile` on. */
interface CpuProfile {
  /** Ends recording and writes a `.cpuprofile`, which the browser's performance tools and VS Code open. */
  write(file: string): Promise<Result<void>>;
}

function startCpuProfile(): CpuProfile {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  session.post('Profiler.start');
  return {
    async write(file) {
      const profile = await stopped(session);
      session.disconnect();
      return writeWholeResult(file, JSON.stringify(profile));
    },
  };
}

const stopped = (session: Session): Promise<unknown> =>
  new Promise((resolve, reject) => {
    session.post('Profiler.stop', (error, answer) => {
      if (error === null) resolve(answer.profile);
      else reject(error);
    });
  });

export const RUN_HELP = `tapedeck run CONFIG [options]

Runs the session(s) of a config to the end and writes a run folder.

  --at "TIME COMMAND"   at a clock time (repeatable): add AAPL [as strategy|scanner] [keep], adhoc AAPL 5m,
                        adhoc AAPL sma(20) on 5m, adhoc AAPL history 1d 20, upgrade AAPL, remove RIVN,
                        buy 100 AAPL [limit P] [stop P] [take P] [loss P] [trail 2|1.5%] [oco 1]
                        [gtc|on-open|on-close|ioc|fok], sell …, cancel 1, flatten [AAPL], resume-trading
  --export-at TIME      writes an external reader's view at that time (repeatable)
  --strategy NAME       runs this one in place of the config's (repeatable): sma-cross, or a file: my-strategy.ts;
                        with parameters: sma-cross,fast=5,slow=20
  --scanner NAME        the same for scanners: relative-volume,top=3
  --from D, --to D      exchange days in place of the config's, both included
  --symbols A,B         symbols in place of the config's. With --from no config is needed; --group names the
                        exchange group (US_EQUITY otherwise)
  --speed N             0 = as fast as data flow; N = N times real time
  --catchup-pace N      bars a second in a catch-up, to watch one; as fast as possible by default
  --out DIR             the run folder (a new one in the user's folder otherwise)
  --force               replaces an older run in --out; a folder that holds other files is never touched
  --data DIR            the bar store
  --profile FILE        where the time goes, as a .cpuprofile: the browser's performance tools open it
  --json                prints summary.json and nothing else

Times are exchange time of the run's first day: 10:00, 10:00:30, close, or 2025-07-03 10:00.

Example:
  tapedeck run session_configs/sample-week.json --at "10:00 add AAPL" --export-at 12:00 --out my-run
  tapedeck run --symbols AAPL,MSFT --from 2025-11-24 --strategy sma-cross
`;

const OPTIONS = {
  at: { type: 'string', multiple: true },
  'export-at': { type: 'string', multiple: true },
  strategy: { type: 'string', multiple: true },
  scanner: { type: 'string', multiple: true },
  from: { type: 'string' },
  to: { type: 'string' },
  symbols: { type: 'string' },
  group: { type: 'string' },
  speed: { type: 'string' },
  'catchup-pace': { type: 'string' },
  out: { type: 'string' },
  force: { type: 'boolean' },
  data: { type: 'string' },
  profile: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, RUN_HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  const hasOwn = values.symbols !== undefined && values.from !== undefined;
  if ((name === undefined && !hasOwn) || more.length > 0) {
    io.stderr(`run takes one config, got ${positionals.length}.\n\n${RUN_HELP}`);
    return EXIT.usage;
  }
  const read = await configForRun(name, values, io);
  const paced = read.ok ? withSpeed(read.value, values.speed) : read;
  const config = paced.ok ? withStrategies(paced.value, values, io) : paced;
  if (!config.ok) return printFailure(io, config.failure);
  const sources = openSources(
    values.data,
    io,
    config.value.exchange_group,
    silentLogger,
    strategyPlaces(io, name ?? io.cwd, values),
  );
  if (!sources.ok) return printFailure(io, sources.failure);
  const timed = parseTimed(config.value, sources.value.calendar, values.at ?? [], values['export-at'] ?? []);
  if (!timed.ok) return printFailure(io, timed.failure);
  const pace = parsePace(values['catchup-pace']);
  if (!pace.ok) return printFailure(io, pace.failure);
  const folder =
    values.out === undefined
      ? freshRunFolder(path.join(userFolder(io.env), 'runs'), config.value.session_name)
      : ok(values.out);
  if (!folder.ok) return printFailure(io, folder.failure);
  const profile = values.profile === undefined ? undefined : startCpuProfile();
  const played = await playOnTerminal(
    {
      config: config.value,
      sources: sources.value,
      folder: folder.value,
      force: values.force === true,
      fastForwardUntil: Number.NEGATIVE_INFINITY,
      ...pace.value,
      ...timed.value,
    },
    io,
  );
  const profiled = await profile?.write(path.resolve(io.cwd, values.profile ?? ''));
  if (!played.ok) return printFailure(io, played.failure);
  const code = report(played.value, sources.value.calendar, values.json === true, io);
  return profiled?.ok === false ? printFailure(io, profiled.failure) : code;
}

function withSpeed(config: SessionConfig, speed: string | undefined): Result<SessionConfig> {
  if (speed === undefined || config.mode !== 'backtest') return ok(config);
  const multiplier = Number(speed);
  if (!Number.isFinite(multiplier) || multiplier < 0 || speed.trim() === '') {
    return {
      ok: false,
      failure: { code: 'bad_usage', message: `--speed ${speed}: expected a number, 0 or more` },
    };
  }
  return ok({ ...config, backtest_config: { ...config.backtest_config, speed_multiplier: multiplier } });
}

function parsePace(text: string | undefined): Result<{ readonly catchupPace?: number }> {
  if (text === undefined) return ok({});
  const catchupPace = Number(text);
  if (Number.isFinite(catchupPace) && catchupPace > 0) return ok({ catchupPace });
  return fail('bad_usage', `--catchup-pace ${text}: expected a number over 0`);
}

interface Timed {
  readonly planned: readonly PlannedCommand[];
  readonly exportsAt: readonly EpochMs[];
}

/** Reads the times of `--at` and `--export-at` against the run's first session. */
export function parseTimed(
  config: SessionConfig,
  calendar: MarketCalendar,
  commands: readonly string[],
  exports: readonly string[],
): Result<Timed> {
  const { start_date, end_date } =
    config.mode === 'backtest' ? config.backtest_config : { start_date: '', end_date: '' };
  const days = calendar.tradingDays(start_date as TradingDay, end_date as TradingDay);
  const first = days[0] ?? (start_date as TradingDay);
  const strange = (what: string, at: EpochMs): Failure | undefined =>
    days.length === 0 || labelsAt(calendar, at).some((day) => days.includes(day))
      ? undefined
      : {
          code: 'bad_usage',
          message: `${what}: ${calendar.dayOf(at)} is no day of this run, ${first} to ${days.at(-1)}.`,
        };
  const { extended_hours } = config.session_data_config;
  const planned: PlannedCommand[] = [];
  for (const text of commands) {
    const command = parsePlannedCommand(text, calendar, first, extended_hours);
    if (!command.ok) return command;
    const failure = strange(`--at "${text}"`, command.value.at);
    if (failure !== undefined) return { ok: false, failure };
    planned.push(command.value);
  }
  const exportsAt: EpochMs[] = [];
  for (const text of exports) {
    const at = parseExchangeTime(text, calendar, first, extended_hours);
    if (!at.ok)
      return {
        ok: false,
        failure: { ...at.failure, code: 'bad_usage', message: `--export-at ${text}: ${at.failure.message}` },
      };
    const failure = strange(`--export-at ${text}`, at.value);
    if (failure !== undefined) return { ok: false, failure };
    exportsAt.push(at.value);
  }
  return ok({ planned, exportsAt });
}

/** Most rejected orders that a run prints. */
const SHOWN_REFUSED = 10;

/** Prints the results of a run; returns the exit code: 1 when a strategy threw, though the session ran to its end. */
export function report(
  { run, outcome, summary, report: { orders, cautions }, folder }: Played,
  calendar: MarketCalendar,
  json: boolean,
  io: CommandIo,
): number {
  for (const { symbol, reason } of summary.failures)
    io.stderr(`warning: ${symbol} is not in the session: ${reason}\n`);
  for (const event of run.log.events) {
    // A rejected order is among those listed below.
    if (event.type === 'command_refused' && event.command !== 'place_order')
      io.stderr(`warning: ${event.command} ${event.symbol ?? ''} was refused: ${event.reason}\n`);
    if (event.type === 'day_skipped') io.stderr(`warning: ${event.day} was skipped: ${event.reason}\n`);
    if (event.type === 'strategy_stopped')
      io.stderr(
        `${[`warning: strategy ${event.strategy} was stopped: ${event.reason}`, ...event.stack].join('\n  at ')}\n`,
      );
  }
  for (const { order, side, quantity, symbol, reason } of orders.refused_list.slice(0, SHOWN_REFUSED)) {
    io.stderr(`warning: order ${order} (${side} ${quantity} ${symbol}) was refused: ${reason}\n`);
  }
  if (orders.refused > SHOWN_REFUSED) {
    io.stderr(
      `warning: ${orders.refused - SHOWN_REFUSED} more orders were refused; orders.csv of the run folder has all\n`,
    );
  }
  for (const { kind, text } of cautions) {
    if (kind === 'wiped_out' || kind === 'position') io.stderr(`warning: ${text}\n`);
  }
  for (const { at, command } of run.unplayed) {
    io.stderr(
      `warning: ${calendar.civilDayOf(at)} ${calendar.wallClockOf(at)} ${command.type} was never reached\n`,
    );
  }
  for (const at of run.missedExports) {
    io.stderr(
      `warning: the export of ${calendar.civilDayOf(at)} ${calendar.wallClockOf(at)} was never reached\n`,
    );
  }
  if (json) io.stdout(`${JSON.stringify(summary, null, 2)}\n`);
  else if (outcome.kind !== 'failed') io.stdout(`${summaryTable(summary)}\nrun folder: ${folder}\n`);
  if (outcome.kind === 'completed') return summary.stopped_strategies.length === 0 ? EXIT.done : EXIT.failed;
  if (outcome.kind === 'stopped') return outcome.reason === 'interrupted' ? EXIT.interrupted : EXIT.done;
  return reportFailed(outcome.failure, io);
}

function reportFailed(failure: Failure, io: CommandIo): number {
  io.stderr(`${failure.message}${failure.hint === undefined ? '' : `\n${failure.hint}`}\n`);
  return exitCodeOf(failure);
}
