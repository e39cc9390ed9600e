import { asEpochMs, asTicker, type EpochMs, type Ticker, type TradingDay } from '../../base/epoch-ms.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { WritableBarStore } from '../../data-manager/bar-store.ts';
import { BarCollector } from '../../data-manager/importers/bar-collector.ts';
import type { RowRefusal } from '../../data-manager/importers/import-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import { instantsOf, monthsBetween, overUntil } from './download-months.ts';
import type { AlpacaHistory } from './history-client.ts';
import type { AlpacaAdjustment, AlpacaBarsPage, StockFeed } from './protocol.ts';
import { parseRfc3339 } from './rfc3339.ts';

export type DownloadInterval = '1m' | '1d';

/** A month of a symbol that was fetched completely. */
export interface DownloadedMonth {
  readonly symbol: string;
  readonly interval: DownloadInterval;
  readonly feed: StockFeed;
  readonly adjustment: AlpacaAdjustment;
  readonly from: TradingDay;
  readonly to: TradingDay;
  /** The first and the last day that had bars; undefined for a month without any. */
  readonly firstDay?: TradingDay;
  readonly lastDay?: TradingDay;
}

/** Remembers the fetched months, so that an interrupted download resumes where it stopped. */
export interface DownloadLedger {
  find(part: Omit<DownloadedMonth, 'firstDay' | 'lastDay'>): DownloadedMonth | undefined;
  note(part: DownloadedMonth): Result<void>;
}

export interface DownloadRequest {
  readonly symbols: readonly Ticker[];
  readonly intervals: readonly DownloadInterval[];
  /** Exchange days, both included. */
  readonly from: TradingDay;
  readonly to: TradingDay;
  readonly feed: StockFeed;
  readonly adjustment: AlpacaAdjustment;
  /** Also fetches months that were fetched before. */
  readonly again: boolean;
  /** The source name in the store; by default composed of feed and adjustment. */
  readonly source?: string;
}

export interface DownloadPorts {
  readonly history: AlpacaHistory;
  readonly store: WritableBarStore;
  readonly calendar: MarketCalendar;
  readonly ledger: DownloadLedger;
  now(): EpochMs;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: { readonly aborted: boolean };
}

export interface DownloadProgress {
  readonly done: number;
  readonly total: number;
  readonly symbol: string;
  readonly month: string;
}

/** The result for one symbol and interval. */
export interface SymbolDownload {
  readonly symbol: string;
  readonly interval: string;
  /** Bars received, new or changed in the store, unchanged, and replaced. */
  bars: number;
  written: number;
  unchanged: number;
  replaced: number;
  /** Months fetched now, and months fetched earlier. */
  months: number;
  skipped: number;
  readonly refusals: RowRefusal[];
  readonly findings: Finding[];
}

interface Part {
  readonly symbol: Ticker;
  readonly interval: DownloadInterval;
  readonly from: TradingDay;
  readonly to: TradingDay;
}

/**
 * Fills the store from Alpaca's history, one month of a symbol at a time: each is fetched completely before any of it
 * is written, in one step. Months finished before a failure or an interruption stay and are not fetched again.
 *
 * Fails with the errors of the history and the store; the reports so far are in `reports`.
 */
export async function downloadBars(
  request: DownloadRequest,
  ports: DownloadPorts,
  reports: SymbolDownload[],
): Promise<Result<void>> {
  const months = monthsBetween(request.from, request.to);
  const total = request.symbols.length * request.intervals.length * months.length;
  let done = 0;
  for (const symbol of request.symbols) {
    for (const interval of request.intervals) {
      const report = newReport(symbol, interval);
      reports.push(report);
      for (const [from, to] of months) {
        if (ports.signal?.aborted === true) return fail('cancelled', 'Interrupted.');
        const part = { symbol, interval, from, to };
        const fetched = await fetchPart(part, request, ports, report);
        if (!fetched.ok) return fetched;
        done++;
        ports.onProgress?.({ done, total, symbol, month: from.slice(0, 7) });
      }
    }
  }
  return ok(undefined);
}

