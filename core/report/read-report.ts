import type { RunReport, TradeGroup } from './run-report.ts';

type Later<T> = { readonly [K in keyof T]?: T[K] };

/** Figures that `report.json` of older versions lacks. They are undefined there, not zero. */
const LATER_PERFORMANCE: Later<RunReport['performance']> = {
  wiped_out_at: null,
  cagr: null,
  probabilistic_sharpe: null,
  calmar: null,
  omega: null,
  skewness: null,
  kurtosis: null,
  value_at_risk: null,
  expected_shortfall: null,
  tail_ratio: null,
  ulcer_index: null,
  best_day: null,
  worst_day: null,
  average_day: null,
  days_won: 0,
  days_lost: 0,
  longest_days_won: 0,
  longest_days_lost: 0,
  drawdown_at_closes: null,
};

const LATER_BENCHMARK: Later<NonNullable<RunReport['benchmark']>> = {
  cagr: null,
  volatility: null,
  sharpe: null,
  sortino: null,
  drawdown_at_closes: null,
  excess_return: null,
  beta: null,
  alpha: null,
  correlation: null,
  tracking_error: null,
  information_ratio: null,
};

const LATER_TRADES: Later<RunReport['trades']> = {
  average_won: null,
  average_lost: null,
  payoff_ratio: null,
  longest_won: 0,
  longest_lost: 0,
  held_minutes: { average: null, median: null, shortest: null, longest: null },
};

const LATER_LISTS: Later<RunReport> = {
  sessions: [],
  orders: {
    count: 0,
    filled: 0,
    cancelled: 0,
    expired: 0,
    refused: 0,
    working: 0,
    refused_by_rule: [],
    refused_list: [],
  },
  by_direction: [],
  stopped_strategies: [],
  daily_returns: [],
  monthly_returns: [],
  yearly_returns: [],
  rolling_sharpe: null,
  drawdown_periods: [],
  prices: [],
  cautions: [],
};

/** Reads the text of `report.json`, also of a version that has fewer figures. Throws on text that is not JSON. */
export function readReport(text: string): RunReport {
  const report = JSON.parse(text) as RunReport;
  const { account, performance, benchmark, trades } = report;
  return {
    ...LATER_LISTS,
    ...report,
    account: { ...({ traded: 0 } as Later<RunReport['account']>), ...account },
    performance: { ...LATER_PERFORMANCE, ...performance },
    benchmark: benchmark === null ? null : { ...LATER_BENCHMARK, ...benchmark },
    trades: { ...LATER_TRADES, ...trades },
    by_symbol: report.by_symbol.map(withLaterCounts),
    by_strategy: report.by_strategy.map(withLaterCounts),
    by_hour: report.by_hour.map(withLaterCounts),
    by_added_by: report.by_added_by.map(withLaterCounts),
    by_requirements: report.by_requirements.map(withLaterCounts),
  };
}

const LATER_COUNTS: Later<TradeGroup> = { open: 0, lost: 0, open_profit: 0 };

const withLaterCounts = (group: TradeGroup): TradeGroup => ({ ...LATER_COUNTS, ...group });
