import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import { invariant } from '../base/invariant.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { MarketBar } from './match-order.ts';
import { fromUnits, times, type Units } from './money.ts';
import type { OrderOwner, OrderRole, Position } from './order.ts';
import type { Trade } from './trade.ts';

/** What an account is told of a fill. */
export interface Execution {
  readonly symbol: Ticker;
  readonly buys: boolean;
  readonly shares: number;
  readonly price: Units;
  readonly fee: Units;
  readonly owner: OrderOwner;
  readonly role: OrderRole;
  readonly clock: EpochMs;
  readonly barOpen: EpochMs;
  /** True when it was filled at its bar's open, so that the whole bar lies after it. */
  readonly atOpen: boolean;
}

interface Lot {
  shares: number;
  readonly price: Units;
}

/** A position from flat to flat: its shares by lot, first in, first out, and what the trade came to so far. */
export class Holding {
  readonly symbol: Ticker;
  readonly long: boolean;
  readonly openedBy: Execution;
  readonly #metadata: SymbolMetadata | undefined;
  readonly #lots: Lot[] = [];
  /** Of the shares held: sum of price × shares. */
  #cost: Units = 0;
  #highestCost: Units = 0;
  #shares = 0;
  #entered = 0;
  #entryValue: Units = 0;
  #exited = 0;
  #exitValue: Units = 0;
  #fees: Units = 0;
  #borrowFees: Units = 0;
  #realised: Units = 0;
  #worst: Units = 0;
  #best: Units = 0;
  /** Highest and lowest price since the last fill: with the same shares they are where the trade stood best and worst. */
  #highest = Number.NEGATIVE_INFINITY;
  #lowest = Number.POSITIVE_INFINITY;
  #bars = 0;
  #last: Execution;
  /** The last close known. */
  mark: Units;

  constructor(opening: Execution, metadata: SymbolMetadata | undefined) {
    this.symbol = opening.symbol;
    this.long = opening.buys;
    this.openedBy = opening;
    this.mark = opening.price;
    this.#last = opening;
    this.#metadata = metadata;
  }

  /** Signed: negative when short. */
  get quantity(): number {
    return this.long ? this.#shares : -this.#shares;
  }

  get shares(): number {
    return this.#shares;
  }

  /** Signed, at the mark. */
  get value(): Units {
    return times(this.mark, this.quantity);
  }

  get unrealised(): Units {
    return this.#profitAt(this.mark);
  }

  add(execution: Execution, shares: number, fee: Units): void {
    this.#settleExtremes();
    const { price } = execution;
    this.#lots.push({ shares, price });
    this.#shares += shares;
    this.#cost += times(price, shares);
    this.#highestCost = Math.max(this.#highestCost, this.#cost);
    this.#entered += shares;
    this.#entryValue += times(price, shares);
    this.#fees += fee;
    this.#note(execution);
  }

  /** Takes shares away, the oldest first; answers the profit before fees. */
  reduce(execution: Execution, shares: number, fee: Units): Units {
    invariant(shares <= this.#shares, () => `at most ${this.#shares} shares to close, got ${shares}`);
    this.#settleExtremes();
    const cost = this.#takeLots(shares);
    const value = times(execution.price, shares);
    const profit = this.long ? value - cost : cost - value;
    this.#shares -= shares;
    this.#cost -= cost;
    this.#exited += shares;
    this.#exitValue += value;
    this.#fees += fee;
    this.#realised += profit;
    this.#note(execution);
    return profit;
  }

  /** Shares that it borrowed cost a fee. */
  chargeBorrowing(fee: Units): void {
    this.#borrowFees += fee;
  }

  /** A bar of the symbol closed while the position was held to its end. */
  observe(bar: MarketBar): void {
    this.mark = bar.close;
    this.#bars++;
    const wholeBarHeld = bar.openMs !== this.openedBy.barOpen || this.openedBy.atOpen;
    // What of the bar of an entry in its midst came before the entry cannot be told: only its close counts.
    const high = wholeBarHeld ? bar.high : bar.close;
    const low = wholeBarHeld ? bar.low : bar.close;
    if (high > this.#highest) this.#highest = high;
    if (low < this.#lowest) this.#lowest = low;
  }

  position(): Position {
    return {
      symbol: this.symbol,
      quantity: this.quantity,
      averagePrice: fromUnits(this.#cost / this.#shares),
      marketPrice: fromUnits(this.mark),
      marketValue: fromUnits(this.value),
      unrealised: fromUnits(this.unrealised),
      realised: fromUnits(this.#realised),
      openedAt: this.openedBy.clock,
      owner: this.openedBy.owner,
    };
  }

  /** The trade as it stands; an open one is reckoned at the mark. */
  trade(id: number): Trade {
    this.#settleExtremes();
    const open = this.#shares > 0;
    const gross = this.#realised + (open ? this.unrealised : 0);
    return {
      id,
      symbol: this.symbol,
      direction: this.long ? 'long' : 'short',
      quantity: this.#entered,
      entryAt: this.openedBy.clock,
      entryBarOpen: this.openedBy.barOpen,
      entryValue: this.#entryValue,
      capital: this.#highestCost,
      exitAt: open ? undefined : this.#last.clock,
      exitBarOpen: open ? undefined : this.#last.barOpen,
      exitQuantity: this.#exited,
      exitValue: this.#exitValue,
      gross,
      fees: this.#fees,
      borrowFees: this.#borrowFees,
      profit: gross - this.#fees - this.#borrowFees,
      worst: this.#worst,
      best: this.#best,
      bars: this.#bars,
      owner: this.openedBy.owner,
      exitRole: open ? undefined : this.#last.role,
      metadata: this.#metadata,
    };
  }

  #takeLots(shares: number): Units {
    let left = shares;
    let cost = 0;
    while (left > 0) {
      const lot = this.#lots[0] as Lot;
      const taken = Math.min(left, lot.shares);
      cost += times(lot.price, taken);
      lot.shares -= taken;
      left -= taken;
      if (lot.shares === 0) this.#lots.shift();
    }
    return cost;
  }

  #profitAt(price: Units): Units {
    const value = times(price, this.#shares);
    return this.long ? value - this.#cost : this.#cost - value;
  }

  #note(execution: Execution): void {
    this.#last = execution;
    this.#reached(execution.price);
  }

  /** What the bars since the last fill came to; afterwards they count no more. */
  #settleExtremes(): void {
    if (this.#highest < this.#lowest) return;
    this.#reached(this.#highest);
    this.#reached(this.#lowest);
    this.#highest = Number.NEGATIVE_INFINITY;
    this.#lowest = Number.POSITIVE_INFINITY;
  }

  #reached(price: Units): void {
    const profit = this.#realised + this.#profitAt(price);
    if (profit < this.#worst) this.#worst = profit;
    if (profit > this.#best) this.#best = profit;
  }
}
