import { fromMoney } from '../../execution/money.ts';
import type { BacktestSessionConfig } from '../../model/session-config.ts';
import type { SessionRun } from '../session/session-run.ts';

/** The results of a run; money in the currency. */
export interface CostResult {
  readonly trades: number;
  /** Fees and slippage paid are part of it. */
  readonly result: number;
  readonly fees: number;
}

export interface CostTrial {
  readonly asIs: CostResult;
  readonly twice: CostResult;
  /** True where the config has no costs, and moderate ones were used instead of doubled ones. */
  readonly assumed: boolean;
}

type Costs = BacktestSessionConfig['trading_config']['costs'];

/** The assumed costs of a config without any: half a cent per share, a spread of two hundredths of a percent. */
const MODERATE = { fee_per_share: 0.005, spread_basis_points: 2 };

export const hasCosts = ({ trading_config: { costs } }: BacktestSessionConfig): boolean =>
  costs.fee_per_order > 0 ||
  costs.fee_per_share > 0 ||
  costs.slippage_per_share > 0 ||
  costs.spread_basis_points > 0;

/** The config with all trading costs doubled. */
export function withTwiceTheCosts(config: BacktestSessionConfig): BacktestSessionConfig {
  const before = config.trading_config.costs;
  const costs: Costs = hasCosts(config) ? before : { ...before, ...MODERATE };
  return {
    ...config,
    trading_config: {
      ...config.trading_config,
      costs: {
        ...costs,
        fee_per_order: 2 * costs.fee_per_order,
        fee_per_share: 2 * costs.fee_per_share,
        slippage_per_share: 2 * costs.slippage_per_share,
        spread_basis_points: 2 * costs.spread_basis_points,
      },
    },
  };
}

/** Undefined for a run without a fill. */
export function resultOf({ trading: { broker } }: SessionRun): CostResult | undefined {
  if (broker.fills.length === 0) return undefined;
  const { equity, startingCash } = broker.account;
  const trades = broker.account.trades();
  return {
    trades: trades.length,
    result: fromMoney(equity - startingCash),
    fees: fromMoney(trades.reduce((sum, { fees }) => sum + fees, 0n)),
  };
}
