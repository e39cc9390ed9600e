import type { SessionConfig } from '../model/session-config.ts';
import { toUnits, type Units } from './money.ts';

/** What trading costs. Amounts in the currency where they may be finer than a hundredth of a cent. */
export interface Costs {
  readonly feePerOrder: Units;
  /** Currency a share. */
  readonly feePerShare: number;
  /** Currency a share, against the order. */
  readonly slippagePerShare: number;
  /** Of the price, in hundredths of a percent: the whole spread, half of which an order pays. */
  readonly spreadBasisPoints: number;
  /** Share of a bar's volume that orders may take; 0 = no bound. */
  readonly maxVolumeShare: number;
  /** Price impact = this × (share of the volume taken)² × price. */
  readonly volumeImpact: number;
}

/** The part of a session config that execution goes by, in units. */
export interface TradingRules {
  readonly kind: 'cash' | 'margin';
  readonly startingCash: Units;
  readonly maxBuyingPower: Units;
  readonly maxPerTrade: Units;
  readonly maxPerSymbol: Units;
  readonly maxOpenPositions: number;
  /** 0 = no stop. */
  readonly maxDailyLoss: Units;
  /** Parts of 1. */
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
  readonly shortingAllowed: boolean;
  readonly notBorrowable: ReadonlySet<string>;
  /** Part of 1 a year of 360 days. */
  readonly borrowRate: number;
  readonly costs: Costs;
}

export function tradingRules({ trading_config: trading }: SessionConfig): TradingRules {
  const { margin, shorting, costs } = trading;
  return {
    kind: trading.account,
    startingCash: toUnits(trading.starting_cash),
    maxBuyingPower: toUnits(trading.max_buying_power),
    maxPerTrade: toUnits(trading.max_per_trade),
    maxPerSymbol: toUnits(trading.max_per_symbol),
    maxOpenPositions: trading.max_open_positions,
    maxDailyLoss: toUnits(trading.max_daily_loss),
    initialMargin: margin.initial_percent / 100,
    maintenanceMargin: margin.maintenance_percent / 100,
    shortingAllowed: shorting.allowed,
    notBorrowable: new Set(shorting.not_borrowable),
    borrowRate: shorting.borrow_percent_per_year / 100,
    costs: {
      feePerOrder: toUnits(costs.fee_per_order),
      feePerShare: costs.fee_per_share,
      slippagePerShare: costs.slippage_per_share,
      spreadBasisPoints: costs.spread_basis_points,
      maxVolumeShare: costs.max_volume_share,
      volumeImpact: costs.volume_impact,
    },
  };
}
