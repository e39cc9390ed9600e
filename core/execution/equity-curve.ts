import { asEpochMs, MINUTE_MS, type EpochMs } from '../base/epoch-ms.ts';
import { NumberRows } from '../base/number-rows.ts';
import type { Account } from './account.ts';
import { tidy } from './money.ts';

export interface EquityPoint {
  readonly clock: EpochMs;
  /** Amounts in the account's currency. */
  readonly cash: number;
  readonly marketValue: number;
  readonly grossExposure: number;
  readonly equity: number;
}

const CLOCK = 0;
const CASH = 1;
const MARKET_VALUE = 2;
const GROSS_EXPOSURE = 3;

/** By a division: the remainder of doubles is many times as slow. */
const isWholeMinute = (clock: EpochMs): boolean => Math.floor(clock / MINUTE_MS) * MINUTE_MS === clock;

/**
 * The account's equity over time: when each day begins and ends, at each fill, and at each whole minute of the clock
 * while a position is open.
 */
export class EquityCurve {
  /** The last one of each day. */
  readonly closes: EquityPoint[] = [];
  readonly #rows = new NumberRows(4);
  #lastClock = Number.NaN;

  /** All points, oldest first. O(n). */
  get points(): readonly EquityPoint[] {
    return Array.from({ length: this.#rows.length }, (_, index) => this.#pointAt(index));
  }

  note(clock: EpochMs, account: Account): void {
    const rows = this.#rows;
    if (clock !== this.#lastClock) rows.add();
    this.#lastClock = clock;
    rows.set(CLOCK, clock);
    rows.set(CASH, account.cashNow);
    rows.set(MARKET_VALUE, account.marketValueNow);
    rows.set(GROSS_EXPOSURE, account.grossExposureNow);
  }

  closeDay(clock: EpochMs, account: Account): void {
    this.note(clock, account);
    this.closes.push(this.#pointAt(this.#rows.length - 1));
  }

  sample(clock: EpochMs, account: Account, traded: boolean): void {
    if (traded || (!account.isFlat && isWholeMinute(clock))) this.note(clock, account);
  }

  #pointAt(index: number): EquityPoint {
    const rows = this.#rows;
    const [cash, marketValue] = [rows.get(index, CASH), rows.get(index, MARKET_VALUE)];
    return {
      clock: asEpochMs(rows.get(index, CLOCK)),
      cash,
      marketValue,
      grossExposure: rows.get(index, GROSS_EXPOSURE),
      equity: tidy(cash + marketValue),
    };
  }
}
