import type { Interval } from '../../base/interval.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { FloatArena } from '../../model/float-arena.ts';

/**
 * Shows an indicator the bar at `at` of some columns. Columns and a place rather than six numbers: a number that goes
 * through a call which is not inlined is put on the heap, so that every bar would leave garbage behind.
 */
export type UpdateIndicator = (bars: ReadonlyBarColumns, at: number) => void;

/**
 * A streaming indicator over the closed bars of one series.
 *
 * `update` takes the next bar, `replace` takes the last bar again with other values (a correction), as if `update` had
 * been called with them in the first place. Both are O(1) or O(period). Values are `NaN` inside until warm;
 * `value` gives `undefined` for them. Streaming over a series and computing it in one go give the same bits.
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

/** An indicator as a session config asks for it. */
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
  /** True for `vwap` and its like: starts anew each session and takes no history. */
  readonly resetsEachSession: boolean;
  /** How parameters, each within its own range, contradict each other, in words; undefined when they do not. */
  readonly contradiction?: (parameters: Readonly<Record<string, number>>) => string | undefined;
  /** Takes every parameter of the table, checked, and where its numbers shall stand; in a pool of their own otherwise. */
  create(parameters: Readonly<Record<string, number>>, pool?: FloatArena): Indicator;
}
