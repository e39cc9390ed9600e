import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { BarIndicator } from './bar-indicator.ts';
import type { IndicatorDefinition } from './indicator.ts';

const OUTPUTS: readonly string[] = ['pivot', 'r1', 's1', 'r2', 's2', 'r3', 's3'];

/** Levels from one bar; nothing is remembered. */
class PivotPoints extends BarIndicator {
  constructor() {
    super(OUTPUTS, 1);
  }

  protected override take(bars: ReadonlyBarColumns, at: number, _again: boolean): void {
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    const close = bars.close[at] as number;
    const pivot = (high + low + close) / 3;
    const levels = this.values;
    levels[0] = pivot;
    levels[1] = 2 * pivot - low;
    levels[2] = 2 * pivot - high;
    levels[3] = pivot + (high - low);
    levels[4] = pivot - (high - low);
    levels[5] = high + 2 * (pivot - low);
    levels[6] = low - 2 * (high - pivot);
  }

  protected override clear(): void {}
}

/**
 * Floor traders' pivot points: the levels that the last closed bar sets for the one after it.
 *
 * On `1d` these are the levels of today, set by yesterday: a day's bar is known at its close and no earlier.
 * pivot = (high + low + close) / 3; r1 = 2 × pivot − low; s1 = 2 × pivot − high; r2, s2 = pivot ± (high − low);
 * r3 = high + 2 × (pivot − low); s3 = low − 2 × (high − pivot).
 * Source: the classic form, John Person, A Complete Guide to Technical Trading Tactics, 2004.
 */
export const pivotPoints: IndicatorDefinition = {
  name: 'pivot_points',
  parameters: [],
  outputs: OUTPUTS,
  resetsEachSession: false,
  create: () => new PivotPoints(),
};
