import { MINUTE_MS } from '../base/epoch-ms.ts';
import type { LinkState, RefusedSymbol } from './feed-events.ts';

/** How a feed served one symbol today. Times in ms. */
export interface SymbolTruth {
  readonly symbol: string;
  /** Bars of the stream, corrections left out. */
  received: number;
  /** From the close of a bar to its arrival: the last one, the worst, and the sum of all. */
  lastLatencyMs: number;
  worstLatencyMs: number;
  latencySumMs: number;
  /** From the close of a bar to when it went out to whoever looks on: the last one and the worst. */
  lastShownMs: number;
  worstShownMs: number;
  /** Bars that came after the wait for them was over. */
  late: number;
  corrected: number;
  duplicated: number;
  /** Bars that the stream never gave and the history did. */
  filled: number;
  /** Minutes asked for again and again: nobody traded. */
  confirmedEmpty: number;
}

/** What a feed gave and what it owed: the figures of the feed panel. */
export class FeedStats {
  readonly #symbols = new Map<string, SymbolTruth>();
  /** Close of the newest bar that was streamed and not yet shown, by symbol. */
  readonly #streamed = new Map<string, number>();
  /** Since when a symbol is owed to us. */
  readonly #owedSince = new Map<string, number>();
  state: LinkState = 'connecting';
  reason = '';
  /** Since when, and when it said something last; the market's time, UTC epoch ms. */
  sinceMs: number;
  lastMessageMs: number | null = null;
  reconnects = 0;
  /** When the line broke last, and why; null while it never did. */
  brokeAtMs: number | null = null;
  brokeBy = '';
  unreadable = 0;
  asked = 0;
  granted = 0;
  refused: readonly RefusedSymbol[] = [];

  constructor(nowMs: number) {
    this.sinceMs = nowMs;
  }

  get symbols(): readonly SymbolTruth[] {
    return [...this.#symbols.values()];
  }

  of(symbol: string): SymbolTruth {
    let truth = this.#symbols.get(symbol);
    if (truth === undefined) {
      truth = {
        symbol,
        received: 0,
        lastLatencyMs: 0,
        worstLatencyMs: 0,
        latencySumMs: 0,
        lastShownMs: 0,
        worstShownMs: 0,
        late: 0,
        corrected: 0,
        duplicated: 0,
        filled: 0,
        confirmedEmpty: 0,
      };
      this.#symbols.set(symbol, truth);
    }
    return truth;
  }

  noteState(state: LinkState, reason: string, nowMs: number): void {
    if (state !== this.state) this.sinceMs = nowMs;
    this.state = state;
    this.reason = reason;
    if (state !== 'waiting') return;
    this.reconnects++;
    this.brokeAtMs = nowMs;
    this.brokeBy = reason;
  }

  /** From their first subscription on, also over a line that breaks, symbols are owed. */
  noteHeld(held: ReadonlySet<string>, nowMs: number): void {
    this.granted = held.size;
    for (const symbol of held) if (!this.#owedSince.has(symbol)) this.#owedSince.set(symbol, nowMs);
  }

  noteLeft(symbol: string): void {
    this.#owedSince.delete(symbol);
  }

  /** A bar of the history: missed when the stream owed it. */
  noteFilled(symbol: string, openMs: number): void {
    if (openMs + MINUTE_MS > (this.#owedSince.get(symbol) ?? Number.POSITIVE_INFINITY))
      this.of(symbol).filled++;
  }

  noteArrival(symbol: string, openMs: number, receivedMs: number, graceMs: number): void {
    const truth = this.of(symbol);
    const latency = Math.max(0, receivedMs - openMs - MINUTE_MS);
    truth.received++;
    truth.lastLatencyMs = latency;
    truth.worstLatencyMs = Math.max(truth.worstLatencyMs, latency);
    truth.latencySumMs += latency;
    if (latency > graceMs) truth.late++;
    this.#streamed.set(symbol, Math.max(openMs + MINUTE_MS, this.#streamed.get(symbol) ?? 0));
  }

  /** The newest bar that is shown of a symbol; only of one that was streamed is it told how long that took. */
  noteShown(symbol: string, closeMs: number, nowMs: number): void {
    const truth = this.#symbols.get(symbol);
    if (truth === undefined || this.#streamed.get(symbol) !== closeMs) return;
    this.#streamed.delete(symbol);
    truth.lastShownMs = Math.max(0, nowMs - closeMs);
    truth.worstShownMs = Math.max(truth.worstShownMs, truth.lastShownMs);
  }
}
