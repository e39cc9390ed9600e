import type { BaseInterval } from '../base/interval.ts';
import type { Finding, FindingKind } from '../model/finding.ts';

/** Collects one finding per kind, with its count and the range it spans. */
export class FindingCounter {
  readonly #symbol: string;
  readonly #interval: BaseInterval;
  readonly #found = new Map<
    FindingKind,
    { firstMs: number; lastMs: number; count: number; detail: string }
  >();

  constructor(symbol: string, interval: BaseInterval) {
    this.#symbol = symbol;
    this.#interval = interval;
  }

  /** `detail` of the first of its kind is kept. An invalid time (NaN) counts but spans nothing. */
  add(kind: FindingKind, openMs: number, detail: string): void {
    const found = this.#found.get(kind);
    if (found === undefined) {
      const at = Number.isFinite(openMs) ? openMs : 0;
      this.#found.set(kind, { firstMs: at, lastMs: at, count: 1, detail });
      return;
    }
    found.count += 1;
    if (openMs < found.firstMs) found.firstMs = openMs;
    if (openMs > found.lastMs) found.lastMs = openMs;
  }

  has(kind: FindingKind): boolean {
    return this.#found.has(kind);
  }

  list(): readonly Finding[] {
    return Array.from(this.#found, ([kind, found]) => ({
      symbol: this.#symbol,
      interval: this.#interval,
      kind,
      ...found,
    }));
  }
}
