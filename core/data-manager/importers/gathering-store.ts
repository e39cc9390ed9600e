import type { Ticker } from '../../base/epoch-ms.ts';
import type { BaseInterval } from '../../base/interval.ts';
import { ok, type Result } from '../../base/result.ts';
import {
  BarColumns,
  firstIndexAtOrAfter,
  sliceColumns,
  type ReadonlyBarColumns,
} from '../../model/bar-columns.ts';
import type { BarsWithOrigin, InstantRange, WritableBarStore } from '../bar-store.ts';
import { mergeBars } from '../merge-bars.ts';

/** Takes the bars of an import and keeps, in memory, those of one symbol and interval that open in a range. */
export class GatheringStore implements WritableBarStore {
  readonly location = 'memory';
  /** Symbols and intervals that were written, as `AAPL 1m`. */
  readonly seen = new Set<string>();
  #bars: ReadonlyBarColumns = new BarColumns(0);
  readonly #wanted: {
    readonly symbol: Ticker;
    readonly interval: BaseInterval;
    readonly range: InstantRange;
  };

  constructor(wanted: {
    readonly symbol: Ticker;
    readonly interval: BaseInterval;
    readonly range: InstantRange;
  }) {
    this.#wanted = wanted;
  }

  /** Ascending and unique; of two that were written for one time the later. */
  get bars(): ReadonlyBarColumns {
    return this.#bars;
  }

  symbols: WritableBarStore['symbols'] = () => Promise.resolve(ok([]));
  availability: WritableBarStore['availability'] = () => Promise.resolve(ok(undefined));
  getBars = (): Promise<Result<BarsWithOrigin>> =>
    Promise.resolve(ok({ bars: this.#bars, findings: [], synthetic: false }));

  writeBars: WritableBarStore['writeBars'] = (symbol, interval, bars) => {
    const { range } = this.#wanted;
    this.seen.add(`${symbol} ${interval}`);
    if (symbol === this.#wanted.symbol && interval === this.#wanted.interval) {
      const [from, to] = [firstIndexAtOrAfter(bars, range.from), firstIndexAtOrAfter(bars, range.to)];
      this.#bars = mergeBars(this.#bars, sliceColumns(bars, from, to)).bars;
    }
    const nothing = { unchanged: 0, replaced: 0, kept: 0, discardedSynthetic: 0, files: [], setAside: [] };
    return Promise.resolve(ok({ written: bars.length, ...nothing }));
  };
}
