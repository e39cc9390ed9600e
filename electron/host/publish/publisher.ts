import type { Batch, CatchupReport, SessionHeader } from '../../contract/batch.ts';
import type { ChartFeeds } from './chart-feeds.ts';
import { EventFeed } from './event-feed.ts';
import type { HostedSession } from '../session/hosted-session.ts';
import { RowFeed } from './row-feed.ts';
import { EngineMeter, barsSoFar, changedParts, sessionHeader } from './session-header.ts';
import type { PlaceholderRow } from './symbol-rows.ts';
import { TradingFeed } from './trading-feed.ts';

/** About one batch a frame. */
const TICK_MS = 16;
/** Most batches that the window has not applied yet: beyond it, the next batch waits and includes the changes since. */
const MOST_UNANSWERED = 2;

/**
 * Turns a session's changes into numbered batches for one window, about one per frame and never more than it can take.
 * Nothing is queued: a waiting batch carries the newest state when it is sent.
 */
export class Publisher implements Disposable {
  readonly #send: (batch: Batch) => void;
  readonly #charts: ChartFeeds;
  readonly #timer: NodeJS.Timeout;
  readonly #meter = new EngineMeter();
  readonly #trading = new TradingFeed();
  readonly #rows = new RowFeed();
  readonly #events = new EventFeed();
  #session: HostedSession | undefined;
  #sentHeader: SessionHeader | null = null;
  #sentCatchups = 0;
  #generation = -1;
  #seq = 0;
  #acknowledged = 0;
  #full = true;

  constructor(send: (batch: Batch) => void, charts: ChartFeeds) {
    this.#send = send;
    this.#charts = charts;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  show(session: HostedSession | undefined): void {
    this.#session = session;
    this.#rows.clearPassing();
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

  /** Rows that are in sight. */
  watchRows(symbols: readonly string[]): void {
    this.#rows.watch(symbols);
  }

  /** Shows a row for a symbol without a record in the session: requested, or failed. Undefined removes it. */
  setPlaceholder(symbol: string, row: PlaceholderRow | undefined): void {
    this.#rows.setPlaceholder(symbol, row);
  }

  isFailed(symbol: string): boolean {
    return this.#rows.isFailed(symbol);
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
    if (full) this.#forgetSent(session);
    const nowMs = performance.now();
    const header = sessionHeader(session, this.#meter.read(session, barsSoFar(session), nowMs));
    const changes = changedParts(this.#sentHeader, header);
    const mayRelist = !header.blocked && header.state !== 'loading';
    const isRunning = header.playing && header.state === 'active';
    const lines = this.#events.take(session.run.log.events, nowMs, {
      mayRelist,
      mayWait: isRunning && mayRelist,
    });
    // A frame of the window draws lists or rows that move, not both.
    const mayTakeTurns = !isRunning || lines.log.length === 0;
    const parts = {
      ...lines,
      ...this.#rows.take(session, nowMs, mayTakeTurns),
      charts: this.#charts.takeUpdates(session, nowMs),
      catchups: this.#takeCatchups(session),
      trading: this.#trading.take(session.run),
    };
    const { figures, relisted, trading, ...lists } = parts;
    const isEmpty =
      figures === null && trading === null && Object.values(lists).every((list) => list.length === 0);
    if (isEmpty && changes === null && !relisted && !full) return undefined;
    this.#full = false;
    this.#sentHeader = header;
    return { seq: ++this.#seq, full, session: changes, ...parts };
  }

  #forgetSent({ run }: HostedSession): void {
    this.#sentHeader = null;
    this.#sentCatchups = 0;
    this.#rows.reset();
    this.#events.reset(run.log.events);
    this.#charts.reset();
    this.#trading.reset();
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
