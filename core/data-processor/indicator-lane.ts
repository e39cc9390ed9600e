import type { BarBatch } from '../session-data/bar-batch.ts';
import type { SeriesIndicator } from '../session-data/series.ts';
import { NO_ROW, PooledIndicator } from './indicators/pooled-indicator.ts';

/** One indicator of the base interval of all symbols, each at its symbol's place. */
export class IndicatorLane {
  /** Undefined where the symbol has no such indicator. */
  readonly #each: readonly (SeriesIndicator | undefined)[];
  /** Where all of them keep their numbers in one pool: one of them, and the row of each. */
  readonly #like: PooledIndicator | undefined;
  readonly #rows: Int32Array;

  constructor(each: readonly (SeriesIndicator | undefined)[]) {
    this.#each = each;
    const like = each.find((indicator) => indicator !== undefined);
    const rowOf = (indicator: SeriesIndicator | undefined): number | undefined => {
      if (indicator === undefined) return NO_ROW;
      const isLike = indicator instanceof PooledIndicator && like instanceof PooledIndicator;
      return isLike && indicator.pool === like.pool ? indicator.row : undefined;
    };
    const rows = each.map(rowOf).filter((row) => row !== undefined);
    this.#rows = new Int32Array(rows);
    this.#like = rows.length === each.length && like instanceof PooledIndicator ? like : undefined;
  }

  update(batch: BarBatch): void {
    if (this.#like !== undefined) this.#like.updateRows(this.#rows, batch);
    else this.#updateEach(batch);
  }

  #updateEach({ bars, has }: BarBatch): void {
    const each = this.#each;
    for (let place = 0; place < each.length; place++) {
      if (has[place] === 1) each[place]?.update(bars, place);
    }
  }
}
