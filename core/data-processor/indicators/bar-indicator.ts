import { invariant } from '../../base/invariant.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { Indicator } from './indicator.ts';

/**
 * The parts that every indicator shares: the count of bars, the outputs, and `replace`.
 *
 * There is one code path for both: `take` gets `again` = true when the last bar is repeated, and every part of an
 * indicator then starts again from its state before that bar. So a replaced bar gives the bits it would have given as a
 * new one. Nothing is allocated per bar.
 */
export abstract class BarIndicator implements Indicator {
  readonly outputs: readonly string[];
  readonly warmUp: number;
  /** Bars taken, the last one included. */
  protected bars = 0;
  /** One number per output, `NaN` until warm. */
  protected readonly values: Float64Array;

  constructor(outputs: readonly string[], warmUp: number) {
    this.outputs = outputs;
    this.warmUp = warmUp;
    this.values = new Float64Array(outputs.length).fill(Number.NaN);
  }

  update(bars: ReadonlyBarColumns, at: number): void {
    this.bars += 1;
    this.take(bars, at, false);
  }

  replace(bars: ReadonlyBarColumns, at: number): void {
    invariant(this.bars > 0, 'a bar to be replaced, got replace before the first update');
    this.take(bars, at, true);
  }

  value(output = 0): number | undefined {
    const value = this.values[output];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }

  reset(): void {
    this.bars = 0;
    this.values.fill(Number.NaN);
    this.clear();
  }

  /** Takes the bar at `at`, and writes every output from the bar number `warmUp` on. */
  protected abstract take(bars: ReadonlyBarColumns, at: number, again: boolean): void;

  /** Forgets the state of a subclass. */
  protected clear(): void {}
}
