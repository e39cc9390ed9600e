import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../../core/base/epoch-ms.ts';
import { MarketHorizon } from '../../../../core/session-coordinator/live/market-horizon.ts';
import { at } from '../../../helpers/bar-builder.ts';

const GRACE = 1_500;
const LONGEST_BEAT = 5_000;
const TEN = at('2025-07-02 10:00');

function horizonAt(start: number) {
  let now = start;
  const horizon = new MarketHorizon(() => now, GRACE, LONGEST_BEAT);
  const goTo = (instant: number): void => {
    now = instant;
  };
  return { horizon, goTo };
}

describe('the horizon of a live session', () => {
  it('stops right before a minute until the bars of lively symbols are there', () => {
    const { horizon, goTo } = horizonAt(TEN - 1_000);
    horizon.noteBar('AAPL', TEN - 2 * MINUTE_MS);
    goTo(TEN + 200);
    expect(horizon.value).toBe(TEN - 1);
    horizon.noteBar('AAPL', TEN - MINUTE_MS);
    expect(horizon.value).toBe(TEN + 200);
  });

  it('continues without them when the wait is over', () => {
    const { horizon, goTo } = horizonAt(TEN - 1_000);
    horizon.noteBar('AAPL', TEN - 2 * MINUTE_MS);
    goTo(TEN + GRACE);
    expect(horizon.value).toBe(TEN + GRACE);
  });

  it('does not wait for a symbol that has been quiet for minutes', () => {
    const { horizon, goTo } = horizonAt(TEN - 1_000);
    horizon.noteBar('THIN', TEN - 10 * MINUTE_MS);
    horizon.noteBar('AAPL', TEN - MINUTE_MS);
    goTo(TEN + 200);
    expect(horizon.value).toBe(TEN + 200);
  });

  it('does not run ahead when the machine slept, and stops from then on until it is resumed', () => {
    const { horizon, goTo } = horizonAt(TEN + 10_000);
    expect(horizon.beat()).toBe(false);
    const awake = TEN + 20 * MINUTE_MS + 30_000;
    goTo(awake);
    expect(horizon.value).toBe(TEN + 10_000 + LONGEST_BEAT);
    expect(horizon.beat()).toBe(true);
    expect(horizon.value).toBe(TEN + 10_000 + LONGEST_BEAT);
    expect(horizon.beat()).toBe(false);
    expect(horizon.stands).toBe(true);
    horizon.goOn();
    expect(horizon.value).toBe(awake);
  });

  it('treats no gap shorter than the longest beat as sleep', () => {
    const { horizon, goTo } = horizonAt(TEN + 10_000);
    goTo(TEN + 10_000 + LONGEST_BEAT);
    expect(horizon.beat()).toBe(false);
    expect(horizon.value).toBe(TEN + 10_000 + LONGEST_BEAT);
  });
});
