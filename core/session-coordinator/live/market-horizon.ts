import { MINUTE_MS } from '../../base/epoch-ms.ts';

/** The clock waits for symbols that traded in one of the last minutes; a quiet one delays nothing. */
const LIVELY_MINUTES = 3;

/**
 * The limit of a live session's clock. It follows the market, and stops right before each minute until the bars of that
 * minute have come, or the wait for them is over: so a bar that comes in time is handled as in a backtest, and a
 * derived bar closes with all its parts. While the feed is down the clock is stopped.
 */
export class MarketHorizon {
  readonly #now: () => number;
  readonly graceMs: number;
  /** Last bar of each symbol by its open. */
  readonly #latest = new Map<string, number>();
  #standsAt: number | undefined;
  /** The time of the last beat, and the greatest delay of the next one. */
  #beatAt: number;
  readonly #longestBeatMs: number;

  constructor(now: () => number, graceMs: number, longestBeatMs: number) {
    this.#now = now;
    this.graceMs = graceMs;
    this.#longestBeatMs = longestBeatMs;
    this.#beatAt = now();
  }

  /**
   * Must be called regularly. True when the last call is too long ago, so the machine must have slept: the clock then
   * stops, since bars of the feed were missed.
   */
  beat(): boolean {
    const now = this.#now();
    const slept = now - this.#beatAt > this.#longestBeatMs;
    if (slept) this.stand();
    this.#beatAt = now;
    return slept;
  }

  noteBar(symbol: string, openMs: number): void {
    if (openMs > (this.#latest.get(symbol) ?? 0)) this.#latest.set(symbol, openMs);
  }

  forget(symbol: string): void {
    this.#latest.delete(symbol);
  }

  /** The feed is down: bars that are unknown now stay unknown. */
  stand(at: number = this.value): void {
    this.#standsAt ??= at;
  }

  goOn(): void {
    this.#standsAt = undefined;
  }

  get stands(): boolean {
    return this.#standsAt !== undefined;
  }

  get value(): number {
    if (this.#standsAt !== undefined) return this.#standsAt;
    const now = Math.min(this.#now(), this.#beatAt + this.#longestBeatMs);
    const boundary = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    return now - boundary >= this.graceMs || this.#isComplete(boundary) ? now : boundary - 1;
  }

  #isComplete(boundary: number): boolean {
    let lively = 0;
    for (const openMs of this.#latest.values()) {
      if (openMs < boundary - (LIVELY_MINUTES + 1) * MINUTE_MS) continue;
      if (openMs < boundary - MINUTE_MS) return false;
      lively++;
    }
    return lively > 0;
  }
}
