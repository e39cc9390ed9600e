import { isoUtc } from '../base/epoch-ms.ts';
import type { PricePoint } from './price-track.ts';
import type { Benchmark, DailyReturn } from './run-report.ts';
import {
  annualGrowth,
  deepestFall,
  relativeStatistics,
  sharpe,
  sortino,
  volatility,
  type RelativeStatistics,
} from './statistics.ts';

/** The symbol that the report compares the account with, bought at the first open. */
export interface BenchmarkPrices {
  readonly symbol: string;
  readonly points: readonly PricePoint[];
  /** The last close of each day that has one. */
  readonly closes: readonly PricePoint[];
}

const UNKNOWN: RelativeStatistics = {
  beta: null,
  alpha: null,
  correlation: null,
  trackingError: null,
  informationRatio: null,
};

/** Null where the symbol has no bars. Relative figures are of the days on which both returns are known. */
export function benchmarkOf(
  { symbol, points }: BenchmarkPrices,
  daily: readonly DailyReturn[],
  accountReturn: number | null,
): Benchmark | null {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const own = daily.flatMap((day) => day.benchmark_return ?? []);
  const isDefined = daily.every((day) => day.return !== null);
  const both = daily.filter((day) => day.benchmark_return !== null);
  const relative = isDefined
    ? relativeStatistics(
        both.map((day) => day.return as number),
        both.map((day) => day.benchmark_return as number),
      )
    : UNKNOWN;
  const total = last.price / first.price - 1;
  return {
    symbol,
    return: total,
    cagr: annualGrowth(own),
    volatility: volatility(own),
    sharpe: sharpe(own),
    sortino: sortino(own),
    drawdown_at_closes: own.length === 0 ? null : deepestFall(own),
    excess_return: accountReturn === null ? null : accountReturn - total,
    beta: relative.beta,
    alpha: relative.alpha,
    correlation: relative.correlation,
    tracking_error: relative.trackingError,
    information_ratio: relative.informationRatio,
    curve: points.map(({ clock, price }) => ({ clock: isoUtc(clock), value: price / first.price })),
  };
}
