import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitToDisplays, MIN_WINDOW } from '../../../../electron/main/fit-to-displays.ts';

const laptop = { x: 0, y: 25, width: 1_512, height: 920 };
const wall = { x: 1_512, y: 0, width: 3_840, height: 2_100 };

describe('where the window opens', () => {
  it('is the middle of the first display at first', () => {
    expect(fitToDisplays(null, [wall])).toEqual({ x: 1_512 + 1_200, y: 600, width: 1_440, height: 900 });
  });

  it('is at its last place, on any display', () => {
    const before = { x: 2_000, y: 100, width: 1_600, height: 1_000 };
    expect(fitToDisplays(before, [laptop, wall])).toEqual(before);
  });

  it('keeps its size but comes back when its display is gone', () => {
    const before = { x: 2_000, y: 100, width: 1_200, height: 800 };
    expect(fitToDisplays(before, [laptop])).toEqual({ x: 156, y: 85, width: 1_200, height: 800 });
  });

  it('shrinks to a smaller display', () => {
    const before = { x: 100, y: 100, width: 3_000, height: 2_000 };
    expect(fitToDisplays(before, [laptop])).toEqual({ x: 0, y: 25, width: 1_512, height: 920 });
  });

  it('always lies within one display, no smaller than it must be where there is room', () => {
    const number = fc.integer({ min: -5_000, max: 8_000 });
    const size = fc.integer({ min: 1, max: 5_000 });
    const bounds = fc.record({ x: number, y: number, width: size, height: size });
    fc.assert(
      fc.property(bounds, (before) => {
        const window = fitToDisplays(before, [laptop, wall]);
        const area = [laptop, wall].find(
          ({ x, y, width, height }) =>
            window.x >= x &&
            window.y >= y &&
            window.x + window.width <= x + width &&
            window.y + window.height <= y + height,
        );
        expect(area).toBeDefined();
        expect(window.width).toBeGreaterThanOrEqual(MIN_WINDOW.width);
        expect(window.height).toBeGreaterThanOrEqual(MIN_WINDOW.height);
      }),
    );
  });
});
