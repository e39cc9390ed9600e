import { asEpochMs, MINUTE_MS, type EpochMs } from '../base/epoch-ms.ts';
import type { Account } from './account.ts';
import type { Units } from './money.ts';

export interface EquityPoint {
  readonly clock: EpochMs;
  readonly cash: Units;
  readonly marketValue: Units;
  readonly grossExposure: Units;
  readonly equity: Units;
}

/** Numbers of a point, in this order: clock, cash, market value, gross exposure. */
const WIDTH = 4;
const FIRST_POINTS = 64;

/**
 * What the account was worth: when each day begins and ends, at each fill, and at each whole minute of the clock while a
 * position is held.
 */
export class EquityCurve {
  /** The last one of each day. */
  readonly closes: EquityPoint[] = [];
  /** Point after point: years of minutes would be a million objects, which live as long as the run. */
  #numbers = new Float64Array(FIRST_POINTS * WIDTH);
  #length = 0;

  /** All points, oldest first. O(n). */
  get points(): readonly EquityPoint[] {
    return Array.from({ length: this.#length }, (_, index) => this.#pointAt(index));
  }

  note(clock: EpochMs, { cash, marketValue, grossExposure }: Account): void {
    const isLater = this.#length === 0 || this.#numbers[(this.#length - 1) * WIDTH] !== clock;
    if (isLater) this.#length++;
    if (this.#length * WIDTH > this.#numbers.length) this.#grow();
    const at = (this.#length - 1) * WIDTH;
    this.#numbers[at] = clock;
    this.#numbers[at + 1] = cash;
    this.#numbers[at + 2] = marketValue;
    this.#numbers[at + 3] = grossExposure;
  }

  closeDay(clock: EpochMs, account: Account): void {
    this.note(clock, account);
    this.closes.push(this.#pointAt(this.#length - 1));
  }

  sample(clock: EpochMs, account: Account, traded: boolean): void {
    if (traded || (account.openPositions > 0 && clock % MINUTE_MS === 0)) this.note(clock, account);
  }

  #pointAt(index: number): EquityPoint {
    const at = index * WIDTH;
    const [clock = 0, cash = 0, marketValue = 0, grossExposure = 0] = this.#numbers.subarray(at, at + WIDTH);
    return { clock: asEpochMs(clock), cash, marketValue, grossExposure, equity: cash + marketValue };
  }

  #grow(): void {
    const larger = new Float64Array(this.#numbers.length * 2);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}
