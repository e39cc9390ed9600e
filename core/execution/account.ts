import { asTicker, type EpochMs, type Ticker } from '../base/epoch-ms.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { ReportedPosition } from './broker-report.ts';
import { Holding, type Execution } from './holding.ts';
import { partOf, times, toUnits, type Units } from './money.ts';
import type { OrderOwner } from './order.ts';
import { closesForAll, isSameOwner } from './owner.ts';
import type { Trade } from './trade.ts';

/** The owner of what was held before the session. */
const BEFORE: OrderOwner = { kind: 'account' };

const NO_HOLDINGS: readonly Holding[] = [];

/** What a fill did to the lots: shares that it closed, by owner, and shares that it opened for its own owner. */
export interface Booking {
  readonly opened: number;
  readonly closed: number;
  readonly lots: readonly ClosedLots[];
}

export interface ClosedLots {
  readonly owner: OrderOwner;
  readonly shares: number;
  /** Shares that the owner still has on that side. */
  readonly left: number;
}

/** What decides which lots an order may close. */
export interface Closer {
  readonly symbol: Ticker;
  readonly buys: boolean;
  readonly owner: OrderOwner;
  /** True for exits: they close lots of their owner alone. */
  readonly ownLotsOnly: boolean;
}

/**
 * Cash, positions and their result, in units. Positions are kept by owner, because a strategy sells what it has bought;
 * limits, margin and borrowing look at a symbol's net. Each fill is booked whole; nothing is rounded but split fees.
 */
export class Account {
  /** What the account began with, positions held before at their cost. */
  startingCash: Units;
  /** By symbol, then in the order in which they were opened: at most one for each owner. */
  readonly #holdings = new Map<Ticker, readonly Holding[]>();
  /** All of them in the order in which they were opened; replaced when one opens or closes, never changed. */
  #open: readonly Holding[] = [];
  readonly #closed: Trade[] = [];
  #lots = 0;
  cash: Units;
  realised: Units = 0;
  fees: Units = 0;
  borrowFees: Units = 0;
  /** Price × shares of all fills, and of those of this calendar month. */
  traded: Units = 0;
  tradedThisMonth: Units = 0;
  #month = '';

