import type { RefusedSymbol } from '../feed-events.ts';

/** A change requested from the vendor, one at a time: the answer names no request. */
export interface SubscriptionChange {
  readonly action: 'subscribe' | 'unsubscribe';
  readonly symbols: readonly string[];
}

/** The wanted symbols, those that the vendor grants, and the next request. */
export class Subscriptions {
  #wanted = new Set<string>();
  #held: ReadonlySet<string> = new Set();
  readonly #refused = new Map<string, string>();
  /** Parts of a request that was refused as a whole; each is requested alone. */
  #parts: (readonly string[])[] = [];
  #asked: SubscriptionChange | undefined;

  get wanted(): ReadonlySet<string> {
    return this.#wanted;
  }

  get held(): ReadonlySet<string> {
    return this.#held;
  }

  get refused(): readonly RefusedSymbol[] {
    return Array.from(this.#refused, ([symbol, reason]) => ({ symbol, reason }));
  }

  get isWaiting(): boolean {
    return this.#asked !== undefined;
  }

  want(symbols: Iterable<string>): void {
    const before = this.#wanted;
    this.#wanted = new Set(symbols);
    // Freed room may be enough for symbols that were refused.
    if ([...before].some((symbol) => !this.#wanted.has(symbol))) this.#refused.clear();
  }

  /** A new connection has no subscriptions. */
  reset(): void {
    this.#held = new Set();
    this.#asked = undefined;
    this.#parts = [];
    this.#refused.clear();
  }

  /** The next request; undefined while an answer is awaited, or when there is none. */
  next(): SubscriptionChange | undefined {
    if (this.#asked !== undefined) return undefined;
    const surplus = [...this.#held].filter((symbol) => !this.#wanted.has(symbol));
    if (surplus.length > 0) return this.#ask('unsubscribe', surplus);
    for (let part = this.#parts.shift(); part !== undefined; part = this.#parts.shift()) {
      const still = part.filter((symbol) => this.#isMissing(symbol));
      if (still.length > 0) return this.#ask('subscribe', still);
    }
    const missing = [...this.#wanted].filter((symbol) => this.#isMissing(symbol));
    return missing.length === 0 ? undefined : this.#ask('subscribe', missing);
  }

  /** The vendor's answer: always the whole set. */
  hold(symbols: readonly string[]): void {
    this.#held = new Set(symbols);
    this.#asked = undefined;
  }

  /** The request was refused and changed nothing; halves of it may be granted. */
  refuse(reason: string): void {
    const symbols = this.#asked?.symbols ?? [];
    const wasAdding = this.#asked?.action === 'subscribe';
    this.#asked = undefined;
    if (!wasAdding) return;
    if (symbols.length === 1) this.#refused.set(symbols[0] as string, reason);
    else {
      const middle = Math.ceil(symbols.length / 2);
      this.#parts.unshift(symbols.slice(0, middle), symbols.slice(middle));
    }
  }

  #isMissing(symbol: string): boolean {
    return this.#wanted.has(symbol) && !this.#held.has(symbol) && !this.#refused.has(symbol);
  }

  #ask(action: 'subscribe' | 'unsubscribe', symbols: readonly string[]): SubscriptionChange {
    this.#asked = { action, symbols };
    return this.#asked;
  }
}
