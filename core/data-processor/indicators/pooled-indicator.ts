import { invariant } from '../../base/invariant.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { BarBatch } from '../../session-data/bar-batch.ts';
import { FloatArena } from '../../model/float-arena.ts';
import type { Indicator } from './indicator.ts';

/** Bars taken, the last one included: the first of the numbers. The outputs follow, then the subclass's own. */
export const BARS = 0;
export const VALUE = 1;

/** In a list of rows: the symbol has no such indicator. */
export const NO_ROW = -1;

/**
 * An indicator whose whole state is a few numbers. In a session they are in one pool with those of the same indicator
 * of other symbols, so that one loop updates all of them and touches nothing else.
 *
 * `replace` is as in `BarIndicator`: `take` gets `again` = true when the last bar is repeated.
 */
export abstract class PooledIndicator implements Indicator {
  readonly outputs: readonly string[];
  readonly warmUp: number;
  readonly pool: FloatArena;
  /** Where its numbers begin in the pool. */
  readonly row: number;
  readonly #width: number;

  /** `states`: numbers beside the count and the outputs, zero at first. */
  constructor(outputs: readonly string[], warmUp: number, states: number, pool?: FloatArena) {
    this.outputs = outputs;
    this.warmUp = warmUp;
    this.#width = VALUE + outputs.length + states;
    this.pool = pool ?? new FloatArena(this.#width);
    this.row = this.pool.take(this.#width);
    this.reset();
  }

  update(bars: ReadonlyBarColumns, at: number): void {
    this.#takeNew(this.pool.numbers, this.row, bars, at);
  }

  /** Updates all indicators of this kind, each by its row, with the bars of a batch. */
  updateRows(rows: Int32Array, { bars, has }: BarBatch): void {
    const { numbers } = this.pool;
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place] as number;
      if (has[place] === 1 && row !== NO_ROW) this.#takeNew(numbers, row, bars, place);
    }
  }

  replace(bars: ReadonlyBarColumns, at: number): void {
    const { numbers } = this.pool;
    invariant(numbers[this.row + BARS] !== 0, 'a bar to be replaced, got replace before the first update');
    this.take(numbers, this.row, bars, at, true);
  }

  value(output = 0): number | undefined {
    if (output < 0 || output >= this.outputs.length) return undefined;
    const value = this.pool.numbers[this.row + VALUE + output] as number;
    return Number.isNaN(value) ? undefined : value;
  }

  reset(): void {
    const values = this.row + VALUE;
    this.pool.numbers.fill(0, this.row, this.row + this.#width);
    this.pool.numbers.fill(Number.NaN, values, values + this.outputs.length);
  }

  #takeNew(numbers: Float64Array, row: number, bars: ReadonlyBarColumns, at: number): void {
    numbers[row + BARS] = (numbers[row + BARS] as number) + 1;
    this.take(numbers, row, bars, at, false);
  }

  /** Takes the bar at `at` into the numbers from `row` on, and writes every output from the bar number `warmUp` on. */
  protected abstract take(
    numbers: Float64Array,
    row: number,
    bars: ReadonlyBarColumns,
    at: number,
    again: boolean,
  ): void;
}
