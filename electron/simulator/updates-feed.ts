import { printRfc3339 } from '../../core/live-feed/alpaca/rfc3339.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { VenueEvent } from './paper-venue.ts';

/** The receivers of an account's updates. */
export interface UpdatesSink {
  send(text: string): void;
  /** Every connection is lost. */
  drop(): void;
}

/** The events of orders, as messages of Alpaca's stream, with faults where they are planned. */
export class UpdatesFeed {
  readonly #now: () => number;
  readonly #faults: FaultPlan;
  readonly #sink: UpdatesSink;
  /** Held back by a fault until the next one is sent. */
  #heldBack: string | undefined;

  constructor(now: () => number, faults: FaultPlan, sink: UpdatesSink) {
    this.#now = now;
    this.#faults = faults;
    this.#sink = sink;
  }

  tell({ event, order, fill }: VenueEvent): void {
    const now = this.#now();
    const { symbol } = order.terms;
    if (fill !== undefined && this.#faults.take('drop_updates', now, symbol) !== undefined)
      return this.#sink.drop();
    if (this.#faults.take('lose_updates', now, symbol) !== undefined) return;
    const about =
      fill === undefined
        ? {}
        : { price: String(fill.price), qty: String(fill.qty), position_qty: String(fill.position) };
    const data = {
      event,
      execution_id: fill?.id ?? order.id,
      timestamp: printRfc3339(now),
      ...about,
      order: order.print(),
    };
    this.#sendInTurn(JSON.stringify({ stream: 'trade_updates', data }), now, symbol);
  }

  #sendInTurn(text: string, now: number, symbol: string): void {
    const waits =
      this.#heldBack === undefined && this.#faults.take('disordered_fills', now, symbol) !== undefined;
    if (waits) {
      this.#heldBack = text;
      return;
    }
    this.#sink.send(text);
    if (this.#faults.take('duplicate_fills', now, symbol) !== undefined) this.#sink.send(text);
    if (this.#heldBack !== undefined) this.#sink.send(this.#heldBack);
    this.#heldBack = undefined;
  }
}
