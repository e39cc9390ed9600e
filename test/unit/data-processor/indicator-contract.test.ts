import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../core/base/invariant.ts';
import type { Indicator, IndicatorSpec } from '../../../core/data-processor/indicators/indicator.ts';
import { INDICATORS, createIndicator } from '../../../core/data-processor/indicators/registry.ts';
import { give, giveBar, outputsOf, run, seededDraw, syntheticSeries } from './synthetic-series.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const made = (spec: IndicatorSpec): Indicator => {
  const result = createIndicator(spec);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};

/** Each indicator by its defaults, by the least its parameters allow, and by something in between. */
const specs = INDICATORS.flatMap((definition): IndicatorSpec[] => {
  const base = { name: definition.name, interval: '1m' as const };
  if (definition.parameters.length === 0) return [base];
  const least = definition.parameters.map((each) => [each.name, each.min]);
  const middle = definition.parameters.map((each) => [
    each.name,
    each.integer ? Math.ceil(each.default / 2) + 1 : 1.5,
  ]);
  const smallest = definition.name === 'macd' ? { fast: 2, slow: 3, signal: 1 } : Object.fromEntries(least);
  return [base, { ...base, ...smallest }, { ...base, ...Object.fromEntries(middle) }];
});

/** A swing is there when price makes one, so the first value may come after the warm-up. */
const mayComeLater = (spec: IndicatorSpec): boolean => spec.name.startsWith('swing_');

/** Gives a bar whose high and low are the largest and smallest of four prices. */
const call = (indicator: Indicator, how: 'update' | 'replace', [a, b, c, d, volume]: number[]): void =>
  giveBar(indicator, [b!, Math.max(a!, b!, c!, d!), Math.min(a!, b!, c!, d!), c!, volume!], how);

const series = syntheticSeries(400);
const other = syntheticSeries(400, 7, false);

describe.each(specs.map((spec) => [JSON.stringify(spec), spec] as const))('%s', (_, spec) => {
  it('is undefined before the warm-up and a finite number from then on, for every output at once', () => {
    const indicator = made(spec);
    const rows = run(indicator, series);
    expect(indicator.outputs.length).toBeGreaterThan(0);
    for (const [at, row] of rows.entries()) {
      const warm = at + 1 >= indicator.warmUp;
      for (const value of row) {
        if (value === undefined) expect(warm && !mayComeLater(spec)).toBe(false);
        else expect(warm && Number.isFinite(value)).toBe(true);
      }
    }
    expect(outputsOf(indicator).every((value) => value !== undefined)).toBe(true);
  });

  it('has no value for an output that it does not have', () => {
    const indicator = made(spec);
    run(indicator, series);
    expect(indicator.value(indicator.outputs.length)).toBeUndefined();
    expect(indicator.value(-1)).toBeUndefined();
  });

  it('replaces the last bar to the bit, at any moment and any number of times', () => {
    const replaced = made(spec);
    const plain = made(spec);
    const draw = seededDraw(99);
    for (let at = 0; at < series.length; at += 1) {
      give(replaced, draw(2) === 0 ? other : series, at);
      for (let times = draw(4); times > 0; times -= 1) give(replaced, other, draw(400), 'replace');
      give(replaced, series, at, 'replace');
      give(plain, series, at);
      expect(outputsOf(replaced)).toEqual(outputsOf(plain));
    }
  });

  it('replaces to the bit with prices of any size', () => {
    const price = fc.double({ min: 1e-3, max: 1e7, noNaN: true });
    const bar = fc.tuple(price, price, price, price, fc.double({ min: 0, max: 1e9, noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(bar, fc.option(bar)), { maxLength: 60 }), (bars) => {
        const replaced = made(spec);
        const plain = made(spec);
        for (const [first, correction] of bars) {
          call(replaced, 'update', first);
          if (correction !== null) call(replaced, 'replace', correction);
          call(plain, 'update', correction ?? first);
          expect(outputsOf(replaced)).toEqual(outputsOf(plain));
        }
      }),
      { numRuns: propertyRuns(25) },
    );
  });

  it('after a reset is as new', () => {
    const indicator = made(spec);
    run(indicator, other);
    indicator.reset();
    expect(outputsOf(indicator).every((value) => value === undefined)).toBe(true);
    expect(() => give(indicator, series, 0, 'replace')).toThrow(InvariantError);
    expect(run(indicator, series)).toEqual(run(made(spec), series));
  });

  it('shares nothing with another of its kind', () => {
    const [one, two] = [made(spec), made(spec)];
    for (let at = 0; at < series.length; at += 1) {
      give(one, series, at);
      give(two, other, at);
    }
    expect(outputsOf(one)).toEqual(run(made(spec), series).at(-1));
    expect(outputsOf(two)).toEqual(run(made(spec), other).at(-1));
  });
});
