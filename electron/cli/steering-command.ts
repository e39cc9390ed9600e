import net from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fail, type Result } from '../../core/base/result.ts';
import { sessionCsv, type ExportedSession } from '../../core/data-manager/exports/session-csv.ts';
import { engineSockets } from '../host/service/socket-folder.ts';
import type { SteeringRequest } from '../host/service/steering.ts';
import { userFolder } from '../host/program/user-folders.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { parseTradingWords } from './order-words.ts';
import { table } from './summary-table.ts';
import { writeWholeResult } from './write-whole.ts';

const HELP = `tapedeck session COMMAND

Steers the session that runs on this machine: in the window, in \`serve\` or in \`run\`.

  show the running session: state, clock, symbols
  list-symbols             every symbol with its stage, bars, quality, who added it
  add-symbol SYMBOL        joins the running session; --keep: on the following days too
  remove-symbol SYMBOL
  upgrade SYMBOL           an adhoc symbol becomes a full one
  export an external reader's view; --wait: once no symbol is behind; --format csv: a row a bar; --out FILE
  feed-recording           the raw frames of a live session's last hours, without keys, for a report of a fault; --out FILE
  orders                   working orders; positions: open positions; account: money and limits
  buy|sell QUANTITY SYMBOL [limit P] [stop P] [take P] [loss P] [trail 2|1.5%] [oco ORDER]
                        [gtc|on-open|on-close|ioc|fok]
  cancel ORDER cancels a working order
  flatten [SYMBOL]         closes a position; without a symbol the kill switch: everything, and trading halts
  resume-trading           after the kill switch
  pause · resume · step [N] · back [N] · run-to TIME · speed N · stop

  --json   prints the answer as JSON

Example:
  tapedeck session add-symbol AAPL
`;

const OPTIONS = {
  json: { type: 'boolean' },
  keep: { type: 'boolean' },
  wait: { type: 'boolean' },
  out: { type: 'string' },
  format: { type: 'string', default: 'json' },
  help: { type: 'boolean', short: 'h' },
} as const;

const SYMBOL_COMMANDS = ['add-symbol', 'remove-symbol', 'upgrade'] as const;
const PLAIN_COMMANDS = [
  'show',
  'list-symbols',
  'orders',
  'positions',
  'account',
  'feed-recording',
  'pause',
  'resume',
  'stop',
] as const;

interface Flags {
  readonly keep?: boolean;
  readonly wait?: boolean;
}

export async function steeringCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const request = requestOf(positionals, values);
  if (typeof request === 'string') {
    io.stderr(`${request}\n\n${HELP}`);
    return EXIT.usage;
  }
  const { format, out } = values;
  if (format !== 'json' && format !== 'csv') {
    return printFailure(io, fail('bad_usage', `--format ${format}: expected json or csv.`).failure);
  }
  const answer = await askEngine(userFolder(io.env), request);
  if (!answer.ok) return printFailure(io, answer.failure);
  if (request.method === 'export') return await giveExport(answer.value, format, out, io);
  if (request.method === 'feed-recording') return await give(answer.value as string, out, io);
  io.stdout(values.json === true ? `${JSON.stringify(answer.value)}\n` : words(answer.value));
  return EXIT.done;
}

/** Prints an export, or writes it to the named file. */
async function giveExport(
  content: unknown,
  format: 'json' | 'csv',
  out: string | undefined,
  io: CommandIo,
): Promise<number> {
  const text = format === 'csv' ? sessionCsv(content as ExportedSession) : `${JSON.stringify(content)}\n`;
  return give(text, out, io);
}

async function give(text: string, out: string | undefined, io: CommandIo): Promise<number> {
  if (out === undefined) {
    io.stdout(text);
    return EXIT.done;
  }
  const written = await writeWholeResult(path.resolve(io.cwd, out), text);
  return written.ok ? EXIT.done : printFailure(io, written.failure);
}

