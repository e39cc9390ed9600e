import { asTicker, type EpochMs, type Ticker } from '../base/epoch-ms.ts';
import type { SplitRatio } from '../model/corporate-action.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { ReportedPosition } from './broker-report.ts';
import type { Execution } from './execution.ts';
import { Holding } from './holding.ts';
import { lotsToClose, type Booking, type ClosedLots, type Closer } from './ownership/lots.ts';
import { absolute, fromMoney, partOf, scaled, tidy, type Money } from './money.ts';
import type { OrderOwner } from './order.ts';
import { netOf, type NetPosition } from './ownership/net-position.ts';
import { closesForAll, isSameOwner } from './ownership/owner.ts';
import type { Tradable } from './tradable.ts';
import type { Trade } from './trade.ts';

/** The owner of positions from before the session. */
const BEFORE: OrderOwner = { kind: 'account' };

const NO_HOLDINGS: readonly Holding[] = [];

/**
 * Cash, positions and their result, exact, in the account's currency. Each fill is booked whole, rounded once; every
 * figure is a sum of such amounts, so that `equity = startingCash + realised + unrealised - fees - borrowFees +
 * dividends` to the last unit. Positions are kept by owner, because a strategy sells the shares that it bought; limits,
 * margin and borrowing look at the net of a symbol.
 */
export class Account {
  /** The account's initial value, including earlier positions at their cost. */
  startingCash: Money;
  /** By symbol, then in the order in which they were opened: at most one for each owner. */
  readonly #holdings = new Map<Ticker, readonly Holding[]>();
  /** All positions in the order in which they were opened; replaced when one opens or closes, never changed. */
  #open: readonly Holding[] = [];
  readonly #closed: Trade[] = [];
  #lots = 0;
  #cash: Money;
  #cashNumber: number;
  realised: Money = 0n;
  fees: Money = 0n;
  borrowFees: Money = 0n;
  dividends: Money = 0n;
  /** Notional of all fills, and of those of this calendar month. */
  traded: Money = 0n;
  tradedThisMonth: Money = 0n;
  #month = '';

  constructor(startingCash: Money) {
    this.startingCash = startingCash;
    this.#cash = startingCash;
    this.#cashNumber = fromMoney(startingCash);
  }

  get cash(): Money {
    return this.#cash;
  }

  set cash(cash: Money) {
    this.#cash = cash;
    this.#cashNumber = fromMoney(cash);
  }

  /** Positions of a symbol, one for each owner that has one, in the order in which they were opened. */
  holdingsOf(symbol: Ticker): readonly Holding[] {
    return this.#holdings.get(symbol) ?? NO_HOLDINGS;
  }

  holdingOf(symbol: Ticker, owner: OrderOwner): Holding | undefined {
    return this.holdingsOf(symbol).find((holding) => isSameOwner(holding.owner, owner));
  }

  /** In the order in which they were opened. */
  holdings(): readonly Holding[] {
    return this.#open;
  }

