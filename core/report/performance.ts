import { asEpochMs, isoUtc } from '../base/epoch-ms.ts';
import { fromMoney, tidy } from '../execution/money.ts';
import type { ReportInput } from './report-input.ts';
import type { Drawdown } from './drawdowns.ts';
import { exposureOf, timeInMarket } from './exposure.ts';
import type { DailyReturn, Performance } from './run-report.ts';
import {
  annualGrowth,
  calmar,
  deepestFall,
  expectedShortfall,
  kurtosis,
  mean,
  omega,
  probabilisticSharpe,
  sharpe,
  skewness,
  sortino,
  tailRatio,
  ulcerIndex,
  valueAtRisk,
  volatility,
} from './statistics.ts';
import { longestRun } from './trade-groups.ts';

/** The account's figures. After equity at or below zero, at any point, every ratio is null. */
export function performanceOf(
  { account, points, closes, trades, sessions, traded, fills }: ReportInput,
  daily: readonly DailyReturn[],
  deepest: Drawdown | undefined,
): Performance {
  const start = account.startingCash;
  const wipedOut = points.find(({ equity }) => equity <= 0);
  const returns = daily.flatMap((day) => day.return ?? []);
  const isDefined = wipedOut === undefined && returns.length === daily.length;
  const exposure = exposureOf(points, sessions, fills);
  const ends = closes.map(({ equity }) => equity);
  const meanEquity = ends.length === 0 ? start : mean(ends);
  return {
    profit: tidy(account.equity - start),
    return: start > 0 ? account.equity / start - 1 : null,
    // Without starting cash there is nothing to lose.
    wiped_out_at: wipedOut === undefined || start <= 0 ? null : isoUtc(wipedOut.clock),
    ...ratiosOf(isDefined ? returns : []),
    ...daysOf(isDefined ? returns : []),
    drawdown: deepest?.part ?? 0,
    drawdown_money: deepest === undefined ? 0 : tidy(deepest.money),
    drawdown_from: instant(deepest?.peakAt),
    drawdown_to: instant(deepest?.troughAt),
    recovered_at: instant(deepest?.recoveredAt),
    drawdown_at_closes: isDefined && returns.length > 0 ? deepestFall(returns) : null,
    time_in_market: timeInMarket(trades, sessions),
    exposure: exposure.mean,
    highest_exposure: exposure.highest,
    turnover: wipedOut === undefined && meanEquity > 0 ? fromMoney(traded) / meanEquity : null,
  };
}

const ratiosOf = (returns: readonly number[]) => ({
  cagr: annualGrowth(returns),
  volatility: volatility(returns),
  sharpe: sharpe(returns),
  probabilistic_sharpe: probabilisticSharpe(returns),
  sortino: sortino(returns),
  calmar: calmar(returns),
  omega: omega(returns),
  skewness: skewness(returns),
  kurtosis: kurtosis(returns),
  value_at_risk: valueAtRisk(returns),
  expected_shortfall: expectedShortfall(returns),
  tail_ratio: tailRatio(returns),
  ulcer_index: ulcerIndex(returns),
});

function daysOf(returns: readonly number[]) {
  const [won, lost] = [(each: number): boolean => each > 0, (each: number): boolean => each < 0];
  const known = returns.length > 0;
  return {
    best_day: known ? returns.reduce((a, b) => Math.max(a, b)) : null,
    worst_day: known ? returns.reduce((a, b) => Math.min(a, b)) : null,
    average_day: known ? mean(returns) : null,
    days_won: returns.filter(won).length,
    days_lost: returns.filter(lost).length,
    longest_days_won: longestRun(returns, won),
    longest_days_lost: longestRun(returns, lost),
  };
}

const instant = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : isoUtc(asEpochMs(at));
