import { fromDecimal, toDecimal } from '../../base/decimal.ts';
import type { SplitRatio } from '../../model/corporate-action.ts';
import { partOf, type Money } from '../money.ts';

interface Lot {
  shares: number;
  price: number;
  /** Its notional in the instrument's currency, and in the account's at the rate of its entry. */
  cost: Money;
  paid: Money;
  /** Counts the lots of an account: the oldest has the smallest. */
  readonly sequence: number;
}

/** The cost of lots, and their sum of price × shares, in 1e-12. */
export interface LotsTaken {
  readonly cost: Money;
  readonly paid: Money;
  readonly priceSum: bigint;
}

/** Shares of one position by lot, first in, first out. */
export class LotQueue {
  #lots: Lot[] = [];

  /** Oldest first. */
  get all(): readonly Readonly<Lot>[] {
    return this.#lots;
  }

  add(lot: Readonly<Lot>): void {
    this.#lots.push({ ...lot });
  }

  /** Removes shares, the oldest first. A part of a lot costs a part of the rounded amount: the parts sum to it. */
  take(shares: number): LotsTaken {
    let left = shares;
    let [cost, paid, priceSum] = [0n, 0n, 0n];
    while (left > 0) {
      const lot = this.#lots[0] as Lot;
      const taken = Math.min(left, lot.shares);
      const [partCost, partPaid] = [partOf(lot.cost, taken, lot.shares), partOf(lot.paid, taken, lot.shares)];
      cost += partCost;
      paid += partPaid;
      priceSum += toDecimal(lot.price) * BigInt(taken);
      lot.cost -= partCost;
      lot.paid -= partPaid;
      lot.shares -= taken;
      left -= taken;
      if (lot.shares === 0) this.#lots.shift();
    }
    return { cost, paid, priceSum };
  }

  /**
   * Multiplies the shares of all lots, down to whole ones over all of them. Returns what the fraction that is left over
   * costs, its size in `gives`-ths of a share, and the new sum of price × shares.
   */
  split({ gets, gives }: SplitRatio): LotsTaken & { readonly fraction: number } {
    let [exact, given] = [0n, 0n];
    for (const lot of this.#lots) {
      exact += BigInt(lot.shares) * BigInt(gets);
      lot.shares = Number(exact / BigInt(gives) - given);
      given += BigInt(lot.shares);
      lot.price = fromDecimal((toDecimal(lot.price) * BigInt(gives)) / BigInt(gets));
    }
    const fraction = Number(exact % BigInt(gives));
    const last = this.#lots.at(-1);
    let [cost, paid] = [0n, 0n];
    if (last !== undefined && fraction > 0) {
      const whole = last.shares * gives + fraction;
      [cost, paid] = [partOf(last.cost, fraction, whole), partOf(last.paid, fraction, whole)];
      last.cost -= cost;
      last.paid -= paid;
    }
    this.#mergeEmpty();
    const priceSum = this.#lots.reduce((sum, lot) => sum + toDecimal(lot.price) * BigInt(lot.shares), 0n);
    return { cost, paid, priceSum, fraction };
  }

  /** A lot without a whole share left has no cost of its own: its cost goes to the lot after it. */
  #mergeEmpty(): void {
    let [cost, paid] = [0n, 0n];
    for (const lot of this.#lots) {
      lot.cost += cost;
      lot.paid += paid;
      [cost, paid] = lot.shares === 0 ? [lot.cost, lot.paid] : [0n, 0n];
    }
    const last = this.#lots.filter(({ shares }) => shares > 0).at(-1);
    if (last !== undefined) {
      last.cost += cost;
      last.paid += paid;
    }
    this.#lots = this.#lots.filter(({ shares }) => shares > 0);
  }
}
