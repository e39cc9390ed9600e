import type { EpochMs, Ticker, TradingDay } from '../../base/epoch-ms.ts';
import { spanMs } from '../../base/interval.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { WritableBarStore } from '../../data-manager/bar-store.ts';
import { BarCollector } from '../../data-manager/importers/bar-collector.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import { dayNumberOf, dayOfNumber } from '../../time-manager/civil-day.ts';
import { instantsOf, monthsBetween } from '../alpaca/download-months.ts';
import { newReport, type DownloadProgress, type SymbolDownload } from '../alpaca/download.ts';
import { readArchiveCsv, readKlines, type Kline } from './klines.ts';
import { isUnknownSymbol, type BinanceClient } from './market-client.ts';
import {
  archiveUrl,
  binanceSymbol,
  checksumUrl,
  klinesUrl,
  MAX_KLINES,
  type BinanceInterval,
} from './protocol.ts';

/** A part of a symbol's history that was fetched completely: a month or a day. */
export interface FetchedPart {
  readonly symbol: string;
  readonly interval: BinanceInterval;
  /** `2024-03` or `2024-03-05`. */
  readonly period: string;
}

/** Remembers the parts that were fetched, so that an interrupted download continues where it stopped. */
export interface BinanceLedger {
  has(part: FetchedPart): boolean;
  note(part: FetchedPart): Result<void>;
}

export interface BinanceDownload {
  readonly symbols: readonly Ticker[];
  readonly interval: BinanceInterval;
  /** UTC days, both included. */
  readonly from: TradingDay;
  readonly to: TradingDay;
  /** Also fetches parts that were fetched before. */
  readonly again: boolean;
}

export interface BinancePorts {
  readonly client: BinanceClient;
  readonly store: WritableBarStore;
  /** Of the group CRYPTO. */
  readonly calendar: MarketCalendar;
  readonly ledger: BinanceLedger;
  readonly rest: string;
  readonly archive: string;
  readonly now: () => EpochMs;
  /** SHA-256 in hexadecimal. */
  readonly sha256: (bytes: Uint8Array) => string;
  /** The one file of a zip as text. Throws for anything else. */
  readonly unzip: (bytes: Uint8Array) => string;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly onNotice?: (sentence: string) => void;
  readonly signal?: { readonly aborted: boolean };
}

const BINANCE_SOURCE = 'binance';

/**
 * Fills the store from Binance's archives and, for parts that they lack, from its REST klines; a part is written
 * completely or not at all. A completed month comes as one file; in the current month, so does each completed day.
 * Fails with the errors of client and store; the written parts stay, and `reports` lists them.
 */
export async function downloadBinance(
  request: BinanceDownload,
  ports: BinancePorts,
  reports: SymbolDownload[],
): Promise<Result<void>> {
  const today = ports.calendar.dayOf(ports.now());
  const periods = periodsOf(request.from, request.to, today);
  const total = periods.length * request.symbols.length;
  let done = 0;
  for (const symbol of request.symbols) {
    const report = newReport(symbol, request.interval);
    reports.push(report);
    for (const period of periods) {
      if (ports.signal?.aborted === true) return fail('cancelled', 'Interrupted.');
      const fetched = await fetchPeriod(symbol, period, request, ports, report);
      if (!fetched.ok) return fetched;
      ports.onProgress?.({ done: ++done, total, symbol, month: period.name });
    }
  }
  return ok(undefined);
}

interface Period {
  /** `2024-03` or `2024-03-05`, as archive files are named. */
  readonly name: string;
  readonly from: TradingDay;
  readonly to: TradingDay;
  /** Whether every bar of it is known. */
  readonly isOver: boolean;
}

/** Whole months that are over, as months; all other days, as days. */
export function periodsOf(from: TradingDay, to: TradingDay, today: TradingDay): readonly Period[] {
  const last = to < today ? to : today;
  return monthsBetween(from, last).flatMap(([first, end]): readonly Period[] => {
    const month = first.slice(0, 7);
    const isWhole = first.endsWith('-01') && isLastOfMonth(end) && end < today;
    if (isWhole) return [{ name: month, from: first, to: end, isOver: true }];
    return daysBetween(first, end).map((day) => ({ name: day, from: day, to: day, isOver: day < today }));
  });
}

const isLastOfMonth = (day: TradingDay): boolean =>
  dayOfNumber((dayNumberOf(day) as number) + 1).endsWith('-01');

function daysBetween(from: TradingDay, to: TradingDay): readonly TradingDay[] {
  const first = dayNumberOf(from) as number;
  const count = (dayNumberOf(to) as number) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => dayOfNumber(first + index));
}

