import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';

export const FAST = 10;
export const SLOW = 30;
export const SHARES = 10;

export interface CrossResult {
  readonly fills: number;
  /** Profit or loss of the trading, in 1e-8 of the currency. */
  readonly cash: number;
}

/**
 * The yardstick for trading: long while a fast mean of the day's closes is above a slow one, each cross filled at the
 * next bar's open of the same day, as a loop over typed arrays that keeps nothing but the shares and the money. No
 * resting orders, no limits, no trades, no equity curve, no log.
 */
export function plainCross(days: readonly ReadonlyBarColumns[]): CrossResult {
  let fills = 0;
  let cash = 0;
  let held = 0;
  for (const { open, close, length } of days) {
    let side = 0;
    let wanted = 0;
    for (let at = 0; at < length; at++) {
      if (wanted !== 0) {
        cash -= Math.round((open[at] as number) * wanted * 1e8);
        held += wanted;
        fills++;
        wanted = 0;
      }
      if (at + 1 < SLOW || at + 1 === length) continue;
      const now = meanOf(close, at, FAST) > meanOf(close, at, SLOW) ? 1 : -1;
      if (side !== 0 && now !== side) {
        if (now > 0 && held === 0) wanted = SHARES;
        if (now < 0 && held > 0) wanted = -SHARES;
      }
      side = now;
    }
  }
  return { fills, cash };
}

/** Mean of the `period` numbers up to the one at `at`, summed oldest first. */
function meanOf(values: Float64Array, at: number, period: number): number {
  let sum = 0;
  for (let index = at - period + 1; index <= at; index++) sum += values[index] as number;
  return sum / period;
}
