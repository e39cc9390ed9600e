import { fromDecimal, subtract, toDecimal } from '../base/decimal.ts';
import type { Ticker } from '../base/epoch-ms.ts';
import { invariant } from '../base/invariant.ts';
import { splitShares, type SplitRatio } from '../model/corporate-action.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { Execution } from './execution.ts';
import type { MarketBar } from './matching/match-order.ts';
import { absolute, fromMoney, partOf, scaled, tidy, toMoney, type Money } from './money.ts';
import type { OrderOwner } from './order.ts';
import { LotQueue } from './ownership/lot-queue.ts';
import { meanPrice, type Tradable } from './tradable.ts';
import type { Trade } from './trade.ts';

/** The shares of one lot, by the age of the lot. */
export interface LotShares {
  readonly holding: Holding;
  readonly shares: number;
  readonly sequence: number;
}

/**
 * One owner's position from flat to flat: its shares by lot, first in, first out, and the trade's result so far.
 *
 * Money is in the account's currency. In another currency than the account's, the price paid for a lot keeps the rate
 * of its entry; the profit is counted in the instrument's currency and converted at the rate of the moment. A future
 * ties up no money: its value is its profit.
 */
export class Holding {
  readonly symbol: Ticker;
  readonly tradable: Tradable;
  readonly long: boolean;
  readonly openedBy: Execution;
  readonly #metadata: SymbolMetadata | undefined;
  readonly #lots = new LotQueue();
  /** Of the held shares: notional in the instrument's currency, and in the account's as paid. */
  #cost: Money = 0n;
  #paid: Money = 0n;
  #highestPaid: Money = 0n;
  /** The same as doubles, for marks at bars. */
  #costNumber = 0;
  #paidNumber = 0;
  /** Of the shares held: sum of price × shares, in 1e-12. */
  #priceSum = 0n;
  #shares = 0;
  #entered = 0;
  #entryValue: Money = 0n;
  #entryPriceSum = 0n;
  #exited = 0;
  #exitValue: Money = 0n;
  #exitPriceSum = 0n;
  #fees: Money = 0n;
  #borrowFees: Money = 0n;
  #dividends: Money = 0n;
  #realised: Money = 0n;
  #worst: Money = 0n;
  #best: Money = 0n;
  /** Highest and lowest price since the last fill: with the same shares, the best and worst points of the trade. */
  #highest = Number.NEGATIVE_INFINITY;
  #lowest = Number.POSITIVE_INFINITY;
  #bars = 0;
  #last: Execution;
  /** The last close known, in the instrument's currency. */
  mark: number;
  /** The last rate known of the instrument's currency in the account's. */
  rate: number;

  constructor(opening: Execution, metadata: SymbolMetadata | undefined) {
    this.symbol = opening.symbol;
    this.tradable = opening.tradable;
    this.long = opening.buys;
    this.openedBy = opening;
    this.mark = opening.price;
    this.rate = opening.rate;
    this.#last = opening;
    this.#metadata = metadata;
  }

  get owner(): OrderOwner {
    return this.openedBy.owner;
  }

