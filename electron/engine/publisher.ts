import { performance } from 'node:perf_hooks';
import type { SessionEvent } from '../../core/model/session-event.ts';
import type { Batch, CatchupReport, LogRow, ProgressMark, SignalRow, SymbolRow } from '../contract/batch.ts';
import type { ChartFeeds } from './chart-feeds.ts';
import { eventSymbol, eventText } from './event-text.ts';
import type { HostedSession } from './hosted-session.ts';
import { barsSoFar, RateMeter, sessionHeader } from './session-header.ts';
import { TradingFeed } from './trading-feed.ts';
import { passingRow, rowVersion, symbolRow, type PassingRow } from './symbol-rows.ts';

/** About one batch a frame. */
const TICK_MS = 16;
/** Rows of the symbol list are figures for the eye: this often is enough. */
const ROWS_EVERY_MS = 100;
/** Batches on the way that the window has not applied yet: with more, the next one waits and takes in what came. */
const MOST_UNANSWERED = 2;
/** Of a long log only the newest lines are sent to a window that opens. */
const NEWEST = 2_000;

/**
 * Turns what changed in a session into numbered batches for one window, about one a frame and never more than it can
 * take. Nothing is queued: a batch that waits carries the newest state when it goes.
 */
export class Publisher implements Disposable {
  readonly #send: (batch: Batch) => void;
  readonly #charts: ChartFeeds;
  readonly #zone: string;
  readonly #timer: NodeJS.Timeout;
  readonly #rates = new RateMeter();
  readonly #trading = new TradingFeed();
  #session: HostedSession | undefined;
  #passing = new Map<string, PassingRow>();
  #sentRows = new Map<string, string>();
  #sentHeader = '';
  #sentEvents = 0;
  #sentCatchups = 0;
  #generation = -1;
  #day: unknown;
  #seq = 0;
  #acknowledged = 0;
  #full = true;
  #rowsAt = 0;

  constructor(send: (batch: Batch) => void, charts: ChartFeeds, zone: string) {
    this.#send = send;
    this.#charts = charts;
    this.#zone = zone;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  show(session: HostedSession | undefined): void {
    this.#session = session;
    this.#passing.clear();
    this.snapshot();
  }

  /** The next batch is a full one. */
  snapshot(): void {
    this.#full = true;
    this.#acknowledged = this.#seq;
  }

