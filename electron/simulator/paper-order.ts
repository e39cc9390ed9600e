import { randomUUID } from 'node:crypto';
import type { OrderType } from '../../core/execution/order.ts';
import { tidy } from '../../core/execution/money.ts';
import type { Terms } from '../../core/execution/matching/match-order.ts';
import { printRfc3339 } from '../../core/live-feed/alpaca/rfc3339.ts';

/** The terms of an order; prices in the currency. */
export interface PaperOrderTerms {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  readonly qty: number;
  readonly limit: number | undefined;
  readonly stop: number | undefined;
  readonly timeInForce: string;
  readonly orderClass: string;
  readonly clientOrderId: string;
}

const OPEN: ReadonlySet<string> = new Set(['accepted', 'new', 'partially_filled', 'held', 'pending_new']);

const text = (value: number | undefined): string | null => (value === undefined ? null : String(value));

/** An order of the simulated account, as Alpaca keeps and reports it. */
export class PaperOrder implements Terms {
  readonly id = randomUUID();
  readonly assetId = randomUUID();
  readonly terms: PaperOrderTerms;
  readonly submittedAt: number;
  /** The bracket's entry, for its exits. */
  parent: PaperOrder | undefined;
  legs: PaperOrder[] = [];
  status: string;
  filled = 0;
  triggered = false;
  replacedBy: string | undefined;
  replaces: string | undefined;
  updatedAt: number;
  #value = 0;

  constructor(terms: PaperOrderTerms, now: number, parent?: PaperOrder) {
    this.terms = terms;
    this.submittedAt = now;
    this.updatedAt = now;
    this.parent = parent;
    this.status = parent === undefined ? 'accepted' : 'held';
  }

  get isOpen(): boolean {
    return OPEN.has(this.status);
  }

  get type(): OrderType {
    return this.terms.type;
  }

  get buys(): boolean {
    return this.terms.side === 'buy';
  }

  get limit(): number | undefined {
    return this.terms.limit;
  }

  get stop(): number | undefined {
    return this.terms.stop;
  }

  get remaining(): number {
    return this.terms.qty - this.filled;
  }

  fill(shares: number, price: number, now: number): void {
    this.filled += shares;
    this.#value += shares * price;
    this.status = this.remaining === 0 ? 'filled' : 'partially_filled';
    this.updatedAt = now;
  }

  end(status: 'canceled' | 'expired' | 'rejected' | 'replaced', now: number): void {
    this.status = status;
    this.updatedAt = now;
  }

  /** The order in answers and updates; with its exits where `nested`. */
  print(nested = true): Record<string, unknown> {
    const { terms } = this;
    const at = (status: string): string | null =>
      this.status === status ? printRfc3339(this.updatedAt) : null;
    return {
      id: this.id,
      client_order_id: terms.clientOrderId,
      created_at: printRfc3339(this.submittedAt),
      updated_at: printRfc3339(this.updatedAt),
      submitted_at: printRfc3339(this.submittedAt),
      filled_at: at('filled'),
      expired_at: at('expired'),
      canceled_at: at('canceled'),
      failed_at: at('rejected'),
      replaced_at: at('replaced'),
      replaced_by: this.replacedBy ?? null,
      replaces: this.replaces ?? null,
      asset_id: this.assetId,
      symbol: terms.symbol,
      asset_class: 'us_equity',
      notional: null,
      qty: String(terms.qty),
      filled_qty: String(this.filled),
      filled_avg_price: this.filled === 0 ? null : String(tidy(this.#value / this.filled)),
      order_class: terms.orderClass,
      order_type: terms.type,
      type: terms.type,
      side: terms.side,
      time_in_force: terms.timeInForce,
      limit_price: text(terms.limit),
      stop_price: text(terms.stop),
      status: this.status,
      extended_hours: false,
      legs: nested && this.legs.length > 0 ? this.legs.map((leg) => leg.print()) : null,
      trail_percent: null,
      trail_price: null,
      hwm: null,
    };
  }
}
