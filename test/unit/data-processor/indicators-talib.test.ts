import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INDICATORS, createIndicator } from '../../../core/data-processor/indicators/registry.ts';
import { FLAT_FROM, FLAT_TO, run, syntheticSeries } from './synthetic-series.ts';

interface Fixture {
  series: { bars: number; seed: number; flat_from: number; flat_to: number };
  cases: {
    name: string;
    parameters: Record<string, number>;
    outputs: { begin: number; at: number[]; values: number[] }[];
  }[];
}

const fixture = JSON.parse(
  readFileSync(join(process.cwd(), 'test', 'fixtures', 'talib-indicators.json'), 'utf8'),
) as Fixture;
const series = syntheticSeries(fixture.series.bars, fixture.series.seed);

/** 1e-9 of the value; where a value is 0, TA-Lib's running sums leave a residue of some 1e-13. */
const isNear = (value: number | undefined, expected: number): boolean =>
  Math.abs((value ?? Number.NaN) - expected) <= 1e-9 * Math.abs(expected) + 1e-11;

describe('equal to TA-Lib to 1e-9', () => {
  it('on the series that the fixture was made from', () => {
    expect([FLAT_FROM, FLAT_TO]).toEqual([fixture.series.flat_from, fixture.series.flat_to]);
    const compared = new Set(fixture.cases.map((each) => each.name));
    expect(INDICATORS.map((each) => each.name).filter((name) => !compared.has(name))).toEqual([
      'pivot_points',
    ]);
  });

  it.each(fixture.cases.map((each) => [each.name, JSON.stringify(each.parameters), each] as const))(
    '%s %s',
    (name, _, { parameters, outputs }) => {
      const created = createIndicator({ name, interval: '1m', ...parameters });
      if (!created.ok) throw new Error(created.failure.message);
      const rows = run(created.value, series);
      expect(outputs).toHaveLength(created.value.outputs.length);
      for (const [output, { begin, at, values }] of outputs.entries()) {
        expect(rows.findIndex((row) => row[output] !== undefined)).toBe(begin);
        for (const [place, index] of at.entries()) {
          const value = rows[index]?.[output];
          const told = `output ${output} after bar ${index}: ${value}, TA-Lib ${values[place]}`;
          expect(isNear(value, values[place]!), told).toBe(true);
        }
      }
    },
  );
});
