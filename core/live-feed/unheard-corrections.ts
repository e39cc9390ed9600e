import { MINUTE_MS } from '../base/epoch-ms.ts';

/** A correction follows its minute within this, ms; most come near half past the next one. */
const CORRECTED_WITHIN_MS = 2 * MINUTE_MS;

/** Times without a connection to the feed, and so the bars whose corrections may have been missed. UTC epoch ms. */
export class MissedCorrections {
  /** Of all symbols, and of single symbols that were not subscribed. */
  readonly #ranges: { readonly symbol: string | undefined; readonly from: number; to: number }[] = [];

  /** Nothing was received since then: of one symbol, or of all. */
  lost(since: number, symbol?: string): void {
    const open = this.#openRange(symbol);
    if (open === undefined) this.#ranges.push({ symbol, from: since, to: Number.POSITIVE_INFINITY });
  }

  heardAgain(now: number, symbol?: string): void {
    const open = this.#openRange(symbol);
    if (open !== undefined) open.to = now;
  }

  /** True when the minute's correction may have been sent while there was no connection. */
  mayConcern(symbol: string, openMs: number): boolean {
    const closeMs = openMs + MINUTE_MS;
    return this.#ranges.some(
      (range) =>
        (range.symbol ?? symbol) === symbol &&
        range.from <= closeMs + CORRECTED_WITHIN_MS &&
        range.to >= closeMs,
    );
  }

  #openRange(symbol: string | undefined) {
    return this.#ranges.find((range) => range.symbol === symbol && range.to === Number.POSITIVE_INFINITY);
  }
}
