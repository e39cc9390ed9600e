import type { Interval } from '../../base/interval.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { FloatArena } from '../../model/float-arena.ts';

/**
 * Passes an indicator the bar at `at` of some columns. It takes columns and a place rather than six numbers because V8
 * puts a number that passes through a call without inlining on the heap, and every bar would leave garbage behind.
 */
export type UpdateIndicator = (bars: ReadonlyBarColumns, at: number) => void;

/**
 * A streaming indicator over the closed bars of one series.
 *
 * `update` takes the next bar, `replace` takes the last bar again with other values (a correction), as if `update` had
 * been called with them in the first place. Both are O(1) or O(period). Values are `NaN` inside until warm; `value`
 * returns `undefined` for them. Streaming over a series and computing it in one pass give the same bits.
 */
export interface Indicator {
  /** How many numbers one bar gives: 1 for `sma`, 3 for `macd`. */
  readonly outputs: readonly string[];
  /** Bars until the first value. */
  readonly warmUp: number;
  update: UpdateIndicator;
  replace: UpdateIndicator;
  /** The value of an output after the last bar; `undefined` until warm. */
  value(output?: number): number | undefined;
  /** Forgets everything, as new. Session indicators (`vwap`) are reset at each session's start. */
  reset(): void;
}

/** An indicator as a session config requests it. */
export interface IndicatorSpec {
  readonly name: string;
  readonly interval: Interval;
  readonly [parameter: string]: string | number | undefined;
}

/** Knows how to build one kind of indicator, how to check its parameters and how to call it. */
export interface IndicatorDefinition {
  readonly name: string;
  /** Parameters in the order in which the key prints them, with default, least and greatest value. */
  readonly parameters: readonly {
    readonly name: string;
    readonly default: number;
    readonly min: number;
    readonly max: number;
    readonly integer: boolean;
  }[];
  readonly outputs: readonly string[];
  /** True for `vwap` and similar ones: it restarts with each session and takes no history. */
  readonly resetsEachSession: boolean;
  /** The contradiction between parameters that are each within their range, in words; undefined without one. */
  readonly contradiction?: (parameters: Readonly<Record<string, number>>) => string | undefined;
  /** Takes every parameter of the table, checked, and the pool for its numbers; by default a pool of its own. */
  create(parameters: Readonly<Record<string, number>>, pool?: FloatArena): Indicator;
}