  /** In units of the instrument, negative when short. */
  get quantity(): number {
    return this.tradable.quantityOf(this.long ? this.#shares : -this.#shares) + 0;
  }

  /** Whole steps, without a sign. */
  get shares(): number {
    return this.#shares;
  }

  /** Its contribution to the account's equity: signed, at the mark. */
  get value(): Money {
    const profit = this.unrealised;
    if (this.tradable.paysProfitOnly) return profit;
    return this.long ? this.#paid + profit : profit - this.#paid;
  }

  /** Its notional at the mark, without a sign. */
  get exposure(): Money {
    return scaled(absolute(this.tradable.notional(this.mark, this.#shares)), this.rate);
  }

  get unrealised(): Money {
    return this.#profitAt(this.mark);
  }

  /** `value` as a double, without making money of it. */
  get valueNow(): number {
    const now = this.tradable.value(this.mark, this.#shares);
    if (this.rate === 1 && !this.tradable.paysProfitOnly) return this.long ? now : -now + 0;
    const profit = (this.long ? now - this.#costNumber : this.#costNumber - now) * this.rate;
    if (this.tradable.paysProfitOnly) return tidy(profit);
    return tidy(this.long ? this.#paidNumber + profit : profit - this.#paidNumber);
  }

  /** `exposure` as a double. */
  get exposureNow(): number {
    const now = Math.abs(this.tradable.value(this.mark, this.#shares));
    return this.rate === 1 ? now : tidy(now * this.rate);
  }

  /** Of the shares held: sum of price × steps, in 1e-12. */
  get priceSum(): bigint {
    return this.#priceSum;
  }

  get realised(): Money {
    return this.#realised;
  }

  /** The lots, oldest first. */
  lots(): readonly LotShares[] {
    return this.#lots.all.map(({ shares, sequence }) => ({ holding: this, shares, sequence }));
  }

  /** Returns what the shares cost, in the account's currency. `sequence`: of the new lot. */
  add(execution: Execution, shares: number, fee: Money, sequence: number): Money {
    this.#settleExtremes();
    const { price, rate, tradable } = execution;
    const cost = tradable.notional(price, shares);
    const paid = scaled(cost, rate);
    const priceSum = toDecimal(price) * BigInt(shares);
    this.rate = rate;
    this.#lots.add({ shares, price, cost, paid, sequence });
    this.#shares += shares;
    this.#setCost(this.#cost + cost, this.#paid + paid, this.#priceSum + priceSum);
    if (this.#paid > this.#highestPaid) this.#highestPaid = this.#paid;
    this.#entered += shares;
    this.#entryValue += paid;
    this.#entryPriceSum += priceSum;
    this.#fees += fee;
    this.#note(execution);
    return paid;
  }

  /** Removes shares, the oldest first; returns the profit before fees and the price paid for them. */
  reduce(execution: Execution, shares: number, fee: Money): { readonly profit: Money; readonly paid: Money } {
    invariant(shares <= this.#shares, () => `at most ${this.#shares} shares to close, got ${shares}`);
    this.#settleExtremes();
    const { price, rate, tradable } = execution;
    const taken = this.#lots.take(shares);
    const value = tradable.notional(price, shares);
    const profit = scaled(this.long ? value - taken.cost : taken.cost - value, rate);
    this.rate = rate;
    this.#shares -= shares;
    this.#setCost(this.#cost - taken.cost, this.#paid - taken.paid, this.#priceSum - taken.priceSum);
    this.#exited += shares;
    this.#exitValue += scaled(value, rate);
    this.#exitPriceSum += toDecimal(price) * BigInt(shares);
    this.#fees += fee;
    this.#realised += profit;
    this.#note(execution);
    return { profit, paid: taken.paid };
  }

  /** Shares that it borrowed cost a fee. */
  chargeBorrowing(fee: Money): void {
    this.#borrowFees += fee;
  }

  /**
   * Multiplies the shares and divides their prices. A fraction of a share is paid in cash at the mark × the factor:
   * returns the profit on it, the price paid for it, and its proceeds.
   */
  split(ratio: SplitRatio): { readonly profit: Money; readonly paid: Money; readonly worth: Money } {
    this.#settleExtremes();
    const { fraction, ...taken } = this.#lots.split(ratio);
    this.mark = fromDecimal((toDecimal(this.mark) * BigInt(ratio.gives)) / BigInt(ratio.gets));
    const share = absolute(this.tradable.notional(this.mark, 1));
    const value = fraction === 0 ? 0n : partOf(share, fraction, ratio.gives);
    const profit = scaled(this.long ? value - taken.cost : taken.cost - value, this.rate);
    this.#shares = this.#lots.all.reduce((sum, { shares }) => sum + shares, 0);
    this.#setCost(this.#cost - taken.cost, this.#paid - taken.paid, taken.priceSum);
    this.#entered = Math.max(this.#shares, splitShares(this.#entered, ratio));
    this.#exited = splitShares(this.#exited, ratio);
    this.#realised += profit;
    return { profit, paid: taken.paid, worth: scaled(value, this.rate) };
  }

  /** Pays a dividend for each share, or takes it from a short position; the price falls by it. */
  payDividend(amount: number): Money {
    const money = scaled(toMoney(amount * this.tradable.quantityOf(this.#shares)), this.rate);
    if (this.mark > amount) this.mark = subtract(this.mark, amount);
    this.#settleExtremes();
    const dividend = this.long ? money : -money;
    this.#dividends += dividend;
    return dividend;
  }

  /** A bar of the symbol closed while the position was held to its end. */
  observe(bar: MarketBar): void {
    this.mark = bar.close;
    this.#bars++;
    const wholeBarHeld = bar.openMs !== this.openedBy.barOpen || this.openedBy.atOpen;
    // A bar does not say which of its prices came before an entry inside it: only its close counts.
    const high = wholeBarHeld ? bar.high : bar.close;
    const low = wholeBarHeld ? bar.low : bar.close;
    if (high > this.#highest) this.#highest = high;
    if (low < this.#lowest) this.#lowest = low;
  }

  /** A copy with the same shares and cost, to try fills on; the trade's history is not copied. */
  copy(): Holding {
    const copy = new Holding(this.openedBy, this.#metadata);
    copy.mark = this.mark;
    copy.rate = this.rate;
    for (const lot of this.#lots.all) copy.#lots.add(lot);
    copy.#setCost(this.#cost, this.#paid, this.#priceSum);
    copy.#shares = this.#shares;
    return copy;
  }

  /** The trade so far; an open one counts at the mark. */
  trade(id: number): Trade {
    this.#settleExtremes();
    const open = this.#shares > 0;
    const gross = this.#realised + (open ? this.unrealised : 0n);
    return {
      id,
      symbol: this.symbol,
      currency: this.tradable.instrument.currency,
      direction: this.long ? 'long' : 'short',
      quantity: this.tradable.quantityOf(this.#entered),
      entryAt: this.openedBy.clock,
      entryBarOpen: this.openedBy.barOpen,
      entryPrice: meanPrice(this.#entryPriceSum, this.#entered),
      entryValue: this.#entryValue,
      capital: this.#highestPaid,
      exitAt: open ? undefined : this.#last.clock,
      exitBarOpen: open ? undefined : this.#last.barOpen,
      exitPrice: this.#exited === 0 ? undefined : meanPrice(this.#exitPriceSum, this.#exited),
      exitValue: this.#exitValue,
      gross,
      fees: this.#fees,
      borrowFees: this.#borrowFees,
      dividends: this.#dividends,
      profit: gross - this.#fees - this.#borrowFees + this.#dividends,
      worst: this.#worst,
      best: this.#best,
      bars: this.#bars,
      owner: this.openedBy.owner,
      exitRole: open ? undefined : this.#last.role,
      metadata: this.#metadata,
    };
  }

  #setCost(cost: Money, paid: Money, priceSum: bigint): void {
    this.#cost = cost;
    this.#paid = paid;
    this.#priceSum = priceSum;
    this.#costNumber = fromMoney(cost);
    this.#paidNumber = fromMoney(paid);
  }

  #profitAt(price: number): Money {
    const value = this.tradable.notional(price, this.#shares);
    return scaled(this.long ? value - this.#cost : this.#cost - value, this.rate);
  }

  #note(execution: Execution): void {
    this.#last = execution;
    this.#reached(execution.price);
  }

  /** Counts the best and worst of the bars since the last fill, once. */
  #settleExtremes(): void {
    if (this.#highest < this.#lowest) return;
    this.#reached(this.#highest);
    this.#reached(this.#lowest);
    this.#highest = Number.NEGATIVE_INFINITY;
    this.#lowest = Number.POSITIVE_INFINITY;
  }

  #reached(price: number): void {
    const profit = this.#realised + this.#profitAt(price);
    if (profit < this.#worst) this.#worst = profit;
    if (profit > this.#best) this.#best = profit;
  }
}
