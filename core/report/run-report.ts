import type { SessionConfig } from '../model/session-config.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { Caution } from './caution.ts';

/**
 * The result of a run's trading as `report.json` has it: the keys are those of the file. Money is in the account's
 * currency, parts of a whole are parts of 1, instants are ISO 8601 UTC, days are the exchange's dates. A figure that is
 * undefined is null. docs/execution.md#the-report lists them.
 */
export interface RunReport {
  readonly session: string;
  readonly synthetic: boolean;
  readonly days: readonly string[];
  /** Hours of each day that was played, up to where the run ended. */
  readonly sessions: readonly { readonly open: string; readonly close: string }[];
  readonly setup: Setup;
  readonly account: {
    readonly kind: 'cash' | 'margin';
    /** Currency of all money in the report. */
    readonly currency: string;
    readonly starting_cash: number;
    readonly cash: number;
    readonly equity: number;
    readonly realised: number;
    readonly unrealised: number;
    readonly fees: number;
    readonly borrow_fees: number;
    /** Dividends received, less those paid for short positions. */
    readonly dividends: number;
    /** Cost of slippage. The prices of the fills include it. */
    readonly slippage: number;
    /** Price × shares of all fills. */
    readonly traded: number;
  };
  readonly performance: Performance;
  readonly benchmark: Benchmark | null;
  readonly trades: TradeTotals;
  readonly by_direction: readonly TradeGroup[];
  readonly by_symbol: readonly TradeGroup[];
  readonly by_strategy: readonly TradeGroup[];
  /** Hour of the entry, exchange time. */
  readonly by_hour: readonly TradeGroup[];
  /** The source of the symbol, as of the trade's entry. */
  readonly by_added_by: readonly TradeGroup[];
  /** Whether the symbol is `adhoc`, `upgraded` or `full` from its beginning, as of the trade's entry. */
  readonly by_requirements: readonly TradeGroup[];
  readonly orders: OrderTotals;
  /** Strategies that threw and were removed from the session. */
  readonly stopped_strategies: readonly StoppedStrategy[];
  readonly trade_list: readonly TradeRow[];
  readonly daily_returns: readonly DailyReturn[];
  readonly monthly_returns: readonly PeriodReturn[];
  readonly yearly_returns: readonly PeriodReturn[];
  /** Null where the run has too few days for it. */
  readonly rolling_sharpe: RollingSharpe | null;
  /** The deepest falls of equity, the deepest first, at most ten. */
  readonly drawdown_periods: readonly DrawdownPeriod[];
  readonly equity: readonly EquityRow[];
  /** Prices of the symbols that traded, those with the most trades first. */
  readonly prices: readonly PriceCurve[];
  /** Sentences to read before the figures: too few returns, an account that is wiped out, refused orders. */
  readonly cautions: readonly Caution[];
  /** How the figures are defined, in words. */
  readonly conventions: readonly string[];
}

/** The settings of the run. */
export interface Setup {
  readonly mode: SessionConfig['mode'];
  readonly symbols: readonly string[];
  readonly streams: readonly string[];
  readonly strategies: readonly StrategySetup[];
  /** As in the config, defaults filled in. */
  readonly trading: SessionConfig['trading_config'];
}

