import { describe, expect, it } from 'vitest';
import truth from '../../fixtures/report-statistics.json' with { type: 'json' };
import * as statistics from '../../../core/report/statistics.ts';

/** Equal to 1e-9 of the size, or to 1e-9 near zero. */
function expectSame(value: number | null, wanted: number): void {
  expect(value).not.toBeNull();
  expect(Math.abs((value ?? 0) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
}

const OWN = {
  sharpe: statistics.sharpe,
  sortino: statistics.sortino,
  volatility: statistics.volatility,
  annualGrowth: statistics.annualGrowth,
  deepestFall: statistics.deepestFall,
  calmar: statistics.calmar,
  omega: statistics.omega,
  skewness: statistics.skewness,
  kurtosis: statistics.kurtosis,
  valueAtRisk: statistics.valueAtRisk,
  expectedShortfall: statistics.expectedShortfall,
  tailRatio: statistics.tailRatio,
  probabilisticSharpe: statistics.probabilisticSharpe,
  ulcerIndex: statistics.ulcerIndex,
  compounded: statistics.compounded,
} as const;

const RELATIVE = ['beta', 'alpha', 'correlation', 'trackingError', 'informationRatio'] as const;

describe.each(truth.cases)('statistics of $name', ({ returns, benchmark, figures, rollingSharpe21 }) => {
  it.each(Object.keys(OWN) as (keyof typeof OWN)[])('%s is that of the library', (name) => {
    expectSame(OWN[name](returns), figures[name].value);
  });

  it.each(RELATIVE)('%s is that of the library', (name) => {
    expectSame(statistics.relativeStatistics(returns, benchmark)[name], figures[name].value);
  });

  it('the rolling Sharpe ratio is that of the library', () => {
    const own = statistics.rollingSharpe(returns, 21);
    expect(own).toHaveLength(rollingSharpe21.length);
    own.forEach((value, index) => expectSame(value, rollingSharpe21[index] ?? Number.NaN));
  });
});

it('the truth table tests every figure of its cases', () => {
  const names = Object.keys(truth.cases[0]?.figures ?? {}).sort();
  expect(names).toEqual([...Object.keys(OWN), ...RELATIVE].sort());
});
