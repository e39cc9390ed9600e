import type { SymbolMetadata } from '../model/symbol-metadata.ts';

/**
 * What a run's trading came to, as it stands in `report.json`: the keys are those of the file. Money in the currency,
 * shares of a whole as parts of 1, instants ISO 8601 UTC. Null where a figure cannot be told.
 */
export interface RunReport {
  readonly session: string;
  readonly synthetic: boolean;
  readonly days: readonly string[];
  readonly account: {
    readonly kind: 'cash' | 'margin';
    readonly starting_cash: number;
    readonly cash: number;
    readonly equity: number;
    readonly realised: number;
    readonly unrealised: number;
    readonly fees: number;
    readonly borrow_fees: number;
    /** What slippage cost, in the prices of the fills already. */
    readonly slippage: number;
  };
  readonly performance: Performance;
  readonly benchmark: Benchmark | null;
  readonly trades: TradeTotals;
  readonly by_symbol: readonly TradeGroup[];
  readonly by_strategy: readonly TradeGroup[];
  /** Hour of the entry, exchange time. */
  readonly by_hour: readonly TradeGroup[];
  /** Who had added the symbol when the trade was opened. */
  readonly by_added_by: readonly TradeGroup[];
  /** Whether the symbol was `adhoc`, `upgraded` or `full` from its beginning when the trade was opened. */
  readonly by_requirements: readonly TradeGroup[];
  readonly trade_list: readonly TradeRow[];
  readonly equity: readonly EquityRow[];
  /** How the figures are reckoned, in words. */
  readonly conventions: readonly string[];
}

export interface Performance {
  readonly profit: number;
  readonly return: number;
  readonly drawdown: number;
  readonly drawdown_money: number;
  readonly drawdown_from: string | null;
  readonly drawdown_to: string | null;
  readonly recovered_at: string | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly volatility: number | null;
  /** Part of the sessions' time in which a position was held. */
  readonly time_in_market: number;
  /** Mean over the sessions' time of the positions' values without their signs, as part of equity. */
  readonly exposure: number;
  readonly highest_exposure: number;
  /** Value of all fills ÷ mean equity of the days' closes. */
  readonly turnover: number;
}

/** Buying the symbol at the first open and holding it to the last close. */
export interface Benchmark {
  readonly symbol: string;
  readonly return: number;
  readonly curve: readonly { readonly clock: string; readonly value: number }[];
}

export interface TradeTotals {
  /** Ended ones; the open ones apart. */
  readonly count: number;
  readonly open: number;
  readonly won: number;
  readonly lost: number;
  readonly win_rate: number | null;
  /** Sum of what won ÷ sum of what lost. */
  readonly profit_factor: number | null;
  readonly average: number | null;
  readonly best: number | null;
  readonly worst: number | null;
  readonly average_bars: number | null;
}

export interface TradeGroup {
  readonly name: string;
  readonly trades: number;
  readonly won: number;
  readonly win_rate: number | null;
  readonly gross: number;
  readonly fees: number;
  readonly profit: number;
  readonly profit_factor: number | null;
}

/** One trade, flat to flat; an open one has no exit and is reckoned at the last close. */
export interface TradeRow {
  readonly id: number;
  readonly symbol: string;
  readonly strategy: string;
  readonly direction: 'long' | 'short';
  readonly quantity: number;
  readonly entry_at: string;
  /** The bar that it was filled in. */
  readonly entry_bar: string;
  readonly entry_price: number;
  readonly exit_at: string | null;
  readonly exit_bar: string | null;
  readonly exit_price: number | null;
  readonly exit_by: string | null;
  readonly gross: number;
  readonly fees: number;
  readonly profit: number;
  /** Profit ÷ value of the entries. */
  readonly return: number;
  /** Worst and best that it stood at, in money (maximum adverse and favourable excursion). */
  readonly mae: number;
  readonly mfe: number;
  readonly bars: number;
  readonly metadata: SymbolMetadata | null;
}

export interface EquityRow {
  readonly clock: string;
  readonly cash: number;
  readonly market_value: number;
  readonly gross_exposure: number;
  readonly equity: number;
}