  acknowledge(seq: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, seq);
  }

  /** Shows a row for what has no record in the session: asked for, or failed. Undefined takes it away. */
  setPassing(symbol: string, row: PassingRow | undefined): void {
    if (row === undefined) this.#passing.delete(symbol);
    else this.#passing.set(symbol, row);
    this.#rowsAt = 0;
  }

  isFailed(symbol: string): boolean {
    return this.#passing.get(symbol)?.phase === 'failed';
  }

  #tick(): void {
    if (this.#seq - this.#acknowledged >= MOST_UNANSWERED) return;
    const session = this.#session;
    if (session === undefined) return;
    if (session.generation !== this.#generation) {
      this.#generation = session.generation;
      this.#full = true;
    }
    const batch = this.#batch(session);
    if (batch !== undefined) this.#send(batch);
  }

  #batch(session: HostedSession): Batch | undefined {
    const full = this.#full;
    if (full) this.#forgetSent();
    const header = sessionHeader(
      session,
      this.#zone,
      this.#rates.read(barsSoFar(session), performance.now()),
    );
    const headerText = JSON.stringify(header);
    const rows = this.#takeRows(session);
    const events = this.#takeEvents(session);
    const charts = this.#charts.takeUpdates(session);
    const catchups = this.#takeCatchups(session);
    const trading = this.#trading.take(session.run);
    const changed = headerText !== this.#sentHeader;
    const nothing =
      !changed && rows.symbols.length + rows.removedSymbols.length + events.length + charts.length === 0;
    if (nothing && catchups.length === 0 && trading === null && !full) return undefined;
    this.#full = false;
    this.#sentHeader = headerText;
    return {
      seq: ++this.#seq,
      full,
      session: changed || full ? header : null,
      ...rows,
      charts,
      signals: events.flatMap(signalRow),
      log: events.map(logRow),
      marks: events.flatMap(progressMark),
      catchups,
      trading,
    };
  }

  #forgetSent(): void {
    this.#sentRows.clear();
    this.#sentHeader = '';
    this.#sentEvents = Math.max(0, (this.#session?.run.log.events.length ?? 0) - NEWEST);
    this.#sentCatchups = 0;
    this.#rowsAt = 0;
    this.#charts.reset();
    this.#trading.reset();
  }

  #takeRows(session: HostedSession): { symbols: SymbolRow[]; removedSymbols: string[] } {
    const now = performance.now();
    const { day } = session.run;
    if (now - this.#rowsAt < ROWS_EVERY_MS && day === this.#day) return { symbols: [], removedSymbols: [] };
    this.#rowsAt = now;
    this.#day = day;
    const symbols: SymbolRow[] = [];
    const present = new Set<string>();
    for (const record of day?.data.records() ?? []) {
      present.add(record.symbol);
      const version = rowVersion(session, record);
      if (this.#sentRows.get(record.symbol) === version) continue;
      this.#sentRows.set(record.symbol, version);
      symbols.push(symbolRow(session, record));
    }
    for (const [symbol, row] of this.#passing) {
      if (present.has(symbol)) continue;
      present.add(symbol);
      if (this.#sentRows.get(symbol) === row.phase) continue;
      this.#sentRows.set(symbol, row.phase);
      symbols.push(passingRow(row));
    }
    const removedSymbols = [...this.#sentRows.keys()].filter((symbol) => !present.has(symbol));
    for (const symbol of removedSymbols) this.#sentRows.delete(symbol);
    return { symbols, removedSymbols };
  }

  #takeEvents({ run }: HostedSession): SessionEvent[] {
    const events = run.log.events.slice(this.#sentEvents);
    this.#sentEvents = run.log.events.length;
    return events;
  }

  #takeCatchups({ run }: HostedSession): CatchupReport[] {
    const all = [
      ...run.totals.catchUps,
      ...(run.totals.days.includes(run.day?.grid.session.day ?? '') ? [] : (run.day?.catchUps.reports ?? [])),
    ];
    const fresh = all.slice(this.#sentCatchups);
    this.#sentCatchups = all.length;
    return fresh.map(({ symbol, bars, dropped_notifications, wall_ms, clock }) => ({
      symbol,
      bars,
      droppedNotifications: dropped_notifications,
      wallMs: wall_ms,
      clockMs: Date.parse(clock),
    }));
  }
}

const logRow = (event: SessionEvent): LogRow => ({
  seq: event.seq,
  clockMs: Date.parse(event.clock),
  type: event.type,
  symbol: eventSymbol(event),
  text: eventText(event),
});

function signalRow(event: SessionEvent): SignalRow[] {
  if (event.type !== 'signal') return [];
  const { symbol, strategy, direction, price, text } = event;
  return [{ id: event.seq, clockMs: Date.parse(event.clock), symbol, strategy, direction, price, text }];
}

function progressMark(event: SessionEvent): ProgressMark[] {
  const clockMs = Date.parse(event.clock);
  switch (event.type) {
    case 'symbol_requested':
      return event.added_by === 'config' ? [] : [{ clockMs, kind: 'added', symbol: event.symbol }];
    case 'symbol_removed':
      return [{ clockMs, kind: 'removed', symbol: event.symbol }];
    case 'symbol_failed':
      return [{ clockMs, kind: 'failed', symbol: event.symbol }];
    case 'signal':
      return [{ clockMs, kind: 'signal', symbol: event.symbol }];
    case 'fill':
      return [{ clockMs, kind: 'fill', symbol: event.symbol }];
    default:
      return [];
  }
}
