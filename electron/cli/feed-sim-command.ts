import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  asEpochMs,
  asTradingDay,
  isRealDay,
  type EpochMs,
  type TradingDay,
} from '../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { calendarFor } from '../../core/time-manager/calendars.ts';
import { BinanceSimulator } from '../simulator/binance/binance-simulator.ts';
import { coinTape } from '../simulator/binance/coin-tape.ts';
import { FAULT_KINDS, parseFaults, type Fault } from '../simulator/fault-plan.ts';
import { FeedSimulator } from '../simulator/feed-simulator.ts';
import { runningTime } from '../simulator/market-time.ts';
import { storeTape, type MarketTape, walkTape } from '../simulator/market-tape.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { interrupted } from './interrupted.ts';
import { openStore, type OpenStore } from './open-store.ts';
import { parsePort } from './parse-port.ts';

const HELP = `tapedeck feed-sim [options]

A market data vendor on this machine: Alpaca's stream (WebSocket) and history (REST), for Tapedeck and for any other
client of theirs. Plays the bar store, or a generated market. Only this machine can reach it. Ctrl-C ends it.

  --data DIR        the bar store that is played; without bars in it, a generated market
  --protocol P      alpaca by default; binance: REST and archive files of coins, without a key
  --seed WORD       play the generated market of this seed and ignore the store
  --date D          the day on which it begins (else now)
  --at TIME         exchange time at which it begins: 10:00 (else the open)
  --speed N         market seconds in a second; 1 by default
  --port N          0, the default, takes any free port
  --fault FILE      {"faults": [{"kind": "drop", "at": "10:05"}, …]}; see below
  --key K, --secret S   the key that clients must send (else generated)
  --feeds LIST      feeds of the account, iex,sip by default; others are refused
  --symbol-limit N  symbols that one connection may subscribe
  --rate-limit N    requests of the history in a minute
  --json            the first line is {"stream", "rest", "key", "secret"}

A fault has a kind, and where applicable: at (market time), seconds (60 by default), symbols, times,
delay_seconds, retry_after.
${Object.entries(FAULT_KINDS)
  .map(([kind, text]) => `  ${kind.padEnd(26)}${text}`)
  .join('\n')}

Example:
  tapedeck feed-sim --date 2025-11-03 --at 10:00 --speed 60
`;

const OPTIONS = {
  data: { type: 'string' },
  protocol: { type: 'string', default: 'alpaca' },
  seed: { type: 'string' },
  date: { type: 'string' },
  at: { type: 'string' },
  speed: { type: 'string', default: '1' },
  port: { type: 'string', default: '0' },
  fault: { type: 'string' },
  key: { type: 'string' },
  secret: { type: 'string' },
  feeds: { type: 'string', default: 'iex,sip,test' },
  'symbol-limit': { type: 'string' },
  'rate-limit': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `tapedeck feed-sim`: the simulator as a server of its own, until interrupted. */
export async function feedSimCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const { values } = parsed;
  if (values.protocol !== 'alpaca' && values.protocol !== 'binance')
    return printFailure(io, {
      code: 'bad_usage',
      message: `--protocol ${values.protocol}: expected alpaca or binance.`,
    });
  if (values.protocol === 'binance') return serveBinance(values, io);
  const opened = openStore(values.data, io);
  const port = parsePort(values.port);
  if (!port.ok) return printFailure(io, port.failure);
  const start = startOf(values.date, values.at, opened.calendar);
  if (!start.ok) return printFailure(io, start.failure);
  const numbers = numbersOf(values);
  if (!numbers.ok) return printFailure(io, numbers.failure);
  const faults = await faultsOf(values.fault, io.cwd, opened.calendar, start.value);
  if (!faults.ok) return printFailure(io, faults.failure);
  const { speed, ...limits } = numbers.value;
  const tape = await tapeOf(values.seed, opened);
  if (!tape.ok) return printFailure(io, tape.failure);
  const simulator = await FeedSimulator.open({
    tape: tape.value,
    calendar: opened.calendar,
    time: runningTime(start.value, speed),
    port: port.value,
    faults: faults.value,
    feeds: values.feeds.split(','),
    ...limits,
    ...(values.key === undefined ? {} : { key: values.key }),
    ...(values.secret === undefined ? {} : { secret: values.secret }),
  });
  if (!simulator.ok) return printFailure(io, simulator.failure);
  announce(simulator.value, values.json === true, io);
  if (values.json !== true) io.stderr(`Plays ${tape.value.name}, ${speed} × real time, until Ctrl-C.\n`);
  await interrupted(io.signal);
  await simulator.value.close();
  return EXIT.interrupted;
}

