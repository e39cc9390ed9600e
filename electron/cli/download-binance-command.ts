import { parseArgs } from 'node:util';
import { asEpochMs, asTradingDay, isRealDay, type Ticker } from '../../core/base/epoch-ms.ts';
import { isSymbol } from '../../core/base/symbol-rule.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { SymbolDownload } from '../../core/live-feed/alpaca/download.ts';
import { downloadBinance, type BinanceDownload } from '../../core/live-feed/binance/download.ts';
import { BinanceClient } from '../../core/live-feed/binance/market-client.ts';
import { BINANCE_INTERVALS, type BinanceInterval } from '../../core/live-feed/binance/protocol.ts';
import { binanceAddresses, openBinanceLedger, sha256, unzipText } from '../host/store/binance-access.ts';
import { createNodeHttp, createRetryClock } from '../host/store/node-http.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { downloadProgress, downloadReport } from './download-printers.ts';
import { printFailure, usage } from './failures.ts';
import { openStoreOf } from './open-store.ts';

const HELP = `tapedeck download binance SYMBOL… --from D --to D [options]

Fills the bar store from Binance's public history: no key, no account. Months and days that are over come as archive files whose
checksums are verified; the rest is asked for page by page, within the exchange's limits. Started again after an interruption it
continues where it stopped. Sessions on these bars have the exchange group CRYPTO.

  --from D, --to D   UTC days, both included; without --to, up to now
  --interval I       ${BINANCE_INTERVALS.join(' ')}; 1m by default
  --again            also fetches parts that were fetched before
  --data DIR         the bar store
  --json             {"location", "interval", "symbols", "requests", "retries", "failure"}

Example:
  tapedeck download binance BTC/USDT ETH/USDT --from 2025-03-01 --to 2025-03-07
`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  interval: { type: 'string', default: '1m' },
  again: { type: 'boolean', default: false },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const now = () => asEpochMs(Date.now());

/** `tapedeck download binance`: bars of coins into the store, without an account. */
export async function downloadBinanceCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const opened = openStoreOf('CRYPTO', values.data, io);
  if (!opened.ok) return printFailure(io, opened.failure);
  const { store, calendar } = opened.value;
  const request = requestOf(values, positionals, calendar.dayOf(now()));
  if (!request.ok) return printFailure(io, request.failure);
  const addresses = binanceAddresses(io.env);
  if (!addresses.ok) return printFailure(io, addresses.failure);
  const ledger = openBinanceLedger(store.location);
  if (!ledger.ok) return printFailure(io, ledger.failure);
  const http = createNodeHttp();
  const say = (sentence: string): void => io.stderr(`${io.isTty ? '\r\u001B[K' : ''}${sentence}\n`);
  const client = new BinanceClient({
    http,
    clock: createRetryClock(io.signal),
    onRetry: (reason, ms) => say(`${reason} Again in ${(ms / 1_000).toFixed(1)} s.`),
    signal: io.signal,
  });
  const symbols: SymbolDownload[] = [];
  const ports = {
    ...addresses.value,
    client,
    store,
    calendar,
    ledger: ledger.value,
    now,
    sha256,
    unzip: unzipText,
    onProgress: downloadProgress(io, 'parts'),
    onNotice: say,
    signal: io.signal,
  };
  const done = await downloadBinance(request.value, ports, symbols);
  http[Symbol.dispose]();
  if (io.isTty) io.stderr('\r\u001B[K');
  if (values.json === true) {
    const failure = done.ok ? null : done.failure;
    const { requests, retries } = client;
    const { interval } = request.value;
    io.stdout(
      `${JSON.stringify({ location: store.location, interval, symbols, requests, retries, failure })}\n`,
    );
  } else for (const each of symbols) io.stdout(downloadReport(each, 'part'));
  return done.ok ? EXIT.done : printFailure(io, done.failure);
}

interface Words {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly interval: string;
  readonly again: boolean;
}

function requestOf(words: Words, positionals: readonly string[], today: string): Result<BinanceDownload> {
  if (positionals.length === 0)
    return fail('bad_usage', 'download binance takes the symbols to fetch, such as BTC/USDT.');
  const symbols: Ticker[] = [];
  for (const word of positionals) {
    const symbol = word.toUpperCase();
    if (!isSymbol(symbol)) return fail('bad_usage', `“${word}” is no symbol.`);
    if (!symbols.includes(symbol)) symbols.push(symbol);
  }
  if (words.from === undefined) return fail('bad_usage', '--from is missing: the first day to fetch.');
  const to = words.to ?? today;
  for (const [name, day] of Object.entries({ '--from': words.from, '--to': to }))
    if (!isRealDay(day)) return fail('bad_usage', `${name} ${day}: expected a day like 2025-07-02.`);
  if (to < words.from) return fail('bad_usage', `--to ${to} is before --from ${words.from}.`);
  if (words.from > today) return fail('bad_usage', `--from ${words.from} lies after today, ${today}.`);
  const { interval } = words;
  if (!isBinanceInterval(interval))
    return fail('bad_usage', `--interval ${interval}: expected one of ${BINANCE_INTERVALS.join(', ')}.`);
  return ok({ symbols, interval, from: asTradingDay(words.from), to: asTradingDay(to), again: words.again });
}

const isBinanceInterval = (text: string): text is BinanceInterval =>
  (BINANCE_INTERVALS as readonly string[]).includes(text);
