import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { ParameterDefinition } from '../indicators/parameters.ts';

/**
 * A number (or several) about the past of a symbol, computed once from history: a pure function over the last bars.
 * Bars come oldest first and are closed; those before the last `period + leadingBars` change nothing unless documented
 * otherwise.
 */
export interface HistoricalIndicatorDefinition {
  readonly name: string;
  readonly parameters: readonly [ParameterDefinition];
  readonly outputs: readonly string[];
  /** Bars needed before the `period` ones, for a previous close or a bar to compare with. */
  readonly leadingBars: number;
  /** One number per output; undefined where history is too short or the formula has no answer. */
  compute(bars: ReadonlyBarColumns, period: number): readonly number[] | undefined;
}

/** The period of a historical indicator, in bars (on `1d`: days). */
export const historicalPeriod = (byDefault: number): readonly [ParameterDefinition] => [
  { name: 'period', default: byDefault, min: 1, max: 1_000, integer: true },
];
