import { asTicker, MINUTE_MS, type EpochMs, type Ticker } from '../../base/epoch-ms.ts';
import type { Logger } from '../../base/logger.ts';
import type { FeedStats } from '../../live-feed/feed-stats.ts';
import type { HistoryMinute, MinuteHistory } from '../../live-feed/minute-history.ts';
import { GapFiller, type EmptyMinute, type GapRequest } from '../../live-feed/gap-filler.ts';
import { MissedCorrections } from '../../live-feed/unheard-corrections.ts';
import { isTradingAt } from '../../time-manager/known-days.ts';
import type { TradingSession } from '../../time-manager/market-calendar.ts';
import type { FeedRow } from '../streaming/live-bars.ts';
import type { Session } from '../session/session.ts';

export interface TodayFillerPorts {
  readonly session: TradingSession;
  readonly history: MinuteHistory;
  readonly logger: Logger;
  /** The market's time. */
  now(): EpochMs;
}

/** Late bars and corrections have come by then: corrections come near half past the next minute. */
export const SETTLE_MS = 40_000;
/** Symbols of one request to the history. */
const SYMBOLS_AT_ONCE = 100;

/** Fetches from the history the minutes that today's stream missed, and finds out which minutes are empty. */
export class TodayFiller {
  readonly unheard = new MissedCorrections();
  readonly #ports: TodayFillerPorts;
  readonly #truth: FeedStats;
  readonly #came: (symbol: string, openMs: number) => void;
  #session: Session | undefined;
  #gaps: GapFiller | undefined;
  /** The minute up to which a symbol was checked for gaps. */
  readonly #lookedUntil = new Map<string, number>();
  /** Requests follow one another. */
  #last: Promise<unknown> = Promise.resolve();

  /** `came` is called with every fetched bar. */
  constructor(ports: TodayFillerPorts, truth: FeedStats, came: (symbol: string, openMs: number) => void) {
    this.#ports = ports;
    this.#truth = truth;
    this.#came = came;
  }

  follow(session: Session): void {
    this.#session = session;
    const { enable_session_quality, max_retries, retry_interval_seconds } =
      session.config.session_data_config.gap_filler;
    const rules = { settleMs: SETTLE_MS, retryMs: retry_interval_seconds * 1_000, maxRetries: max_retries };
    if (enable_session_quality) this.#gaps = new GapFiller(rules);
  }

  /** The minutes of today that the stream has missed, from `from` on; in `wasMissed` it should have delivered them. */
  fetch(symbols: readonly Ticker[], from: number, wasMissed: boolean): Promise<void> {
    const { session } = this.#ports;
    return this.#inTurn(async () => {
      for (let first = 0; first < symbols.length; first += SYMBOLS_AT_ONCE) {
        const some = symbols.slice(first, first + SYMBOLS_AT_ONCE);
        await this.#ask({ symbols: some, from: Math.max(from, session.open), to: session.close }, wasMissed);
      }
    });
  }

  /** Requests missing minutes whose time has come. */
  lookForGaps(symbols: readonly Ticker[]): Promise<void> {
    return this.#inTurn(async () => {
      this.#noteGaps(symbols);
      const asked = new Set<string>();
      for (let request = this.#next(asked); request !== undefined; request = this.#next(asked)) {
        for (const symbol of request.symbols) asked.add(symbol);
        if (!(await this.#ask(request, true))) return;
      }
    });
  }

  /** The day is over: checks it again, for every symbol that it had; minutes that the history lacks are final then. */
  async settle(symbols: readonly Ticker[]): Promise<void> {
    const had = this.#session?.options.live?.bars.symbols() ?? [];
    const { open, close } = this.#ports.session;
    await this.fetch([...new Set([...symbols, ...had])], open, true);
    this.#noteGaps(symbols);
    this.#tellEmpty(this.#gaps?.answered({ symbols, from: open, to: close }, Number.POSITIVE_INFINITY, true));
  }

  /** It is no longer streamed. */
  forget(symbol: Ticker): void {
    this.#gaps?.forget(symbol);
    this.#lookedUntil.delete(symbol);
    this.unheard.lost(this.#ports.now(), symbol);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done;
    return done;
  }

  /** A request that just failed is not repeated immediately. */
  #next(asked: ReadonlySet<string>): GapRequest | undefined {
    const request = this.#gaps?.next(this.#ports.now());
    return request?.symbols.some((symbol) => asked.has(symbol)) === true ? undefined : request;
  }

  #noteGaps(symbols: readonly Ticker[]): void {
    const { session } = this.#ports;
    const until = Math.min(this.#ports.now() - SETTLE_MS, session.close);
    for (const symbol of symbols) {
      const series = this.#session?.options.live?.bars.of(symbol);
      let openMs = this.#lookedUntil.get(symbol) ?? session.open;
      for (; openMs + MINUTE_MS <= until; openMs += MINUTE_MS) {
        if (!isTradingAt(session, openMs)) continue;
        if (series?.has(openMs) === false && !series.noTrades.has(openMs)) this.#gaps?.miss(symbol, openMs);
      }
      this.#lookedUntil.set(symbol, openMs);
    }
  }

  async #ask(request: GapRequest, wasMissed: boolean): Promise<boolean> {
    const { session, history, logger } = this.#ports;
    const asked = this.#ports.now();
    const to = Math.min(asked, request.to);
    if (to <= session.open) return true;
    const done = await history.minutes({ ...request, to }, (minutes) => {
      const received_ms = this.#ports.now();
      const rows = minutes
        .map((minute) => this.#rowOf(minute, received_ms, wasMissed))
        .filter((row) => row !== undefined);
      if (rows.length > 0) void this.#session?.post({ type: 'bars', received_ms, rows });
    });
    if (done.ok) this.#tellEmpty(this.#gaps?.answered(request, asked));
    else {
      logger.warn('today could not be filled', { reason: done.failure.message });
      this.#gaps?.failed(request, asked);
    }
    return done.ok;
  }

  /** The report of a bar of the history; undefined when it is not new. */
  #rowOf(minute: HistoryMinute, receivedMs: number, wasMissed: boolean): FeedRow | undefined {
    const { symbol, openMs, open, high, low, close, volume } = minute;
    if (openMs + MINUTE_MS > receivedMs) return undefined;
    const series = this.#session?.options.live?.bars.of(asTicker(symbol));
    this.#gaps?.come(symbol, openMs);
    this.#came(symbol, openMs);
    const isKnown = series?.has(openMs) === true;
    const isSettled = openMs + MINUTE_MS + SETTLE_MS <= receivedMs;
    const corrects = isKnown && isSettled && this.unheard.mayConcern(symbol, openMs);
    const row: FeedRow = [symbol, corrects ? 'u' : 'r', openMs, open, high, low, close, volume];
    if (series?.wouldChange(row) === false) return undefined;
    if (corrects) this.#truth.of(symbol).corrected++;
    else if (!isKnown && wasMissed) this.#truth.noteFilled(symbol, openMs);
    return row;
  }

  #tellEmpty(rows: readonly EmptyMinute[] = []): void {
    for (const [symbol] of rows) this.#truth.of(symbol).confirmedEmpty++;
    if (rows.length > 0) void this.#session?.post({ type: 'no_trades', rows });
  }
}
