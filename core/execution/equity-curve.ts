import { MINUTE_MS, type EpochMs } from '../base/epoch-ms.ts';
import type { Account } from './account.ts';
import type { Units } from './money.ts';

export interface EquityPoint {
  readonly clock: EpochMs;
  readonly cash: Units;
  readonly marketValue: Units;
  readonly grossExposure: Units;
  readonly equity: Units;
}

/**
 * What the account was worth: when each day begins and ends, at each fill, and at each whole minute of the clock while a
 * position is held.
 */
export class EquityCurve {
  readonly points: EquityPoint[] = [];
  /** The last one of each day. */
  readonly closes: EquityPoint[] = [];

  note(clock: EpochMs, account: Account): void {
    const { cash, marketValue, grossExposure } = account;
    if (this.points.at(-1)?.clock === clock) this.points.pop();
    this.points.push({ clock, cash, marketValue, grossExposure, equity: cash + marketValue });
  }

  closeDay(clock: EpochMs, account: Account): void {
    this.note(clock, account);
    this.closes.push(this.points.at(-1) as EquityPoint);
  }

  sample(clock: EpochMs, account: Account, traded: boolean): void {
    if (traded || (account.openPositions > 0 && clock % MINUTE_MS === 0)) this.note(clock, account);
  }
}
