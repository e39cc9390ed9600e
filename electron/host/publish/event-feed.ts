import type { SessionEvent } from '../../../core/model/session-event.ts';
import type { Batch, LogRow, ProgressMark, SignalRow } from '../../contract/batch.ts';
import { eventSymbol, eventText } from '../runs/event-text.ts';

/** Of a long log only the newest lines are sent to a new window, and after a stretch that was too fast to follow. */
const NEWEST = 2_000;
/** Lines per second; the eye reads no faster, and 500 symbols have thousands a second at full speed. */
const MOST_PER_SECOND = 40;
/** Most lines in one burst. */
const BURST = 250;
/** While the clock runs, lines within this time are shown together, because the whole list moves each time, ms. */
const TOGETHER_MS = 400;
/** The same while they come faster than the eye reads, ms. */
const FAST_TOGETHER_MS = 1_000;
/** How long the rate must have been low enough before the list is sent again without its holes, ms. */
const CALM_MS = 500;

export type EventUpdates = Pick<Batch, 'signals' | 'log' | 'marks' | 'relisted'>;

/** The session's activity, as far as it matters to the lists. */
export interface EventTiming {
  /** False while blocked, when lists show the state before, and while a day loads, which does not count as calm. */
  readonly mayRelist: boolean;
  /** True while the clock runs and results are allowed: lines may wait for those that follow. */
  readonly mayWait: boolean;
}

/**
 * The event log for one window: every line while they come slowly enough, else the newest, and all again when it is
 * calm.
 */
export class EventFeed {
  #sent = 0;
  /** Signals among the events sent or passed over. */
  #signals = 0;
  #markedMs = Number.NaN;
  /** Lines that may go out now. */
  #allowance = BURST;
  #askedAt = 0;
  #hasHoles = false;
  #fastAt = 0;
  #shownAt = Number.NEGATIVE_INFINITY;

  /** The newest lines are sent again. */
  reset(events: readonly SessionEvent[]): void {
    this.#sent = Math.max(0, events.length - NEWEST);
    this.#signals = signalsIn(events.slice(0, this.#sent));
    this.#allowance = NEWEST;
    this.#markedMs = Number.NaN;
    this.#hasHoles = false;
    this.#shownAt = Number.NEGATIVE_INFINITY;
  }

  take(events: readonly SessionEvent[], nowMs: number, { mayRelist, mayWait }: EventTiming): EventUpdates {
    const togetherMs = this.#hasHoles ? FAST_TOGETHER_MS : TOGETHER_MS;
    if (mayWait && nowMs - this.#shownAt < togetherMs) return NOTHING;
    const earned = ((nowMs - this.#askedAt) * MOST_PER_SECOND) / 1_000;
    this.#allowance = Math.min(Math.max(BURST, this.#allowance), this.#allowance + earned);
    this.#askedAt = nowMs;
    const fresh = events.slice(this.#sent);
    if (fresh.length > 0) this.#shownAt = nowMs;
    this.#sent = events.length;
    const marks = this.#marks(fresh);
    // The newest always goes out, so that a row with a later number shows how many are missing before it.
    const fits = Math.min(fresh.length, Math.max(1, Math.floor(this.#allowance)));
    if (fits < fresh.length) {
      this.#hasHoles = true;
      this.#fastAt = nowMs;
    } else if (this.#hasHoles && mayRelist && nowMs - this.#fastAt >= CALM_MS) {
      this.#hasHoles = false;
      this.#signals += signalsIn(fresh);
      return { ...this.#rows(events.slice(-NEWEST)), marks, relisted: true };
    }
    this.#allowance -= fits;
    this.#signals += signalsIn(fresh);
    return { ...this.#rows(fresh.slice(fresh.length - fits), fresh), marks, relisted: false };
  }

  /**
   * The newest events as rows, always including the newest signal of `all`: the last ones of those that were counted.
   */
  #rows(newest: readonly SessionEvent[], all = newest): Pick<EventUpdates, 'signals' | 'log'> {
    const among = newest.filter(isSignal);
    const signals = among.length > 0 ? among : all.filter(isSignal).slice(-1);
    const before = this.#signals - signals.length;
    return {
      signals: signals.map((event, index) => signalRow(event, before + index + 1)),
      log: newest.map(logRow),
    };
  }

  /** One mark of signals per instant: several would cover each other. */
  #marks(events: readonly SessionEvent[]): ProgressMark[] {
    return events.flatMap((event) => {
      const kind = markKind(event);
      const symbol = eventSymbol(event);
      if (kind === undefined) return [];
      const clockMs = Date.parse(event.clock);
      if (kind === 'signal') {
        if (clockMs === this.#markedMs) return [];
        this.#markedMs = clockMs;
      }
      return [{ clockMs, kind, symbol }];
    });
  }
}

const NOTHING: EventUpdates = { signals: [], log: [], marks: [], relisted: false };

const logRow = (event: SessionEvent): LogRow => ({
  seq: event.seq,
  clockMs: Date.parse(event.clock),
  type: event.type,
  symbol: eventSymbol(event),
  text: eventText(event),
});

type Signal = Extract<SessionEvent, { type: 'signal' }>;

const isSignal = (event: SessionEvent): event is Signal => event.type === 'signal';

const signalsIn = (events: readonly SessionEvent[]): number =>
  events.reduce((count, event) => count + (isSignal(event) ? 1 : 0), 0);

function signalRow(event: Signal, nth: number): SignalRow {
  const { seq: id, clock, symbol, strategy, direction, price, text } = event;
  return { id, nth, clockMs: Date.parse(clock), symbol, strategy, direction, price, text };
}

function markKind(event: SessionEvent): ProgressMark['kind'] | undefined {
  switch (event.type) {
    case 'symbol_requested':
      return event.added_by === 'config' ? undefined : 'added';
    case 'symbol_removed':
      return 'removed';
    case 'symbol_failed':
      return 'failed';
    case 'signal':
      return 'signal';
    case 'fill':
      return 'fill';
    case 'trading_status':
      return event.halted ? 'halted' : 'resumed';
    case 'trading_halted':
      return 'halted';
    case 'trading_resumed':
      return 'resumed';
    default:
      return undefined;
  }
}