  /** Symbols with a position, in the order of their oldest one. */
  symbols(): readonly Ticker[] {
    return [...new Set(this.#open.map(({ symbol }) => symbol))];
  }

  get isFlat(): boolean {
    return this.#open.length === 0;
  }

  /** A symbol's position over all owners; undefined when none has one. */
  net(symbol: Ticker): NetPosition | undefined {
    return netOf(this.holdingsOf(symbol));
  }

  /** Units of a symbol, bought less sold over all owners; negative when short. */
  netQuantity(symbol: Ticker): number {
    const net = this.net(symbol);
    return net === undefined ? 0 : net.tradable.quantityOf(net.shares) + 0;
  }

  get marketValue(): Money {
    let sum = 0n;
    for (const { value } of this.#open) sum += value;
    return sum;
  }

  /** Sum over the symbols of the notional of their net, without signs. */
  get grossExposure(): Money {
    let sum = 0n;
    for (const holdings of this.#holdings.values()) {
      sum += absolute(holdings.reduce((net, { long, exposure }) => net + (long ? exposure : -exposure), 0n));
    }
    return sum;
  }

  get unrealised(): Money {
    let sum = 0n;
    for (const { unrealised } of this.#open) sum += unrealised;
    return sum;
  }

  get equity(): Money {
    return this.cash + this.marketValue;
  }

  /** Cash as a double. The doubles here and below are for bars and limits; displayed and stored figures are exact. */
  get cashNow(): number {
    return this.#cashNumber;
  }

  get marketValueNow(): number {
    if (this.#open.length === 1) return (this.#open[0] as Holding).valueNow;
    let sum = 0;
    for (const { valueNow } of this.#open) sum += valueNow;
    return tidy(sum);
  }

  get grossExposureNow(): number {
    if (this.#open.length === 1) return (this.#open[0] as Holding).exposureNow;
    let sum = 0;
    for (const symbol of this.#holdings.keys()) sum += Math.abs(this.net(symbol)?.exposureNow ?? 0);
    return tidy(sum);
  }

  get equityNow(): number {
    return tidy(this.#cashNumber + this.marketValueNow);
  }

  /** Most whole steps that an order may close: those of its owner on the other side, or of all owners. */
  closable({ symbol, buys, owner, ownLotsOnly }: Closer): number {
    let sum = 0;
    for (const holding of this.holdingsOf(symbol)) {
      if (holding.long === buys) continue;
      if (isSameOwner(holding.owner, owner) || (!ownLotsOnly && closesForAll(owner))) sum += holding.shares;
    }
    return sum;
  }

  /** Ended trades, then open ones, at their marks. */
  trades(): readonly Trade[] {
    const open = this.#open.map((holding, index) => holding.trade(this.#closed.length + index + 1));
    return [...this.#closed, ...open];
  }

  /** Takes over the state of a broker's account: cash, and positions at their cost and their worth. */
  open(
    cash: Money,
    positions: readonly ReportedPosition[],
    clock: EpochMs,
    of: (symbol: Ticker) => Tradable,
  ): void {
    this.cash = cash;
    for (const { symbol, quantity, average_price: cost, price } of positions) {
      const ticker = asTicker(symbol);
      const tradable = of(ticker);
      const shares = tradable.stepsWithin(Math.abs(quantity));
      if (shares === 0) continue;
      const held = { symbol: ticker, tradable, buys: quantity > 0, shares, price: cost, rate: 1 } as const;
      const paid = tradable.paysProfitOnly ? 0n : tradable.notional(cost, shares);
      this.cash += held.buys ? paid : -paid;
      const place = { fee: 0n, owner: BEFORE, role: 'plain', clock, barOpen: clock, atOpen: true } as const;
      this.book({ ...held, ...place }, undefined);
      for (const holding of this.holdingsOf(ticker)) holding.mark = price;
    }
    [this.traded, this.tradedThisMonth] = [0n, 0n];
    this.startingCash = this.equity - this.unrealised;
  }

  /** Restarts the count of traded value when another calendar month begins; `2025-07`. */
  startMonth(month: string): void {
    if (month === this.#month) return;
    this.#month = month;
    this.tradedThisMonth = 0n;
  }

  /**
   * Books a fill: first the lots that it closes, then the lot that it opens for its owner. Its fee is split by shares.
   */
  book(execution: Execution, metadata: SymbolMetadata | undefined): Booking {
    const { tradable, shares, price, rate, fee } = execution;
    const notional = absolute(scaled(tradable.notional(price, shares), rate));
    this.cash -= fee;
    this.fees += fee;
    this.traded += notional;
    this.tradedThisMonth += notional;
    let [left, feeLeft] = [shares, fee];
    const lots = [...lotsToClose(this.holdingsOf(execution.symbol), execution)].map(
      ([holding, closing]): ClosedLots => {
        const part = partOf(feeLeft, closing, left);
        this.#reduce(holding, execution, closing, part);
        [left, feeLeft] = [left - closing, feeLeft - part];
        return { owner: holding.owner, shares: closing, left: holding.shares };
      },
    );
    if (left > 0) this.#enter(execution, left, feeLeft, metadata);
    return { opened: left, closed: shares - left, lots };
  }

  /** Charges borrowed shares for a number of nights, by the marks of the close: on the net, shared by the shorts. */
  chargeBorrowing(rate: number, nights: number): void {
    if (rate === 0 || nights === 0) return;
    for (const holdings of this.#holdings.values()) {
      const net = holdings.reduce((sum, { long, exposure }) => sum + (long ? exposure : -exposure), 0n);
      // Futures are not borrowed.
      if (net >= 0n || holdings[0]?.tradable.paysProfitOnly === true) continue;
      const fee = scaled(-net, (rate * nights) / 360);
      this.cash -= fee;
      this.borrowFees += fee;
      const shorts = holdings.filter(({ long }) => !long);
      let [left, feeLeft] = [shorts.reduce((sum, { shares }) => sum + shares, 0), fee];
      for (const holding of shorts) {
        const part = partOf(feeLeft, holding.shares, left);
        holding.chargeBorrowing(part);
        [left, feeLeft] = [left - holding.shares, feeLeft - part];
      }
    }
  }

  /** Multiplies the shares of a symbol. Returns the money that fractions of shares brought in. */
  split(symbol: Ticker, ratio: SplitRatio): Money {
    let sum = 0n;
    for (const holding of this.holdingsOf(symbol)) {
      const { profit, paid, worth } = holding.split(ratio);
      this.realised += profit;
      this.cash += profit + (holding.long ? paid : -paid);
      sum += holding.long ? worth : -worth;
      if (holding.shares === 0) this.#close(holding);
    }
    return sum;
  }

  /** Pays a dividend of a symbol, by share; returns the money that came in. */
  payDividend(symbol: Ticker, amount: number): Money {
    let sum = 0n;
    for (const holding of this.holdingsOf(symbol)) sum += holding.payDividend(amount);
    this.cash += sum;
    this.dividends += sum;
    return sum;
  }

  /** A copy to try fills of one symbol on; positions of other symbols are shared with it and must not change. */
  copy(symbol: Ticker): Account {
    const copy = new Account(this.startingCash);
    copy.cash = this.cash;
    copy.tradedThisMonth = this.tradedThisMonth;
    copy.#lots = this.#lots;
    for (const [each, holdings] of this.#holdings) {
      copy.#holdings.set(each, each === symbol ? holdings.map((holding) => holding.copy()) : holdings);
    }
    copy.#open = [...copy.#holdings.values()].flat();
    return copy;
  }

  #reduce(holding: Holding, execution: Execution, shares: number, fee: Money): void {
    const { profit, paid } = holding.reduce(execution, shares, fee);
    this.realised += profit;
    this.cash += profit;
    if (!holding.tradable.paysProfitOnly) this.cash += holding.long ? paid : -paid;
    if (holding.shares === 0) this.#close(holding);
  }

  #enter(execution: Execution, shares: number, fee: Money, metadata: SymbolMetadata | undefined): void {
    const { symbol, owner, tradable, buys } = execution;
    let holding = this.holdingOf(symbol, owner);
    if (holding === undefined) {
      holding = new Holding(execution, metadata);
      this.#holdings.set(symbol, [...this.holdingsOf(symbol), holding]);
      this.#open = [...this.#open, holding];
    }
    const paid = holding.add(execution, shares, fee, this.#lots++);
    if (!tradable.paysProfitOnly) this.cash += buys ? -paid : paid;
  }

  #close(holding: Holding): void {
    const left = this.holdingsOf(holding.symbol).filter((each) => each !== holding);
    if (left.length === 0) this.#holdings.delete(holding.symbol);
    else this.#holdings.set(holding.symbol, left);
    this.#open = this.#open.filter((each) => each !== holding);
    this.#closed.push(holding.trade(this.#closed.length + 1));
  }
}
