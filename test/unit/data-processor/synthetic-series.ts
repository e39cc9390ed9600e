import type { Indicator } from '../../../core/data-processor/indicators/indicator.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';

/** Where bars have one price and no volume, `[from, to)`: what halts and empty minutes look like. */
export const FLAT_FROM = 200;
export const FLAT_TO = 240;

/** A seeded generator of whole numbers below a bound (Numerical Recipes' constants, upper 16 bits). */
export function seededDraw(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 16) % below;
  };
}

/**
 * The series that scripts/make-talib-fixture.py makes, to the bit: a walk in whole cents, with a flat stretch where
 * asked for.
 */
export function syntheticSeries(bars = 400, seed = 20_250_702, flat = true): ReadonlyBarColumns {
  const draw = seededDraw(seed);
  const series = new BarColumns(bars);
  let close = 10_000;
  for (let index = 0; index < bars; index += 1) {
    const openMs = 1_751_463_000_000 + index * 60_000;
    if (flat && index >= FLAT_FROM && index < FLAT_TO) {
      series.append(openMs, close / 100, close / 100, close / 100, close / 100, 0);
      continue;
    }
    const open = close + draw(41) - 20;
    close = Math.max(100, open + draw(201) - 100);
    const high = Math.max(open, close) + draw(60);
    const low = Math.min(open, close) - draw(60);
    series.append(openMs, open / 100, high / 100, low / 100, close / 100, draw(100_000));
  }
  return series;
}

type Call = 'update' | 'replace';

/** Gives bar `at` of a series to an indicator. */
export function give(
  indicator: Indicator,
  series: ReadonlyBarColumns,
  at: number,
  call: Call = 'update',
): void {
  indicator[call](series, at);
}

/** Gives a bar by its open, high, low, close and volume. */
export function giveBar(
  indicator: Indicator,
  [open = 0, high = open, low = open, close = open, volume = 0]: readonly number[],
  call: Call = 'update',
): void {
  const bar = new BarColumns(1);
  bar.append(0, open, high, low, close, volume);
  indicator[call](bar, 0);
}

/** Every output after the last bar. */
export const outputsOf = (indicator: Indicator): (number | undefined)[] =>
  indicator.outputs.map((_, output) => indicator.value(output));

/** Every output after every bar of a series. */
export function run(indicator: Indicator, series: ReadonlyBarColumns): (number | undefined)[][] {
  const rows: (number | undefined)[][] = [];
  for (let at = 0; at < series.length; at += 1) {
    give(indicator, series, at);
    rows.push(outputsOf(indicator));
  }
  return rows;
}