async function fetchPeriod(
  symbol: Ticker,
  period: Period,
  { interval, again }: BinanceDownload,
  ports: BinancePorts,
  report: SymbolDownload,
): Promise<Result<void>> {
  const part = { symbol, interval, period: period.name };
  if (!again && ports.ledger.has(part)) {
    report.skipped++;
    return ok(undefined);
  }
  const archived = period.isOver ? await readArchive(symbol, period.name, interval, ports) : ok(undefined);
  if (!archived.ok) return archived;
  const klines =
    archived.value === undefined ? await readRest(symbol, period, interval, ports) : ok(archived.value);
  if (!klines.ok) return klines;
  const written = await write(symbol, interval, klines.value, ports, report);
  if (!written.ok) return written;
  report.months++;
  return period.isOver ? ports.ledger.note(part) : ok(undefined);
}

/** The klines of an archive file; undefined where the exchange has no such file. A file that was damaged is asked for twice. */
async function readArchive(
  symbol: Ticker,
  period: string,
  interval: BinanceInterval,
  { client, archive, sha256, unzip, onNotice }: BinancePorts,
): Promise<Result<readonly Kline[] | undefined>> {
  const url = archiveUrl(archive, binanceSymbol(symbol), interval, period);
  const checksum = await client.get(checksumUrl(url));
  if (!checksum.ok) return checksum;
  if (checksum.value.status === 404) return ok(undefined);
  const wanted = checksum.value.body.trim().split(/\s+/)[0]?.toLowerCase();
  for (let attempt = 1; attempt <= 2; attempt++) {
    const file = await client.get(url);
    if (!file.ok) return file;
    if (file.value.status === 404) return ok(undefined);
    if (sha256(file.value.bytes) === wanted) return unpacked(file.value.bytes, url, unzip);
    onNotice?.(`${nameOf(url)} does not match its checksum.`);
  }
  onNotice?.(`${nameOf(url)} is damaged at the source; its bars are asked for one page at a time instead.`);
  return ok(undefined);
}

function unpacked(
  bytes: Uint8Array,
  url: string,
  unzip: (bytes: Uint8Array) => string,
): Result<readonly Kline[]> {
  let text: string;
  try {
    text = unzip(bytes);
  } catch (error) {
    return fail('damaged_file', `${nameOf(url)} cannot be unpacked: ${String(error)}`);
  }
  return readArchiveCsv(text);
}

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

async function readRest(
  symbol: Ticker,
  { from, to }: Period,
  interval: BinanceInterval,
  { client, rest, calendar, now }: BinancePorts,
): Promise<Result<readonly Kline[]>> {
  const range = instantsOf(from, to, calendar);
  const end = Math.min(range.to, now());
  const klines: Kline[] = [];
  for (let start: number = range.from; start < end;) {
    const url = klinesUrl(rest, { symbol: binanceSymbol(symbol), interval, from: start, to: end });
    const answer = await client.get(url);
    if (!answer.ok)
      return isUnknownSymbol(answer.failure)
        ? fail('unknown_symbol', `Binance has no market ${symbol} (${binanceSymbol(symbol)}).`)
        : answer;
    const page = readKlines(answer.value.body);
    if (!page.ok) return page;
    klines.push(...page.value);
    const last = page.value.at(-1);
    if (last === undefined || page.value.length < MAX_KLINES) break;
    start = last.openMs + 1;
  }
  return ok(klines);
}

async function write(
  symbol: Ticker,
  interval: BinanceInterval,
  klines: readonly Kline[],
  { store, calendar, now }: BinancePorts,
  report: SymbolDownload,
): Promise<Result<void>> {
  const collector = new BarCollector({
    store,
    calendar,
    interval,
    stamp: 'open',
    only: undefined,
    belowZero: false,
    symbol,
    origin: { source: BINANCE_SOURCE, adjusted: false },
  });
  const span = spanMs(interval);
  let line = 0;
  for (const { openMs, open, high, low, close, volume } of klines) {
    line++;
    // The last kline of an answer may still be running.
    if (openMs + span <= now()) collector.add(symbol, openMs, open, high, low, close, volume, line);
  }
  const written = await collector.finish();
  if (!written.ok) return written;
  report.refusals.push(...collector.refusals());
  report.findings.push(...collector.findings());
  for (const each of collector.symbols()) {
    report.bars += each.bars;
    report.written += each.written;
    report.unchanged += each.unchanged;
    report.replaced += each.replaced;
  }
  return ok(undefined);
}
