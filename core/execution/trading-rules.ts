import type { SessionConfig } from '../model/session-config.ts';
import type { LimitFills } from './matching/match-order.ts';
import { toUnits, type Units } from './money.ts';

/** What trading costs. Amounts in the currency where they may be finer than a hundredth of a cent. */
export interface Costs {
  readonly feePerOrder: Units;
  /** Currency a share. */
  readonly feePerShare: number;
  /** Percent of the value filled. */
  readonly feePercent: number;
  /** Per order, over all its fills. */
  readonly minFeePerOrder: Units;
  /** By what was traded in the calendar month, lowest first; the rates of a tier replace those per share and in percent. */
  readonly feeTiers: readonly FeeTier[];
  /** Currency a share, against the order. */
  readonly slippagePerShare: number;
  /** Of the price, in hundredths of a percent: the whole spread, half of which an order pays. */
  readonly spreadBasisPoints: number;
  /** Share of a bar's volume that orders may take; 0 = no bound. */
  readonly maxVolumeShare: number;
  /** Price impact = this × (share of the volume taken)² × price. */
  readonly volumeImpact: number;
}

export interface FeeTier {
  /** Value of all fills of the month from which the rates hold. */
  readonly above: Units;
  readonly feePerShare: number;
  readonly feePercent: number;
}

/** The part of a session config that execution uses, in units. */
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
  readonly limitFills: LimitFills;
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
    limitFills: trading.limit_fills,
    costs: {
      feePerOrder: toUnits(costs.fee_per_order),
      feePerShare: costs.fee_per_share,
      feePercent: costs.fee_percent,
      minFeePerOrder: toUnits(costs.min_fee_per_order),
      feeTiers: costs.fee_tiers
        .map(({ above, fee_per_share, fee_percent }) => ({
          above: toUnits(above),
          feePerShare: fee_per_share,
          feePercent: fee_percent,
        }))
        .sort((one, other) => one.above - other.above),
      slippagePerShare: costs.slippage_per_share,
      spreadBasisPoints: costs.spread_basis_points,
      maxVolumeShare: costs.max_volume_share,
      volumeImpact: costs.volume_impact,
    },
  };
}
