import { MINUTE_MS } from '../base/epoch-ms.ts';
import type { LinkState, RefusedSymbol } from './feed-events.ts';

/** A feed's figures for one symbol today. Times in ms. */
export interface SymbolTruth {
  readonly symbol: string;
  /** Bars of the stream, corrections left out. */
  received: number;
  /** Delay from the close of a bar to its arrival: the last one, the worst, and the sum of all. */
  lastLatencyMs: number;
  worstLatencyMs: number;
  latencySumMs: number;
  /** Delay from the close of a bar to its delivery to viewers: the last one and the worst. */
  lastShownMs: number;
  worstShownMs: number;
  /** Bars that came after the wait for them was over. */
  late: number;
  corrected: number;
  duplicated: number;
  /** Bars that the stream never delivered and the history did. */
  filled: number;
  /** Minutes that were requested repeatedly and had no trades. */
  confirmedEmpty: number;
}

/** Bars delivered and missed by a feed: the figures of the feed panel. */
export class FeedStats {
  readonly #symbols = new Map<string, SymbolTruth>();
  /** Close of the newest bar that was streamed and not yet shown, by symbol. */
  readonly #streamed = new Map<string, number>();
  /** Since when the feed must deliver a symbol. */
  readonly #owedSince = new Map<string, number>();
  state: LinkState = 'connecting';
  reason = '';
  /** Since when, and the time of the last message; the market's time, UTC epoch ms. */
  sinceMs: number;
  lastMessageMs: number | null = null;
  reconnects = 0;
  /** The time and the reason of the last interruption; null before the first. */
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

  /** From their first subscription on, also during an interruption, the feed must deliver the symbols. */
  noteHeld(held: ReadonlySet<string>, nowMs: number): void {
    this.granted = held.size;
    for (const symbol of held) if (!this.#owedSince.has(symbol)) this.#owedSince.set(symbol, nowMs);
  }

  noteLeft(symbol: string): void {
    this.#owedSince.delete(symbol);
  }

  /** A bar of the history: missed if the stream should have delivered it. */
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

  /** The newest displayed bar of a symbol; its delay counts only if it was streamed. */
  noteShown(symbol: string, closeMs: number, nowMs: number): void {
    const truth = this.#symbols.get(symbol);
    if (truth === undefined || this.#streamed.get(symbol) !== closeMs) return;
    this.#streamed.delete(symbol);
    truth.lastShownMs = Math.max(0, nowMs - closeMs);
    truth.worstShownMs = Math.max(truth.worstShownMs, truth.lastShownMs);
  }
}
