import { asTicker, type EpochMs, type Ticker } from '../base/epoch-ms.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import { Holding, type Execution } from './holding.ts';
import type { ReportedPosition } from './broker-report.ts';
import { fromMoney, partOf, scaled, tidy, type Money } from './money.ts';
import type { OrderOwner } from './order.ts';
import { Tradable } from './tradable.ts';
import type { Trade } from './trade.ts';

/** Who opened what was held before the session. */
const BEFORE: OrderOwner = { kind: 'account' };

/**
 * Cash, positions and their result, exact, in the account's currency. Each fill is booked whole, rounded once; every
 * figure is a sum of such amounts, so that `equity = startingCash + realised + unrealised - fees - borrowFees` to the
 * last unit.
 */
export class Account {
  /** What the account began with, positions held before at what they had cost. */
  startingCash: Money;
  readonly #holdings = new Map<Ticker, Holding>();
  /** The same, in the order in which they were opened; made anew when one comes or goes, never changed. */
  #open: readonly Holding[] = [];
  readonly #closed: Trade[] = [];
  #cash: Money;
  #cashNumber: number;
  realised: Money = 0n;
  fees: Money = 0n;
  borrowFees: Money = 0n;
  /** Notional of all fills. */
  traded: Money = 0n;

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

  holding(symbol: Ticker): Holding | undefined {
    return this.#holdings.get(symbol);
  }

  /** In the order in which they were opened. */
  holdings(): readonly Holding[] {
    return this.#open;
  }

  get openPositions(): number {
    return this.#open.length;
  }

  get marketValue(): Money {
    let sum = 0n;
    for (const { value } of this.#open) sum += value;
    return sum;
  }

  get grossExposure(): Money {
    let sum = 0n;
    for (const { exposure } of this.#open) sum += exposure;
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

  /** Cash as a double. The doubles here and below are for bars and limits; what is shown and kept is exact. */
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
    let sum = 0;
    for (const { exposureNow } of this.#open) sum += exposureNow;
    return tidy(sum);
  }

  get equityNow(): number {
    return tidy(this.#cashNumber + this.marketValueNow);
  }

  /** Trades that have ended, then those that are open, reckoned at their marks. */
  trades(): readonly Trade[] {
    const open = this.#open.map((holding, index) => holding.trade(this.#closed.length + index + 1));
    return [...this.#closed, ...open];
  }

  /** Takes over what a broker's account holds: cash, and positions at their cost and their worth. */
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
      const holding = this.#holdings.get(ticker);
      if (holding !== undefined) holding.mark = price;
    }
    this.traded = 0n;
    this.startingCash = this.equity - this.unrealised;
  }

  /** Books a fill: first what it closes, then what it opens, its fee split by shares. */
  book(execution: Execution, metadata: SymbolMetadata | undefined): void {
    const { symbol, tradable, buys, shares, price, rate, fee } = execution;
    this.cash -= fee;
    this.fees += fee;
    this.traded += scaled(tradable.notional(price, shares), rate);
    const held = this.#holdings.get(symbol);
    const closing = held !== undefined && held.long !== buys ? Math.min(shares, held.shares) : 0;
    const closingFee = partOf(fee, closing, shares);
    if (held !== undefined && closing > 0) {
      const { profit, paid } = held.reduce(execution, closing, closingFee);
      this.realised += profit;
      this.cash += profit;
      if (!tradable.paysProfitOnly) this.cash += held.long ? paid : -paid;
      if (held.shares === 0) this.#close(held);
    }
    if (closing < shares) this.#enter(execution, shares - closing, fee - closingFee, metadata);
  }

  /** Charges borrowed shares for a number of nights, by the marks of the close. Futures are not borrowed. */
  chargeBorrowing(rate: number, nights: number): void {
    if (rate === 0 || nights === 0) return;
    for (const holding of this.#open) {
      if (holding.long || holding.tradable.paysProfitOnly) continue;
      const fee = scaled(holding.exposure, (rate * nights) / 360);
      holding.chargeBorrowing(fee);
      this.cash -= fee;
      this.borrowFees += fee;
    }
  }

  #enter(execution: Execution, shares: number, fee: Money, metadata: SymbolMetadata | undefined): void {
    let holding = this.#holdings.get(execution.symbol);
    if (holding === undefined) {
      holding = new Holding(execution, metadata);
      this.#holdings.set(execution.symbol, holding);
      this.#open = [...this.#open, holding];
    }
    const paid = holding.add(execution, shares, fee);
    if (!execution.tradable.paysProfitOnly) this.cash += execution.buys ? -paid : paid;
  }

  #close(holding: Holding): void {
    this.#holdings.delete(holding.symbol);
    this.#open = this.#open.filter((each) => each !== holding);
    this.#closed.push(holding.trade(this.#closed.length + 1));
  }
}