/** The request in the words, or the error in them. */
function requestOf(given: readonly string[], flags: Flags): SteeringRequest | string {
  const trading = parseTradingWords(given);
  if (trading !== undefined) {
    return trading.ok ? { method: 'trade', command: trading.value } : `${trading.failure.message}.`;
  }
  const [name, value, ...rest] = given;
  if (name === undefined) return 'session takes a command.';
  if (rest.length > 0) return `“${rest.join(' ')}” is not expected.`;
  const plain = PLAIN_COMMANDS.find((known) => known === name);
  if (plain !== undefined) return { method: plain };
  const about = SYMBOL_COMMANDS.find((known) => known === name);
  if (about !== undefined) {
    if (value === undefined) return `${name} takes a symbol.`;
    const symbol = value.toUpperCase();
    return about === 'add-symbol' && flags.keep === true
      ? { method: about, symbol, keep: true }
      : { method: about, symbol };
  }
  if (name === 'export') return { method: 'export', wait: flags.wait === true };
  if (name === 'run-to')
    return value === undefined ? 'run-to takes a time.' : { method: 'run-to', time: value };
  const number = value === undefined ? 1 : Number(value);
  if (!Number.isFinite(number)) return `“${value ?? ''}” is not a number.`;
  if (name === 'step' || name === 'back') return { method: name, count: number };
  if (name === 'speed')
    return value === undefined ? 'speed takes a number.' : { method: 'speed', multiplier: number };
  return `There is no session command “${name}”.`;
}

/** Asks the newest engine that answers; sockets of dead processes are skipped. */
async function askEngine(userDir: string, request: SteeringRequest): Promise<Result<unknown>> {
  for (const socket of engineSockets(userDir)) {
    const answer = await ask(socket, request);
    if (answer !== undefined) return answer;
  }
  return fail(
    'missing_data',
    'No session is running on this machine.',
    'Start one: npm start, tapedeck serve, tapedeck run.',
  );
}

/** Undefined when no process listens there. */
function ask(socketPath: string, request: SteeringRequest): Promise<Result<unknown> | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = net.createConnection(socketPath, () => socket.write(`${JSON.stringify(request)}\n`));
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      answer += text;
      if (!answer.endsWith('\n')) return;
      socket.end();
      resolve(JSON.parse(answer) as Result<unknown>);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const refused = error.code === 'EACCES' || error.code === 'EPERM';
      resolve(refused ? fail('not_allowed', 'That session belongs to another user.') : undefined);
    });
    socket.on('close', () => resolve(undefined));
  });
}

function words(value: unknown): string {
  if (Array.isArray(value)) {
    const rows = value as Record<string, unknown>[];
    return rows[0] !== undefined && 'stage' in rows[0] ? symbolsTable(rows) : plainTable(rows);
  }
  const rows = Object.entries(value as Record<string, unknown>).map(([key, each]) => [key, printed(each)]);
  return `${table([['', ''], ...rows])}\n`;
}

function plainTable(rows: readonly Record<string, unknown>[]): string {
  const heads = Object.keys(rows[0] ?? { nothing: null });
  return `${table([heads, ...rows.map((row) => heads.map((head) => printed(row[head])))])}\n`;
}

function symbolsTable(symbols: readonly Record<string, unknown>[]): string {
  const rows = symbols.map(({ symbol, stage, bars, quality, metadata }) => {
    const { added_by, added_at } = metadata as { added_by: string; added_at: string | null };
    const counts = Object.entries(bars as Record<string, number>).map(
      ([interval, count]) => `${interval} ${count}`,
    );
    const percent = typeof quality === 'number' ? `${quality.toFixed(1)} %` : '–';
    return [printed(symbol), printed(stage), added_by, added_at ?? '–', counts.join(' · '), percent];
  });
  return `${table([['symbol', 'stage', 'added by', 'added at', 'bars', 'quality'], ...rows])}\n`;
}

const printed = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