export interface StrategySetup {
  readonly name: string;
  readonly role: 'strategy' | 'scanner';
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Ratios are null when equity is at or below zero at any point of the run. */
export interface Performance {
  readonly profit: number;
  /** Null without starting cash. */
  readonly return: number | null;
  /** The first instant at which equity is at or below zero. */
  readonly wiped_out_at: string | null;
  readonly cagr: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly probabilistic_sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  readonly omega: number | null;
  readonly skewness: number | null;
  readonly kurtosis: number | null;
  readonly value_at_risk: number | null;
  readonly expected_shortfall: number | null;
  readonly tail_ratio: number | null;
  readonly ulcer_index: number | null;
  readonly best_day: number | null;
  readonly worst_day: number | null;
  readonly average_day: number | null;
  readonly days_won: number;
  readonly days_lost: number;
  readonly longest_days_won: number;
  readonly longest_days_lost: number;
  readonly drawdown: number;
  readonly drawdown_money: number;
  readonly drawdown_from: string | null;
  readonly drawdown_to: string | null;
  readonly recovered_at: string | null;
  /** The deepest fall that the closes of days show, as Calmar uses it. */
  readonly drawdown_at_closes: number | null;
  /** Part of the sessions' time in which a position is held. */
  readonly time_in_market: number;
  /** Mean over the sessions' time of the positions' values without their signs, as part of equity. */
  readonly exposure: number | null;
  readonly highest_exposure: number | null;
  /** Value of all fills ÷ mean equity of the days' closes. */
  readonly turnover: number | null;
}

/** Buying the symbol at the first open and holding it to the last close. */
export interface Benchmark {
  readonly symbol: string;
  readonly return: number;
  readonly cagr: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly drawdown_at_closes: number | null;
  /** Return of the account less return of the benchmark. */
  readonly excess_return: number | null;
  readonly beta: number | null;
  readonly alpha: number | null;
  readonly correlation: number | null;
  readonly tracking_error: number | null;
  readonly information_ratio: number | null;
  readonly curve: readonly { readonly clock: string; readonly value: number }[];
}

/** Figures of ended trades; `open` counts the others. */
export interface TradeTotals {
  readonly count: number;
  readonly open: number;
  readonly won: number;
  readonly lost: number;
  readonly win_rate: number | null;
  /** Sum of gains ÷ sum of losses. */
  readonly profit_factor: number | null;
  readonly average: number | null;
  readonly average_won: number | null;
  readonly average_lost: number | null;
  /** Average gain ÷ average loss. */
  readonly payoff_ratio: number | null;
  readonly best: number | null;
  readonly worst: number | null;
  /** Most trades in a row that won, and that lost, in the order in which they ended. */
  readonly longest_won: number;
  readonly longest_lost: number;
  readonly average_bars: number | null;
  /** Open of the entry's bar to open of the exit's, nights counted. */
  readonly held_minutes: {
    readonly average: number | null;
    readonly median: number | null;
    readonly shortest: number | null;
    readonly longest: number | null;
  };
}

/** Counts and rates are of ended trades. Money is of all trades, open ones at their marks. */
export interface TradeGroup {
  readonly name: string;
  readonly trades: number;
  readonly open: number;
  readonly won: number;
  readonly lost: number;
  readonly win_rate: number | null;
  readonly gross: number;
  readonly fees: number;
  readonly profit: number;
  /** Part of `profit` that is of open trades. */
  readonly open_profit: number;
  readonly profit_factor: number | null;
}

/** One trade, flat to flat. An open one has no exit; its profit is at the last close. */
export interface TradeRow {
  readonly id: number;
  readonly symbol: string;
  /** Currency of its prices. */
  readonly currency: string;
  readonly strategy: string;
  readonly direction: 'long' | 'short';
  readonly quantity: number;
  readonly entry_at: string;
  /** The bar that filled it. */
  readonly entry_bar: string;
  readonly entry_price: number;
  readonly exit_at: string | null;
  readonly exit_bar: string | null;
  readonly exit_price: number | null;
  readonly exit_by: string | null;
  readonly gross: number;
  readonly fees: number;
  readonly borrow_fees: number;
  readonly dividends: number;
  readonly profit: number;
  /** See `conventions`. */
  readonly return: number | null;
  /** Maximum adverse and favourable excursion, in money. */
  readonly mae: number;
  readonly mfe: number;
  readonly bars: number;
  readonly metadata: SymbolMetadata | null;
}

/** Orders by how they ended; `working` ones had not ended when the report was made. */
export interface OrderTotals {
  readonly count: number;
  readonly filled: number;
  readonly cancelled: number;
  readonly expired: number;
  readonly refused: number;
  readonly working: number;
  readonly refused_by_rule: readonly { readonly rule: string; readonly count: number }[];
  /** The first ones; the table `orders` has all. */
  readonly refused_list: readonly RefusedOrder[];
}

export interface RefusedOrder {
  readonly order: number;
  readonly clock: string;
  readonly symbol: string;
  readonly strategy: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly order_type: string;
  readonly limit_price: number | null;
  readonly stop_price: number | null;
  readonly rule: string;
  readonly reason: string;
}

export interface StoppedStrategy {
  readonly strategy: string;
  readonly clock: string;
  readonly reason: string;
}

/** Close to close; the first day from the starting cash. Null where equity is at or below zero. */
export interface DailyReturn {
  readonly day: string;
  readonly equity: number;
  readonly return: number | null;
  readonly benchmark_return: number | null;
}

/** Daily returns compounded over a month, `2025-11`, or a year, `2025`, as far as the run has days of it. */
export interface PeriodReturn {
  readonly period: string;
  readonly return: number | null;
  readonly benchmark_return: number | null;
}

export interface RollingSharpe {
  /** Days that each value looks back. */
  readonly window: number;
  readonly values: readonly { readonly day: string; readonly sharpe: number | null }[];
}

export interface DrawdownPeriod {
  readonly from: string;
  readonly to: string;
  readonly recovered_at: string | null;
  readonly drawdown: number;
  readonly money: number;
  /** Sessions from the peak to the recovery, or to the run's end. */
  readonly sessions: number;
}

export interface EquityRow {
  readonly clock: string;
  readonly cash: number;
  readonly market_value: number;
  readonly gross_exposure: number;
  readonly equity: number;
}

/** Closes of a symbol over time. */
export interface PriceCurve {
  readonly symbol: string;
  readonly points: readonly { readonly clock: string; readonly price: number }[];
}
