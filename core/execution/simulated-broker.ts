import type { Ticker } from '../base/epoch-ms.ts';
import { Broker, type BrokerHours } from './broker.ts';
import type { InstantBars } from './broker-host.ts';
import { ambiguousSymbols } from './matching/candidates.ts';
import { MatchingState } from './matching/matching-state.ts';
import { playBars } from './matching/play-bars.ts';
import type { Refusal } from './order.ts';
import type { OrderState } from './order-state.ts';
import type { Tradable } from './tradable.ts';

/**
 * Simulated execution: accepts orders within the limits, fills them when a bar closes, books the account. It reads only
 * the bars that it is given, and does nothing while there is neither an order nor a position.
 */
export class SimulatedBroker extends Broker {
  /** Symbols whose bar that closes with the session was played. */
  readonly #closed = new Set<Ticker>();

  /** An order that passes the limits is accepted. */
  override refuses(): undefined {
    return undefined;
  }

  override place(order: OrderState, exits: readonly OrderState[]): void {
    this.orders.enter(order);
    for (const exit of exits) this.orders.enter(exit);
  }

  override cancel(order: OrderState, refusal: Refusal): void {
    this.orders.end(order, 'cancelled', refusal);
  }

  override replace(order: OrderState): undefined {
    this.orders.announce(order);
  }

  override ambiguous(bars: InstantBars): readonly Ticker[] {
    return ambiguousSymbols(this.orders, this.rules.limitFills, bars);
  }

  override play(bars: InstantBars): void {
    if (this.orders.active.length > 0) {
      this.#noteCloses(bars);
      const { rules, account, orders } = this;
      const bookFill = this.bookFill.bind(this);
      const rateOf = ({ instrument }: Tradable): number => this.rateOf(instrument.currency) ?? 1;
      const clock = this.host.now();
      playBars(new MatchingState({ rules, account, orders, clock, bookFill, rateOf }), bars);
    }
    this.settle(bars);
  }

  #noteCloses(bars: InstantBars): void {
    for (const { symbol, timeInForce } of this.orders.active) {
      const bar = timeInForce === 'close' ? bars.bar(symbol) : undefined;
      if (bar !== undefined && bar.closeMs === bar.sessionClose) this.#closed.add(symbol);
    }
  }

  /** Orders end that could be filled today alone; borrowed shares are charged for the nights that follow. */
  override endDay(hours: BrokerHours, nights: number): void {
    for (const order of this.orders.active) {
      if (order.isActive && this.#endsToday(order, hours)) {
        this.orders.end(order, 'expired', { rule: 'day_ended', reason: 'The session has closed.' });
      }
    }
    this.#closed.clear();
    this.account.chargeBorrowing(this.rules.borrowRate, nights);
    this.equityCurve.closeDay(this.host.now(), this.account);
  }

  #endsToday({ timeInForce, workingFrom, placedAt, symbol }: OrderState, hours: BrokerHours): boolean {
    switch (timeInForce) {
      case 'gtc':
        return false;
      case 'open':
        return workingFrom <= hours.open;
      // One placed while the last bar was forming is for the next session.
      case 'close':
        return workingFrom < hours.close && !this.#closed.has(symbol);
      default:
        return placedAt < hours.close;
    }
  }

  override end(): void {
    for (const order of this.orders.active) {
      if (order.isActive)
        this.orders.end(order, 'expired', { rule: 'run_ended', reason: 'The run has ended.' });
    }
  }
}
