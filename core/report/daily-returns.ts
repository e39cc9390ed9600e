import type { ReportInput } from './report-input.ts';
import type { PricePoint } from './price-track.ts';
import type { DailyReturn, PeriodReturn, RollingSharpe } from './run-report.ts';
import { compounded, rollingSharpe } from './statistics.ts';

/** Days that a rolling figure looks back: a quarter of a year, or a month where the run is short. */
const QUARTER_DAYS = 63;
const MONTH_DAYS = 21;

/**
 * One row per day that has closed. The benchmark's first return is from its first open; a day on which it has no bar
 * counts to the next day that has one, and is null.
 */
export function dailyReturns({
  days,
  sessions,
  closes,
  account,
  benchmark,
}: Pick<ReportInput, 'days' | 'sessions' | 'closes' | 'account' | 'benchmark'>): readonly DailyReturn[] {
  let [equityBefore, priceBefore] = [account.startingCash, benchmark.points[0]?.price];
  let next = 0;
  return closes.slice(0, days.length).map((close, index): DailyReturn => {
    const { open } = sessions[index] ?? { open: Number.NEGATIVE_INFINITY };
    const until = sessions[index + 1]?.open ?? Number.POSITIVE_INFINITY;
    let price: number | undefined;
    for (; next < benchmark.closes.length; next++) {
      const point = benchmark.closes[next] as PricePoint;
      if (point.clock > until) break;
      if (point.clock >= open) ({ price } = point);
    }
    const { equity } = close;
    const row = {
      day: days[index] as string,
      equity,
      return: equityBefore > 0 && equity > 0 ? equity / equityBefore - 1 : null,
      benchmark_return:
        price === undefined || priceBefore === undefined || priceBefore <= 0 ? null : price / priceBefore - 1,
    };
    [equityBefore, priceBefore] = [equity, price ?? priceBefore];
    return row;
  });
}

/** Returns of days compounded by the period that each day's date begins with: 7 letters for months, 4 for years. */
function byPeriod(days: readonly DailyReturn[], letters: number): readonly PeriodReturn[] {
  const periods = new Map<string, DailyReturn[]>();
  for (const day of days) {
    const period = day.day.slice(0, letters);
    const known = periods.get(period);
    if (known === undefined) periods.set(period, [day]);
    else known.push(day);
  }
  return [...periods].map(([period, list]) => ({
    period,
    return: compoundedOrNull(list.map((day) => day.return)),
    benchmark_return: compoundedOrNull(list.map((day) => day.benchmark_return)),
  }));
}

function compoundedOrNull(returns: readonly (number | null)[]): number | null {
  const known = returns.filter((each) => each !== null);
  return known.length < returns.length ? null : compounded(known);
}

export const monthlyReturns = (days: readonly DailyReturn[]): readonly PeriodReturn[] => byPeriod(days, 7);
export const yearlyReturns = (days: readonly DailyReturn[]): readonly PeriodReturn[] => byPeriod(days, 4);

/** Null for runs with fewer than two months of days, and where a day has no return. */
export function rollingSharpeOf(days: readonly DailyReturn[]): RollingSharpe | null {
  const returns = days.flatMap((day) => day.return ?? []);
  if (returns.length < days.length || days.length < 2 * MONTH_DAYS) return null;
  const window = days.length >= 2 * QUARTER_DAYS ? QUARTER_DAYS : MONTH_DAYS;
  const values = rollingSharpe(returns, window);
  return {
    window,
    values: values.map((each, index) => ({
      day: days[index + window - 1]?.day ?? '',
      sharpe: each,
    })),
  };
}
