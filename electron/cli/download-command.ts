import { parseArgs } from 'node:util';
import {
  asEpochMs,
  asTradingDay,
  isRealDay,
  type Ticker,
  type TradingDay,
} from '../../core/base/epoch-ms.ts';
import { isSymbol } from '../../core/base/symbol-rule.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import {
  downloadBars,
  type DownloadInterval,
  type DownloadRequest,
  type SymbolDownload,
} from '../../core/live-feed/alpaca/download.ts';
import { AlpacaHistory } from '../../core/live-feed/alpaca/history-client.ts';
import {
  ALPACA_ADJUSTMENTS,
  STOCK_FEEDS,
  type AlpacaAdjustment,
  type StockFeed,
} from '../../core/live-feed/alpaca/protocol.ts';
import { alpacaKeys, alpacaRest } from '../host/store/alpaca-access.ts';
import { openDownloadLedger } from '../host/store/download-ledger.ts';
import { createNodeHttp, createRetryClock } from '../host/store/node-http.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { downloadProgress, downloadReport } from './download-printers.ts';
import { printFailure, usage } from './failures.ts';
import { openStore } from './open-store.ts';

const HELP = `tapedeck download alpaca SYMBOL… --from D --to D [options]

Fills the bar store from Alpaca's history, a month of a symbol at a time; each is written completely or not at all. Started again after an interruption it resumes where it stopped. The key: APCA_API_KEY_ID and APCA_API_SECRET_KEY in the environment.

  --from D, --to D    exchange days, both included; without --to, up to now
  --interval LIST     1m, 1d or 1m,1d (1m)
  --feed F            sip (all exchanges) or iex; sip by default
  --adjustment A      raw, split, dividend or all; raw by default
  --again also fetch months that were fetched before
  --data DIR          the bar store
  --json              {"location", "feed", "adjustment", "symbols", "requests", "retries", "failure"}

Example:
  tapedeck download alpaca RIVN AAPL --from 2025-07-01 --to 2025-07-31
`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  interval: { type: 'string', default: '1m' },
  feed: { type: 'string', default: 'sip' },
  adjustment: { type: 'string', default: 'raw' },
  again: { type: 'boolean', default: false },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `tapedeck download alpaca`: bars from the vendor's history into the store. */
export async function downloadAlpacaCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS, allowPositionals: true }));
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const { store, calendar } = openStore(values.data, io);
  const now = asEpochMs(Date.now());
  const request = requestOf({ ...values, today: calendar.dayOf(now) }, positionals);
  if (!request.ok) return printFailure(io, request.failure);
  const keys = alpacaKeys(io.env);
  if (!keys.ok) return printFailure(io, keys.failure);
  const rest = alpacaRest(io.env);
  if (!rest.ok) return printFailure(io, rest.failure);
  const ledger = openDownloadLedger(store.location);
  if (!ledger.ok) return printFailure(io, ledger.failure);

  const http = createNodeHttp();
  const history = new AlpacaHistory({
    http,
    clock: createRetryClock(io.signal),
    keys: keys.value,
    rest: rest.value,
    onRetry: (reason, ms) => io.stderr(`${reason} Again in ${(ms / 1_000).toFixed(1)} s.\n`),
    signal: io.signal,
  });
  const symbols: SymbolDownload[] = [];
  const ports = {
    history,
    store,
    calendar,
    ledger: ledger.value,
    now: () => asEpochMs(Date.now()),
    onProgress: downloadProgress(io, 'months'),
    signal: io.signal,
  };
  const done = await downloadBars(request.value, ports, symbols);
  http[Symbol.dispose]();
  if (io.isTty) io.stderr('\r\u001B[K');
  const { feed, adjustment } = request.value;
  if (values.json === true) {
    const failure = done.ok ? null : done.failure;
    const { requests, retries } = history;
    io.stdout(
      `${JSON.stringify({ location: store.location, feed, adjustment, symbols, requests, retries, failure })}\n`,
    );
  } else for (const each of symbols) io.stdout(downloadReport(each, 'month'));
  return done.ok ? EXIT.done : printFailure(io, done.failure);
}

interface Words {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly interval: string;
  readonly feed: string;
  readonly adjustment: string;
  readonly again: boolean;
  readonly today: TradingDay;
}

function requestOf(words: Words, positionals: readonly string[]): Result<DownloadRequest> {
  if (positionals.length === 0) return fail('bad_usage', 'download alpaca takes the symbols to fetch.');
  const symbols: Ticker[] = [];
  for (const word of positionals) {
    const symbol = word.toUpperCase();
    if (!isSymbol(symbol)) return fail('bad_usage', `“${word}” is no symbol.`);
    if (!symbols.includes(symbol)) symbols.push(symbol);
  }
  if (words.from === undefined) return fail('bad_usage', '--from is missing: the first day to fetch.');
  const to = words.to ?? words.today;
  for (const [name, day] of Object.entries({ '--from': words.from, '--to': to })) {
    if (!isRealDay(day)) return fail('bad_usage', `${name} ${day}: expected a day like 2025-07-02.`);
  }
  if (to < words.from) return fail('bad_usage', `--to ${to} is before --from ${words.from}.`);
  const intervals = words.interval.split(',');
  const unknown = intervals.find((each) => each !== '1m' && each !== '1d');
  if (unknown !== undefined) return fail('bad_usage', `--interval ${unknown}: expected 1m, 1d or 1m,1d.`);
  if (!(STOCK_FEEDS as readonly string[]).includes(words.feed)) {
    return fail('bad_usage', `--feed ${words.feed}: expected ${STOCK_FEEDS.join(' or ')}.`);
  }
  if (!(ALPACA_ADJUSTMENTS as readonly string[]).includes(words.adjustment)) {
    return fail('bad_usage', `--adjustment ${words.adjustment}: expected ${ALPACA_ADJUSTMENTS.join(', ')}.`);
  }
  return ok({
    symbols,
    intervals: [...new Set(intervals)] as DownloadInterval[],
    from: asTradingDay(words.from),
    to: asTradingDay(to),
    feed: words.feed as StockFeed,
    adjustment: words.adjustment as AlpacaAdjustment,
    again: words.again,
  });
}
