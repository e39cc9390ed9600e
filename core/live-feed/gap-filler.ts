import { MINUTE_MS } from '../base/epoch-ms.ts';

export interface GapFillerRules {
  /** Delay from a minute's end to its first request: late bars and corrections come before that. */
  readonly settleMs: number;
  /** Delay between two attempts; it doubles after each failure. */
  readonly retryMs: number;
  readonly maxRetries: number;
}

/** A request to the history; `[from, to)` by the open, in UTC epoch ms. */
export interface GapRequest {
  readonly symbols: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** A minute without trades, according to the vendor. */
export type EmptyMinute = readonly [symbol: string, openMs: number];

interface Gap {
  tries: number;
  /** Number of answers without it. */
  denials: number;
  dueAt: number;
}

/** Number of answers without a minute after which it counts as a minute without trades. */
const ENOUGH_DENIALS = 2;
const MOST_SYMBOLS = 100;

/**
 * The minutes of today that a feed has not delivered: which of them to request from the history and when, and when it
 * is certain that the vendor has none. Pure: events and the time in, requests and certainties out. All times are the
 * market's, in UTC epoch ms.
 */
export class GapFiller {
  readonly #rules: GapFillerRules;
  readonly #gaps = new Map<string, Map<number, Gap>>();

  constructor(rules: GapFillerRules) {
    this.#rules = rules;
  }

  /** A completed minute has no bar. A minute that is already known keeps its place. */
  miss(symbol: string, openMs: number): void {
    let own = this.#gaps.get(symbol);
    if (own === undefined) this.#gaps.set(symbol, (own = new Map()));
    const dueAt = openMs + MINUTE_MS + this.#rules.settleMs;
    if (!own.has(openMs)) own.set(openMs, { tries: 0, denials: 0, dueAt });
  }

  /** A minute's bar came after all. */
  come(symbol: string, openMs: number): void {
    this.#gaps.get(symbol)?.delete(openMs);
  }

  forget(symbol: string): void {
    this.#gaps.delete(symbol);
  }

  /** The time of the next request; `Infinity` for never. */
  get dueAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const own of this.#gaps.values()) for (const { dueAt } of own.values()) next = Math.min(next, dueAt);
    return next;
  }

  /** The due request, for as many symbols as fit into one; undefined when there is none. */
  next(now: number): GapRequest | undefined {
    const symbols: string[] = [];
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [symbol, own] of this.#gaps) {
      const due = [...own].filter(([, { dueAt }]) => dueAt <= now).map(([openMs]) => openMs);
      if (due.length === 0) continue;
      from = Math.min(from, ...due);
      to = Math.max(to, ...due.map((openMs) => openMs + MINUTE_MS));
      if (symbols.push(symbol) === MOST_SYMBOLS) break;
    }
    return symbols.length === 0 ? undefined : { symbols, from, to };
  }

  /**
   * The history answered; its bars have been added. A minute that it did not have is requested again, or known to be
   * empty: those minutes are gaps no longer. `isLast`: there is no further request, so one answer is enough.
   */
  answered({ symbols, from, to }: GapRequest, now: number, isLast = false): readonly EmptyMinute[] {
    const empty: EmptyMinute[] = [];
    for (const symbol of symbols) {
      for (const [openMs, gap] of this.#asked(symbol, from, to, now)) {
        gap.denials++;
        gap.tries++;
        gap.dueAt = now + this.#rules.retryMs;
        if (gap.denials >= ENOUGH_DENIALS || isLast) empty.push([symbol, openMs]);
        else this.#giveUp(gap);
      }
    }
    for (const [symbol, openMs] of empty) this.come(symbol, openMs);
    return empty;
  }

  /** The request to the history failed. */
  failed({ symbols, from, to }: GapRequest, now: number): void {
    for (const symbol of symbols) {
      for (const [, gap] of this.#asked(symbol, from, to, now)) {
        gap.tries++;
        gap.dueAt = now + this.#rules.retryMs * 2 ** (gap.tries - 1);
        this.#giveUp(gap);
      }
    }
  }

  /** After this many attempts it stays an unconfirmed gap, until the whole day is checked. */
  #giveUp(gap: Gap): void {
    if (gap.tries > this.#rules.maxRetries) gap.dueAt = Number.POSITIVE_INFINITY;
  }

  /** Gaps in the range of a request that were old enough for its answer to count. */
  #asked(symbol: string, from: number, to: number, now: number): readonly (readonly [number, Gap])[] {
    const settled = now - MINUTE_MS - this.#rules.settleMs;
    return [...(this.#gaps.get(symbol) ?? [])].filter(
      ([openMs]) => openMs >= from && openMs < to && openMs <= settled,
    );
  }
}
