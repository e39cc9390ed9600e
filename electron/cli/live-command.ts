import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { asTradingDay, isRealDay, type TradingDay } from '../../core/base/epoch-ms.ts';
import { silentLogger } from '../../core/base/logger.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { LiveSessionConfig } from '../../core/model/session-config.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { parseFaults, type Fault } from '../simulator/fault-plan.ts';
import { alpacaKeys } from '../host/store/alpaca-access.ts';
import { alpacaVendor, lastTradingDay, simulatedVendor, type OpenVendor } from '../host/live/live-vendor.ts';
import type { CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openSources, readConfigFile, type Sources } from './open-sources.ts';
import { strategyPlaces } from './strategy-options.ts';
import { checkFeedRecording, playLive, resumeLiveRun } from './play-live.ts';

const HELP = `tapedeck live CONFIG [options]

Today's session from a live feed, to its close, with the same engine as a backtest. The config's mode is "live".
\`tapedeck session add-symbol AAPL\` in another terminal adds to it. The run folder replays it: \`tapedeck replay RUN\`.

  --feed F      sim, the built-in simulator (default without a key), or alpaca
  --source S    Alpaca's iex or sip; iex by default
  --account A   simulated, or alpaca-paper: Alpaca's account with play money, with --feed sim that of the simulator;
                the config's trade_api unless said
  --date D      of the simulator: the day that is played (today, else the last trading day)
  --at TIME     of the simulator: exchange time at which it begins (half a minute before the open)
  --speed N     of the simulator: market seconds in a second; 1 by default
  --fault FILE  of the simulator: see \`tapedeck feed-sim --help\`
  --data DIR    the bar store
  --out DIR     the run folder
  --force       replaces an older run in --out; a folder that holds other files is never touched
  --json        prints summary.json
  --check-recording FILE   in place of a config: plays a feed's recorded frames through this program's line
  --trust       with --resume: runs strategies of the folder that you have not run on this machine
  --resume RUN  in place of a config: resumes today's session after a crash, in its own run folder

Examples:
  tapedeck live session_configs/live-simulated.json --speed 60
  tapedeck live --resume runs/live-1762183800000
`;

const OPTIONS = {
  feed: { type: 'string' },
  source: { type: 'string', default: 'iex' },
  account: { type: 'string' },
  date: { type: 'string' },
  at: { type: 'string' },
  speed: { type: 'string', default: '1' },
  fault: { type: 'string' },
  data: { type: 'string' },
  out: { type: 'string' },
  force: { type: 'boolean' },
  trust: { type: 'boolean' },
  json: { type: 'boolean' },
  resume: { type: 'string' },
  'check-recording': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Words {
  readonly feed?: string | undefined;
  readonly source: string;
  readonly date?: string | undefined;
  readonly at?: string | undefined;
  readonly speed: string;
  readonly fault?: string | undefined;
}

/** `tapedeck live`: today's session from a feed. */
export async function liveCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS, allowPositionals: true }));
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const json = values.json === true;
  const recording = values['check-recording'];
  if (recording !== undefined) return checkFeedRecording(recording, io);
  if (values.resume !== undefined) {
    if (positionals.length === 0)
      return resumeLiveRun(values.resume, { data: values.data, json, trust: values.trust === true }, io);
    return printFailure(io, fail('bad_usage', 'live takes a config or --resume RUN, not both.').failure);
  }
  const named = await configOf(positionals, io.cwd);
  const config = named.ok ? onAccount(named.value, values.account) : named;
  if (!config.ok) return printFailure(io, config.failure);
  const places = strategyPlaces(io, positionals[0] ?? '', {});
  const sources = openSources(values.data, io, config.value.exchange_group, silentLogger, places);
  if (!sources.ok) return printFailure(io, sources.failure);
  const vendor = await vendorOf(values, config.value, sources.value, io);
  if (!vendor.ok) return printFailure(io, vendor.failure);
  const folder = values.out ?? path.join('runs', `live-${Date.now()}`);
  const play = { config: config.value, sources: sources.value, vendor: vendor.value, places, folder, json };
  return playLive({ ...play, force: values.force === true }, io);
}

async function configOf(positionals: readonly string[], cwd: string): Promise<Result<LiveSessionConfig>> {
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) return fail('bad_usage', 'live takes one config.');
  const config = await readConfigFile(cwd, name);
  if (!config.ok) return config;
  if (config.value.mode === 'live') return ok(config.value);
  return fail('bad_config', `${name}: mode is "backtest"; live needs a config of mode "live".`);
}

const ACCOUNTS = { simulated: 'simulated', 'alpaca-paper': 'alpaca_paper' } as const;

/** The config with the requested account; the run folder keeps it. */
function onAccount(config: LiveSessionConfig, account: string | undefined): Result<LiveSessionConfig> {
  if (account === undefined) return ok(config);
  if (account !== 'simulated' && account !== 'alpaca-paper') {
    return fail('bad_usage', `--account ${account}: expected simulated or alpaca-paper.`);
  }
  return ok({ ...config, api_config: { ...config.api_config, trade_api: ACCOUNTS[account] } });
}

async function vendorOf(
  words: Words,
  config: LiveSessionConfig,
  { calendar, store }: Sources,
  io: CommandIo,
): Promise<Result<OpenVendor>> {
  const feed = words.feed ?? (io.env['APCA_API_KEY_ID'] === undefined ? 'sim' : config.live_config.feed);
  if (feed === 'alpaca') {
    if (words.source !== 'iex' && words.source !== 'sip') {
      return fail('bad_usage', `--source ${words.source}: expected iex or sip.`);
    }
    const keys = alpacaKeys(io.env);
    return keys.ok ? alpacaVendor(io.env, words.source, keys.value) : keys;
  }
  if (feed !== 'sim') return fail('bad_usage', `--feed ${feed}: expected sim or alpaca.`);
  const speed = Number(words.speed);
  if (!(speed > 0) || !Number.isFinite(speed)) {
    return fail('bad_usage', `--speed ${words.speed}: expected a number above 0.`);
  }
  if (words.date !== undefined && !isRealDay(words.date)) {
    return fail('bad_usage', `--date ${words.date}: expected a day like 2025-07-02.`);
  }
  const day = words.date === undefined ? lastTradingDay(calendar) : asTradingDay(words.date);
  const faults = await faultsOf(words.fault, io.cwd, calendar, day);
  if (!faults.ok) return faults;
  return simulatedVendor({ calendar, day, at: words.at, speed, faults: faults.value, store });
}

async function faultsOf(
  file: string | undefined,
  cwd: string,
  calendar: MarketCalendar,
  day: TradingDay,
): Promise<Result<readonly Fault[]>> {
  if (file === undefined) return ok([]);
  try {
    return parseFaults(await readFile(path.resolve(cwd, file), 'utf8'), calendar, day);
  } catch (error) {
    return fail('missing_file', `${file} cannot be read: ${(error as Error).message}`);
  }
}