interface BinanceWords {
  readonly seed?: string | undefined;
  readonly date?: string | undefined;
  readonly at?: string | undefined;
  readonly speed: string;
  readonly port: string;
  readonly fault?: string | undefined;
  readonly json?: boolean | undefined;
}

/** The simulated exchange of coins; its first line is `{"rest", "archive"}` with `--json`. */
async function serveBinance(values: BinanceWords, io: CommandIo): Promise<number> {
  const calendar = calendarFor('CRYPTO');
  if (!calendar.ok) return printFailure(io, calendar.failure);
  const port = parsePort(values.port);
  if (!port.ok) return printFailure(io, port.failure);
  const start = startOf(values.date, values.at, calendar.value);
  if (!start.ok) return printFailure(io, start.failure);
  const numbers = numbersOf({ speed: values.speed });
  if (!numbers.ok) return printFailure(io, numbers.failure);
  const faults = await faultsOf(values.fault, io.cwd, calendar.value, start.value);
  if (!faults.ok) return printFailure(io, faults.failure);
  const simulator = await BinanceSimulator.open({
    tape: coinTape(values.seed ?? 'tapedeck', calendar.value),
    calendar: calendar.value,
    time: runningTime(start.value, numbers.value.speed),
    port: port.value,
    faults: faults.value,
  });
  if (!simulator.ok) return printFailure(io, simulator.failure);
  const { rest } = simulator.value;
  io.stdout(
    values.json === true ? `${JSON.stringify({ rest, archive: rest })}\n` : `rest and archive  ${rest}\n`,
  );
  await interrupted(io.signal);
  await simulator.value.close();
  return EXIT.interrupted;
}

function announce({ stream, rest, key, secret }: FeedSimulator, json: boolean, io: CommandIo): void {
  io.stdout(
    json
      ? `${JSON.stringify({ stream, rest, key, secret })}\n`
      : `stream  ${stream}/v2/iex\nrest    ${rest}/v2/stocks/bars\nkey     ${key}\nsecret  ${secret}\n`,
  );
}

/** A store that cannot be looked into is no empty one: fails with its reason. */
async function tapeOf(seed: string | undefined, { store, calendar }: OpenStore): Promise<Result<MarketTape>> {
  if (seed !== undefined) return ok(walkTape(seed, calendar));
  const stored = await store.symbols();
  if (!stored.ok) return stored;
  return ok(stored.value.length === 0 ? walkTape('tapedeck', calendar) : storeTape(store));
}

function startOf(
  date: string | undefined,
  at: string | undefined,
  calendar: MarketCalendar,
): Result<EpochMs> {
  const now = asEpochMs(Date.now());
  if (date !== undefined && !isRealDay(date))
    return fail('bad_usage', `--date ${date}: expected 2025-07-02.`);
  const day = date === undefined ? calendar.dayOf(now) : asTradingDay(date);
  if (date === undefined && at === undefined) return ok(now);
  const start = at === undefined ? calendar.tradingSession(day)?.open : calendar.instantOf(day, at);
  if (start !== undefined) return ok(start);
  return at === undefined
    ? fail('bad_usage', `--date ${day}: the exchange is closed (${calendar.whyClosed(day) ?? 'no session'}).`)
    : fail('bad_usage', `--at ${at}: expected exchange time, 10:00 or 10:00:30.`);
}

function numbersOf(
  values: Readonly<Record<string, string | boolean | undefined>>,
): Result<{ speed: number; symbolLimit?: number; rateLimit?: number }> {
  const numbers: Record<string, number> = {};
  for (const [option, name] of [
    ['speed', 'speed'],
    ['symbol-limit', 'symbolLimit'],
    ['rate-limit', 'rateLimit'],
  ] as const) {
    const text = values[option];
    if (typeof text !== 'string') continue;
    const value = Number(text);
    const whole = option === 'speed' || Number.isInteger(value);
    if (text.trim() === '' || !(value > 0) || !Number.isFinite(value) || !whole) {
      return fail(
        'bad_usage',
        `--${option} ${text}: expected a ${option === 'speed' ? '' : 'whole '}number above 0.`,
      );
    }
    numbers[name] = value;
  }
  return ok(numbers as { speed: number; symbolLimit?: number; rateLimit?: number });
}

async function faultsOf(
  file: string | undefined,
  cwd: string,
  calendar: MarketCalendar,
  start: EpochMs,
): Promise<Result<readonly Fault[]>> {
  if (file === undefined) return ok([]);
  let text: string;
  try {
    text = await readFile(path.resolve(cwd, file), 'utf8');
  } catch (error) {
    return fail('missing_file', `${file} cannot be read: ${(error as Error).message}`);
  }
  const day: TradingDay = calendar.dayOf(start);
  return parseFaults(text, calendar, day);
}
