import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DrawnStretch } from '../../../../renderer/chart/drawn-stretch.ts';

/** A chart with room for `inSight` bars; null while it is not followed. */
function stretchOf(inSight: number | null) {
  const redraw = vi.fn();
  const state = { inSight };
  const stretch = new DrawnStretch({ barsInSight: () => state.inSight, redraw });
  return { stretch, redraw, state };
}

describe('the bars that a chart hands to the library', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('are all of them at first, and then those in sight with some to spare', () => {
    const { stretch } = stretchOf(100);
    expect(stretch.choose(2_000)).toBe(0);
    expect(stretch.choose(2_010)).toBe(2_010 - 140);
    expect(stretch.isShort).toBe(true);
    expect(stretch.choose(80)).toBe(0);
    expect(stretch.isShort).toBe(false);
  });

  test('are all of them while the chart is scrolled back, and when a hand reaches for it', () => {
    const { stretch, state } = stretchOf(100);
    stretch.choose(2_000);
    state.inSight = null;
    expect(stretch.choose(2_010)).toBe(0);
    state.inSight = 100;
    expect(stretch.choose(2_020)).toBeGreaterThan(0);
    stretch.wantAll();
    expect(stretch.choose(2_030)).toBe(0);
    expect(stretch.choose(2_040)).toBeGreaterThan(0);
  });

  test('are all of them again once it was left alone, not while bars keep coming', () => {
    const { stretch, redraw } = stretchOf(50);
    stretch.choose(500);
    for (let more = 1; more < 10; more++) {
      stretch.choose(500 + more * 10);
      vi.advanceTimersByTime(500);
    }
    expect(redraw).not.toHaveBeenCalled();
    vi.advanceTimersByTime(600);
    expect(redraw).toHaveBeenCalledTimes(1);
    expect(stretch.choose(590)).toBe(0);
    vi.advanceTimersByTime(5_000);
    expect(redraw).toHaveBeenCalledTimes(1);
  });

  test('are asked for no more when the chart is gone', () => {
    const { stretch, redraw } = stretchOf(50);
    stretch.choose(500);
    stretch.choose(510);
    stretch[Symbol.dispose]();
    vi.advanceTimersByTime(5_000);
    expect(redraw).not.toHaveBeenCalled();
  });
});
