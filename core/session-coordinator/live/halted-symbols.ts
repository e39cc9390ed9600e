import type { FeedBar, TradingStatus } from '../../live-feed/feed-events.ts';

/**
 * The symbols that the exchange has halted, according to the feed. Feeds do not repeat a status: a resumption during an
 * interruption is never reported. The bars show it: none opens during a halt, so a bar that opens after its begin ends
 * it.
 */
export class HaltedSymbols {
  /** Symbol to the begin of its halt, UTC epoch ms. */
  readonly #since = new Map<string, number>();

  note({ symbol, halted, atMs }: TradingStatus): void {
    if (halted) this.#since.set(symbol, atMs);
    else this.#since.delete(symbol);
  }

  /** The symbols whose bars show an unreported resumption; each is returned once. */
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
