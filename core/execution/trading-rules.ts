import { asTicker, type Ticker } from '../base/epoch-ms.ts';
import { instrumentOf, type InstrumentSources, type InstrumentTable } from '../model/instrument.ts';
import type { SessionConfig } from '../model/session-config.ts';
import { CurrencyRates } from './currency-rates.ts';
import type { LimitFills } from './matching/match-order.ts';
import { toMoney, type Money } from './money.ts';
import { Tradable } from './tradable.ts';

/** The costs of trading. Amounts for one unit are in the currency of its price, fees in the account's. */
export interface Costs {
  readonly feePerOrder: Money;
  /** For one share, contract or coin. */
  readonly feePerShare: number;
  /** Percent of the notional filled. */
  readonly feePercent: number;
  /** Least of an order, over all its fills. */
  readonly minFeePerOrder: Money;
  /**
   * By the value traded in the calendar month, lowest first; the rates of a tier replace those per share and in
   * percent.
   */
  readonly feeTiers: readonly FeeTier[];
  /** On the price, against the order. */
  readonly slippagePerShare: number;
  /** Of the price, in hundredths of a percent: the whole spread; an order pays half of it. */
  readonly spreadBasisPoints: number;
  /** Share of a bar's volume that orders may take; 0 = no bound. */
  readonly maxVolumeShare: number;
  /** Price impact = this × (share of the volume taken)² × price. */
  readonly volumeImpact: number;
}

export interface FeeTier {
  /** Notional of all fills of the month from which the rates apply. */
  readonly above: Money;
  readonly feePerShare: number;
  readonly feePercent: number;
}

/** The part of a session config that execution uses. Limits are doubles, in the account's currency. */
export interface TradingRules {
  readonly kind: 'cash' | 'margin';
  readonly startingCash: Money;
  readonly maxBuyingPower: number;
  readonly maxPerTrade: number;
  readonly maxPerSymbol: number;
  readonly maxOpenPositions: number;
  /** 0 = no stop. */
  readonly maxDailyLoss: number;
  /** Parts of 1. */
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
  readonly shortingAllowed: boolean;
  readonly notBorrowable: ReadonlySet<string>;
  /** Part of 1 a year of 360 days. */
  readonly borrowRate: number;
  readonly limitFills: LimitFills;
  readonly costs: Costs;
  readonly tradables: Tradables;
  readonly rates: CurrencyRates;
}

/** The instruments of a run, each worked out once. */
export class Tradables {
  readonly #sources: InstrumentSources;
  /** The store's facts, as soon as one of its symbols is in the session. */
  readonly #stored: () => InstrumentTable | undefined;
  readonly #known = new Map<Ticker, Tradable>();

  constructor(sources: InstrumentSources, stored: () => InstrumentTable | undefined) {
    this.#sources = sources;
    this.#stored = stored;
  }

  of(symbol: Ticker): Tradable {
    let known = this.#known.get(symbol);
    if (known === undefined) {
      known = new Tradable(instrumentOf(symbol, { ...this.#sources, stored: this.#stored() }));
      this.#known.set(symbol, known);
    }
    return known;
  }
}

/** `stored`: what the store knows of instruments, where the config is silent; asked when a symbol is first traded. */
export function tradingRules(
  config: SessionConfig,
  stored: () => InstrumentTable | undefined = () => undefined,
): TradingRules {
  const { trading_config: trading } = config;
  const { margin, shorting, costs } = trading;
  const tradables = new Tradables(
    {
      config: config.instruments,
      exchangeGroup: config.exchange_group,
      assetClass: config.asset_class,
    },
    stored,
  );
  return {
    kind: trading.account,
    startingCash: toMoney(trading.starting_cash),
    maxBuyingPower: trading.max_buying_power,
    maxPerTrade: trading.max_per_trade,
    maxPerSymbol: trading.max_per_symbol,
    maxOpenPositions: trading.max_open_positions,
    maxDailyLoss: trading.max_daily_loss,
    initialMargin: margin.initial_percent / 100,
    maintenanceMargin: margin.maintenance_percent / 100,
    shortingAllowed: shorting.allowed,
    notBorrowable: new Set(shorting.not_borrowable),
    borrowRate: shorting.borrow_percent_per_year / 100,
    limitFills: trading.limit_fills,
    costs: {
      feePerOrder: toMoney(costs.fee_per_order),
      feePerShare: costs.fee_per_share,
      feePercent: costs.fee_percent,
      minFeePerOrder: toMoney(costs.min_fee_per_order),
      feeTiers: costs.fee_tiers
        .map(({ above, fee_per_share, fee_percent }) => ({
          above: toMoney(above),
          feePerShare: fee_per_share,
          feePercent: fee_percent,
        }))
        .sort((one, other) => (one.above < other.above ? -1 : 1)),
      slippagePerShare: costs.slippage_per_share,
      spreadBasisPoints: costs.spread_basis_points,
      maxVolumeShare: costs.max_volume_share,
      volumeImpact: costs.volume_impact,
    },
    tradables,
    rates: new CurrencyRates(() => accountCurrency(config, tradables), trading.currency_rates),
  };
}

/** The config's; otherwise dollars for currencies, elsewhere the currency of the first symbol's price. */
function accountCurrency(config: SessionConfig, tradables: Tradables): string {
  const { currency } = config.trading_config;
  if (currency !== '') return currency;
  const first = config.session_data_config.symbols[0];
  if (first === undefined) return 'USD';
  const { instrument } = tradables.of(asTicker(first));
  return instrument.assetClass === 'FOREX' ? 'USD' : instrument.currency;
}