async function fetchPart(
  part: Part,
  { feed, adjustment, again, source = sourceName(feed, adjustment) }: DownloadRequest,
  ports: DownloadPorts,
  report: SymbolDownload,
): Promise<Result<void>> {
  const { calendar, ledger, history } = ports;
  const named = { ...part, feed, adjustment };
  if (!again && (await isThere(ledger.find(named), part, ports))) {
    report.skipped++;
    return ok(undefined);
  }
  const whole = instantsOf(part.from, part.to, calendar);
  const over = overUntil(ports.now(), part.interval, calendar);
  const range = { from: whole.from, to: Math.min(whole.to, over) };
  if (range.to <= range.from) return ok(undefined);
  const collector = new BarCollector({
    store: ports.store,
    calendar,
    interval: part.interval,
    stamp: 'open',
    only: undefined,
    belowZero: false,
    symbol: part.symbol,
    origin: { source, adjusted: adjustment !== 'raw' },
  });
  const timeframe = part.interval === '1m' ? '1Min' : '1Day';
  const read = await history.pages(
    { symbols: [part.symbol], timeframe, ...range, feed, adjustment },
    (page) => collect(page, part.symbol, collector),
  );
  if (!read.ok) return read;
  const written = await collector.finish();
  if (!written.ok) return written;
  addTo(report, collector);
  // A day that was not over has more bars the next time.
  if (over < whole.to) return ok(undefined);
  const [first, last] = [collector.symbols()[0]?.firstMs, collector.symbols()[0]?.lastMs];
  if (first === undefined || last === undefined) return ledger.note(named);
  return ledger.note({
    ...named,
    firstDay: calendar.dayOf(asEpochMs(first)),
    lastDay: calendar.dayOf(asEpochMs(last)),
  });
}

/** A month that was fetched may have been deleted since. */
async function isThere(
  noted: DownloadedMonth | undefined,
  { symbol, interval }: Part,
  { store }: DownloadPorts,
): Promise<boolean> {
  if (noted?.firstDay === undefined || noted.lastDay === undefined) return noted !== undefined;
  const { firstDay, lastDay } = noted;
  const found = await store.availability(asTicker(symbol));
  const stored = found.ok ? found.value?.intervals.find((each) => each.interval === interval) : undefined;
  const days = new Set(stored?.days);
  return days.has(firstDay) && days.has(lastDay);
}

function collect(page: AlpacaBarsPage, symbol: string, collector: BarCollector): Result<void> {
  let line = collector.rowsRead;
  for (const { t, o, h, l, c, v } of page.bars?.[symbol] ?? []) {
    const openMs = parseRfc3339(t);
    line++;
    if (openMs === undefined) collector.refuse('unreadable_time', line, () => t);
    else collector.add(symbol, openMs, o, h, l, c, v, line);
  }
  return ok(undefined);
}

function addTo(report: SymbolDownload, collector: BarCollector): void {
  report.months++;
  report.refusals.push(...collector.refusals());
  report.findings.push(...collector.findings());
  for (const { bars, written, unchanged, replaced } of collector.symbols()) {
    report.bars += bars;
    report.written += written;
    report.unchanged += unchanged;
    report.replaced += replaced;
  }
}

/** The source name in the store; raw prices are the default and are not named. */
const sourceName = (feed: StockFeed, adjustment: AlpacaAdjustment): string =>
  adjustment === 'raw' ? `alpaca-${feed}` : `alpaca-${feed}-${adjustment}`;

export const newReport = (symbol: string, interval: string): SymbolDownload => ({
  symbol,
  interval,
  bars: 0,
  written: 0,
  unchanged: 0,
  replaced: 0,
  months: 0,
  skipped: 0,
  refusals: [],
  findings: [],
});
