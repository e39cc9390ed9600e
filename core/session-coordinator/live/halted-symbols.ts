import type { FeedBar, TradingStatus } from '../../live-feed/feed-events.ts';

/**
 * Which symbols the exchange has halted, as far as the feed told. Feeds do not repeat a status: when trading goes on while
 * the line is down, nobody hears of it. The bars tell: none opens during a halt, so one that opens after its begin ends it.
 */
export class HaltedSymbols {
  /** Symbol to the begin of its halt, UTC epoch ms. */
  readonly #since = new Map<string, number>();

  note({ symbol, halted, atMs }: TradingStatus): void {
    if (halted) this.#since.set(symbol, atMs);
    else this.#since.delete(symbol);
  }

  /** The symbols whose bars show that they trade again though it was not said; each is told once. */
  tradingAgain(bars: readonly FeedBar[]): readonly string[] {
    if (this.#since.size === 0) return [];
    const again = new Set<string>();
    for (const { symbol, openMs } of bars) {
      if (openMs >= (this.#since.get(symbol) ?? Number.POSITIVE_INFINITY)) again.add(symbol);
    }
    for (const symbol of again) this.#since.delete(symbol);
    return [...again];
  }
}