  constructor(startingCash: Units) {
    this.startingCash = startingCash;
    this.cash = startingCash;
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

  /** Shares of a symbol, bought less sold over all owners; negative when short. */
  netShares(symbol: Ticker): number {
    let sum = 0;
    for (const { quantity } of this.holdingsOf(symbol)) sum += quantity;
    return sum;
  }

  /** Value of the net of a symbol at its mark; negative when short. */
  netValue(symbol: Ticker): Units {
    let sum = 0;
    for (const { value } of this.holdingsOf(symbol)) sum += value;
    return sum;
  }

  get isFlat(): boolean {
    return this.#open.length === 0;
  }

  get marketValue(): Units {
    let sum = 0;
    for (const { value } of this.#open) sum += value;
    return sum;
  }

  /** Sum of the net values of symbols, without their signs. */
  get grossExposure(): Units {
    if (this.#holdings.size === this.#open.length) {
      let sum = 0;
      for (const { value } of this.#open) sum += Math.abs(value);
      return sum;
    }
    return this.symbols().reduce((sum, symbol) => sum + Math.abs(this.netValue(symbol)), 0);
  }

  get unrealised(): Units {
    let sum = 0;
    for (const { unrealised } of this.#open) sum += unrealised;
    return sum;
  }

  get equity(): Units {
    return this.cash + this.marketValue;
  }

  /** Equity with another mark for a symbol. */
  equityAt(symbol: Ticker, mark: Units): Units {
    const held = this.holdingsOf(symbol);
    return held.reduce((sum, { quantity, value }) => sum - value + times(mark, quantity), this.equity);
  }

  /** Shares that an order may close at most: those of its owner on the other side, or of all owners. */
  closable({ symbol, buys, owner, ownLotsOnly }: Closer): number {
    let sum = 0;
    for (const holding of this.holdingsOf(symbol)) {
      if (holding.long === buys) continue;
      if (isSameOwner(holding.owner, owner) || (!ownLotsOnly && closesForAll(owner))) sum += holding.shares;
    }
    return sum;
  }

  /** Trades that have ended, then those that are open, at their marks. */
  trades(): readonly Trade[] {
    const open = this.#open.map((holding, index) => holding.trade(this.#closed.length + index + 1));
    return [...this.#closed, ...open];
  }

  /** Takes over what a broker's account holds: cash, and positions at their cost and their worth. */
  open(cash: Units, positions: readonly ReportedPosition[], clock: EpochMs): void {
    this.cash = cash;
    for (const { symbol, quantity, average_price, price } of positions) {
      const [shares, cost] = [Math.abs(quantity), toUnits(average_price)];
      const buys = quantity > 0;
      const held = { symbol: asTicker(symbol), buys, shares, price: cost, fee: 0, owner: BEFORE } as const;
      this.cash += times(cost, quantity);
      this.book({ ...held, role: 'plain', clock, barOpen: clock, atOpen: true }, undefined);
      for (const holding of this.holdingsOf(held.symbol)) holding.mark = toUnits(price);
    }
    [this.traded, this.tradedThisMonth] = [0, 0];
    this.startingCash = this.equity - this.unrealised;
  }

  /** Counts what is traded in a calendar month from 0 again when another one begins; `2025-07`. */
  startMonth(month: string): void {
    if (month === this.#month) return;
    this.#month = month;
    this.tradedThisMonth = 0;
  }

  /** Books a fill: first the lots that it closes, then what it opens for its owner. Its fee is split by shares. */
  book(execution: Execution, metadata: SymbolMetadata | undefined): Booking {
    const { buys, shares, price, fee } = execution;
    const value = times(price, shares);
    this.cash += (buys ? -value : value) - fee;
    this.fees += fee;
    this.traded += value;
    this.tradedThisMonth += value;
    let [left, feeLeft] = [shares, fee];
    const lots = [...this.#toClose(execution)].map(([holding, closing]): ClosedLots => {
      const part = partOf(feeLeft, closing, left);
      this.realised += holding.reduce(execution, closing, part);
      [left, feeLeft] = [left - closing, feeLeft - part];
      if (holding.shares === 0) this.#close(holding);
      return { owner: holding.owner, shares: closing, left: holding.shares };
    });
    if (left > 0) this.#enter(execution, left, feeLeft, metadata);
    return { opened: left, closed: shares - left, lots };
  }

  /** Charges borrowed shares for a number of nights, by the marks of the close: on the net, shared by the shorts. */
  chargeBorrowing(rate: number, nights: number): void {
    for (const symbol of this.symbols()) {
      const value = this.netValue(symbol);
      if (value >= 0) continue;
      const fee = Math.round((-value * rate * nights) / 360);
      this.cash -= fee;
      this.borrowFees += fee;
      const shorts = this.holdingsOf(symbol).filter(({ long }) => !long);
      let [left, feeLeft] = [shorts.reduce((sum, { shares }) => sum + shares, 0), fee];
      for (const holding of shorts) {
        const part = partOf(feeLeft, holding.shares, left);
        holding.chargeBorrowing(part);
        [left, feeLeft] = [left - holding.shares, feeLeft - part];
      }
    }
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

  /** Positions that a fill closes, with the shares of each: the owner's own first, then the oldest lots of the others. */
  #toClose({ symbol, buys, shares, owner }: Execution): ReadonlyMap<Holding, number> {
    const closing = new Map<Holding, number>();
    const opposite = this.holdingsOf(symbol).filter(({ long }) => long !== buys);
    const own = opposite.find((holding) => isSameOwner(holding.owner, owner));
    let left = shares;
    const take = (holding: Holding, most: number): void => {
      const taken = Math.min(left, most);
      if (taken > 0) closing.set(holding, (closing.get(holding) ?? 0) + taken);
      left -= taken;
    };
    if (own !== undefined) take(own, own.shares);
    if (!closesForAll(owner) || left === 0) return closing;
    const others = opposite.filter((holding) => holding !== own).flatMap((holding) => holding.lots());
    for (const lot of others.sort((one, other) => one.sequence - other.sequence))
      take(lot.holding, lot.shares);
    return closing;
  }

  #enter(execution: Execution, shares: number, fee: Units, metadata: SymbolMetadata | undefined): void {
    const { symbol, owner } = execution;
    let holding = this.holdingOf(symbol, owner);
    if (holding === undefined) {
      holding = new Holding(execution, metadata);
      this.#holdings.set(symbol, [...this.holdingsOf(symbol), holding]);
      this.#open = [...this.#open, holding];
    }
    holding.add(execution, shares, fee, this.#lots++);
  }

  #close(holding: Holding): void {
    const left = this.holdingsOf(holding.symbol).filter((each) => each !== holding);
    if (left.length === 0) this.#holdings.delete(holding.symbol);
    else this.#holdings.set(holding.symbol, left);
    this.#open = this.#open.filter((each) => each !== holding);
    this.#closed.push(holding.trade(this.#closed.length + 1));
  }
}
