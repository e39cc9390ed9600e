import { describe, expect, it } from 'vitest';
import { asTicker, asTradingDay } from '../../../core/base/epoch-ms.ts';
import { HeldPrices } from '../../../core/session-coordinator/trading/held-prices.ts';

const AAPL = asTicker('AAPL');
const days = ['2025-11-26', '2025-11-28', '2025-12-01'].map((day) => asTradingDay(day));

/** Holds 10 shares over days that each have an open and a close, or no bars; returns the kinds of warnings by day. */
function warningsOver(...prices: readonly (readonly [open: number, close: number] | undefined)[]): string[] {
  const warnings: string[] = [];
  const held = new HeldPrices(({ kind, reason }) => warnings.push(`${kind}: ${reason}`));
  for (const [index, day] of days.slice(0, prices.length).entries()) {
    held.startDay(index === 0 ? [] : [AAPL]);
    const [open, close] = prices[index] ?? [];
    const ofDay = open === undefined || close === undefined ? undefined : { open, close };
    held.endDay(day, [{ symbol: AAPL, quantity: 10, prices: ofDay }]);
  }
  return warnings;
}

describe('the price of a position', () => {
  it('is named with its day when the symbol has no bars any more, once', () => {
    expect(warningsOver([100, 101], undefined, undefined)).toEqual([
      'no_bars: AAPL has no bars on 2025-11-28: the position of 10 is valued at its last price, 101, of 2025-11-26.',
    ]);
  });

  it('is named again after a day with bars', () => {
    expect(warningsOver(undefined, [100, 100], undefined)).toHaveLength(2);
  });

  it.each([
    [100, 50, '2 for 1'],
    [100, 52, '2 for 1'],
    [90, 60.3, '3 for 2'],
    [10, 100, '1 for 10'],
    [100, 5, '20 for 1'],
  ])('that closes at %d and opens at %d looks like a split of %s', (close, open, split) => {
    expect(warningsOver([close, close], [open, open])).toEqual([
      `price_jump: AAPL opens at ${open} on 2025-11-28 after a close of ${close} on 2025-11-26: the jump looks like a split of ${split}. The position is not adjusted for it.`,
    ]);
  });

  it.each([
    [100, 83],
    [100, 120],
    [100, 58],
    [100, 100],
  ])('that closes at %d and opens at %d has only moved', (close, open) => {
    expect(warningsOver([close, close], [open, open])).toEqual([]);
  });

  it('that jumps over a day without bars is compared with its last close', () => {
    expect(warningsOver([100, 100], undefined, [50, 50]).map((text) => text.split(':')[0])).toEqual([
      'no_bars',
      'price_jump',
    ]);
  });
});
