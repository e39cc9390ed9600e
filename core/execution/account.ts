import { asTicker, type EpochMs, type Ticker } from '../base/epoch-ms.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import { Holding, type Execution } from './holding.ts';
import type { ReportedPosition } from './broker-report.ts';
import { partOf, times, toUnits, type Units } from './money.ts';
import type { OrderOwner } from './order.ts';
import type { Trade } from './trade.ts';

/** Who opened what was held before the session. */
const BEFORE: OrderOwner = { kind: 'account' };

/** Cash, positions and what they came to, in units. Each fill is booked whole; nothing is rounded but fees that are split. */
export class Account {
  /** What the account began with, positions held before at what they had cost. */
  startingCash: Units;
  readonly #holdings = new Map<Ticker, Holding>();
  /** The same, in the order in which they were opened; made anew when one comes or goes, never changed. */
  #open: readonly Holding[] = [];
  readonly #closed: Trade[] = [];
  cash: Units;
  realised: Units = 0;
  fees: Units = 0;
  borrowFees: Units = 0;
  /** Price × shares of all fills. */
  traded: Units = 0;

  constructor(startingCash: Units) {
    this.startingCash = startingCash;
    this.cash = startingCash;
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

  get marketValue(): Units {
    let sum = 0;
    for (const { value } of this.#open) sum += value;
    return sum;
  }

  get grossExposure(): Units {
    let sum = 0;
    for (const { value } of this.#open) sum += Math.abs(value);
    return sum;
  }

  get unrealised(): Units {
    let sum = 0;
    for (const { unrealised } of this.#open) sum += unrealised;
    return sum;
  }

  get equity(): Units {
    return this.cash + this.marketValue;
  }

  /** Trades that have ended, then those that are open, reckoned at their marks. */
  trades(): readonly Trade[] {
    const open = this.#open.map((holding, index) => holding.trade(this.#closed.length + index + 1));
    return [...this.#closed, ...open];
  }

  /** Begins anew with what a broker's account holds: cash, and positions at what they cost and are worth. */
  open(cash: Units, positions: readonly ReportedPosition[], clock: EpochMs): void {
    this.cash = cash;
    for (const { symbol, quantity, average_price, price } of positions) {
      const [shares, cost] = [Math.abs(quantity), toUnits(average_price)];
      const buys = quantity > 0;
      const held = { symbol: asTicker(symbol), buys, shares, price: cost, fee: 0, owner: BEFORE } as const;
      this.cash += times(cost, quantity);
      this.book({ ...held, role: 'plain', clock, barOpen: clock, atOpen: true }, undefined);
      const holding = this.#holdings.get(held.symbol);
      if (holding !== undefined) holding.mark = toUnits(price);
    }
    this.traded = 0;
    this.startingCash = this.equity - this.unrealised;
  }

  /** Books a fill: first what it closes, then what it opens, its fee split by shares. */
  book(execution: Execution, metadata: SymbolMetadata | undefined): void {
    const { symbol, buys, shares, price, fee } = execution;
    const value = times(price, shares);
    this.cash += (buys ? -value : value) - fee;
    this.fees += fee;
    this.traded += value;
    const held = this.#holdings.get(symbol);
    const closing = held !== undefined && held.long !== buys ? Math.min(shares, held.shares) : 0;
    const closingFee = partOf(fee, closing, shares);
    if (held !== undefined && closing > 0) {
      this.realised += held.reduce(execution, closing, closingFee);
      if (held.shares === 0) this.#close(held);
    }
    if (closing < shares) this.#enter(execution, shares - closing, fee - closingFee, metadata);
  }

  /** What borrowed shares cost over so many nights, by the marks of the close. */
  chargeBorrowing(rate: number, nights: number): void {
    for (const holding of this.#open) {
      const { value } = holding;
      if (value >= 0) continue;
      const fee = Math.round((-value * rate * nights) / 360);
      holding.chargeBorrowing(fee);
      this.cash -= fee;
      this.borrowFees += fee;
    }
  }

  #enter(execution: Execution, shares: number, fee: Units, metadata: SymbolMetadata | undefined): void {
    let holding = this.#holdings.get(execution.symbol);
    if (holding === undefined) {
      holding = new Holding(execution, metadata);
      this.#holdings.set(execution.symbol, holding);
      this.#open = [...this.#open, holding];
    }
    holding.add(execution, shares, fee);
  }

  #close(holding: Holding): void {
    this.#holdings.delete(holding.symbol);
    this.#open = this.#open.filter((each) => each !== holding);
    this.#closed.push(holding.trade(this.#closed.length + 1));
  }
}
