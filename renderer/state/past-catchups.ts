import '../../core/base/disposable.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CatchupReport } from '../../electron/contract/batch.ts';

/** How long a catch-up stays readable after it ended. The engine never waits for it. */
export const LINGER_MS = 700;

export type PastCatchups = ReadonlyMap<string, CatchupReport>;

/** Catch-ups that ended a moment ago, by symbol: shown as past, then gone. */
export class PastCatchupStore implements Disposable {
  readonly store: StoreApi<PastCatchups> = createStore<PastCatchups>(() => new Map());
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  add(reports: readonly CatchupReport[]): void {
    if (reports.length === 0) return;
    const past = new Map(this.store.getState());
    for (const report of reports) {
      past.delete(report.symbol);
      past.set(report.symbol, report);
      this.#expireLater(report.symbol);
    }
    this.store.setState(past, true);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    if (this.store.getState().size > 0) this.store.setState(new Map(), true);
  }

  [Symbol.dispose](): void {
    this.clear();
  }

  #expireLater(symbol: string): void {
    clearTimeout(this.#timers.get(symbol));
    this.#timers.set(
      symbol,
      setTimeout(() => {
        this.#timers.delete(symbol);
        const past = new Map(this.store.getState());
        past.delete(symbol);
        this.store.setState(past, true);
      }, LINGER_MS),
    );
  }
}
