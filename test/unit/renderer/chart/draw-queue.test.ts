import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChartChange } from '../../../../renderer/chart/chart-cache.ts';
import { DrawQueue } from '../../../../renderer/chart/draw-queue.ts';

/** A queue whose frames and milliseconds come when the test says so; every chart takes `costMs` to draw. */
function queue(costMs: number) {
  let frames: (() => void)[] = [];
  let nowMs = 0;
  const drawn: string[] = [];
  const changes: ChartChange[] = [];
  let number = 0;
  const draws = new DrawQueue({
    nextFrame: (callback) => frames.push(callback),
    now: () => nowMs,
    frame: () => number,
  });
  const chart = (name: string) => (change: ChartChange) => {
    drawn.push(name);
    changes.push(change);
    nowMs += costMs;
  };
  const frame = (lengthMs = 0, first: () => void = () => undefined): readonly string[] => {
    nowMs += lengthMs;
    number += 1;
    const due = frames;
    frames = [];
    const before = drawn.length;
    first();
    due.forEach((run) => run());
    return drawn.slice(before);
  };
  return { draws, chart, frame, changes };
}

const at = (from: number, reset = false): ChartChange => ({ reset, from });

test('what comes while a chart waits is drawn once, from the first change on', () => {
  const { draws, chart, frame, changes } = queue(1);
  const aapl = chart('AAPL');
  draws.add(aapl, at(7));
  draws.add(aapl, at(9));
  expect(frame()).toEqual(['AAPL']);
  expect(changes).toEqual([at(7)]);
  draws.add(aapl, at(9));
  draws.add(aapl, at(0, true));
  draws.add(aapl, at(3));
  frame();
  expect(changes.at(-1)).toEqual(at(0, true));
  expect(frame()).toEqual([]);
});

test('charts that take long are drawn fewer a frame, and each has its turn', () => {
  const { draws, chart, frame } = queue(20);
  const charts = ['A', 'B', 'C', 'D'].map(chart);
  const all = (): void => charts.forEach((draw) => draws.add(draw, at(1)));
  for (let round = 0; round < 4; round++) {
    all();
    for (let count = 0; count < 8; count++) frame();
  }
  all();
  const turns = Array.from({ length: 8 }, () => frame());
  expect(turns.map((turn) => turn.length)).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
  expect(turns.flat()).toEqual(['A', 'B', 'C', 'D']);
});

test('while charts wait, the frame after a drawing is for painting it', () => {
  const { draws, chart, frame } = queue(20);
  const charts = ['A', 'B', 'C'].map(chart);
  for (let count = 0; count < 20; count++) {
    if (count < 10) charts.forEach((draw) => draws.add(draw, at(1)));
    frame();
  }
  charts.forEach((draw) => draws.add(draw, at(1)));
  // Asked before and after the queue has had its turn of the frame: a batch may come first or last.
  const taken = Array.from({ length: 6 }, () => {
    let before: boolean | undefined;
    const drawn = frame(0, () => (before = draws.isPainting));
    return [drawn.length, before, draws.isPainting];
  });
  expect(taken).toEqual([
    [1, false, false],
    [0, true, true],
    [1, false, false],
    [0, true, true],
    [1, false, false],
    [0, true, true],
  ]);
});

test('a chart alone is drawn in every frame, unless it took long: then the next frame is for painting it', () => {
  const drawnOf = (costMs: number): readonly number[] => {
    const { draws, chart, frame } = queue(costMs);
    const only = chart('AAPL');
    return Array.from({ length: 6 }, () => {
      draws.add(only, at(1));
      return frame().length;
    });
  };
  expect(drawnOf(2)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(drawnOf(13)).toEqual([1, 0, 1, 0, 1, 0]);
});

test('charts that are quick are drawn together', () => {
  const { draws, chart, frame } = queue(0.1);
  const charts = ['A', 'B', 'C', 'D'].map(chart);
  for (let round = 0; round < 5; round++) {
    charts.forEach((draw) => draws.add(draw, at(1)));
    while (frame().length > 0);
    frame();
  }
  charts.forEach((draw) => draws.add(draw, at(1)));
  expect(frame()).toHaveLength(4);
});

test('a chart that leaves is not drawn, and one whose picture is wanted is drawn at once', () => {
  const { draws, chart, frame, changes } = queue(1);
  const [gone, wanted] = [chart('gone'), chart('wanted')];
  draws.add(gone, at(1));
  draws.add(wanted, at(2));
  draws.forget(gone);
  draws.flush(wanted);
  expect(changes).toEqual([at(2)]);
  expect(frame()).toEqual([]);
});

test('twelve charts that always have news are drawn in turn: none waits while another is drawn again and again', () => {
  const market = fc.array(
    fc.record({ costMs: fc.integer({ min: 0, max: 12 }), frameMs: fc.integer({ min: 4, max: 95 }) }),
    { minLength: 60, maxLength: 60 },
  );
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), market, (count, frames) => {
      const { draws, chart, frame } = queue(1);
      const charts = Array.from({ length: count }, (_, nth) => chart(String(nth)));
      const turns: string[] = [];
      for (const { frameMs } of frames) {
        charts.forEach((draw) => draws.add(draw, at(1)));
        turns.push(...frame(frameMs));
      }
      for (const [index, name] of turns.entries()) {
        const next = turns.indexOf(name, index + 1);
        if (next >= 0) expect(next - index).toBeLessThan(2 * count);
      }
      expect(new Set(turns).size).toBe(count);
    }),
  );
});

test('a frame draws as many as its share allows, and where frames are slow, so many that each is drawn twice a second', () => {
  const drawnPerFrame = (costMs: number, frameMs: number): number => {
    const { draws, chart, frame } = queue(costMs);
    const charts = Array.from({ length: 12 }, (_, nth) => chart(String(nth)));
    let most = 0;
    for (let count = 0; count < 80; count++) {
      charts.forEach((draw) => draws.add(draw, at(1)));
      const drawn = frame(frameMs).length;
      if (count > 40) most = Math.max(most, drawn);
    }
    return most;
  };
  expect(drawnPerFrame(2, 14)).toBe(2);
  expect(drawnPerFrame(3, 12)).toBe(1);
  expect(drawnPerFrame(5, 84)).toBe(3);
});

test('when the clock is stopped, all waiting charts are drawn within two frames, and then a few a frame again', () => {
  const { draws, chart, frame } = queue(2);
  const charts = Array.from({ length: 12 }, (_, nth) => chart(String(nth)));
  const news = (): void => charts.forEach((draw) => draws.add(draw, at(1)));
  for (let count = 0; count < 40; count++) {
    news();
    frame(14);
  }
  news();
  draws.hurry();
  const stopped = [...frame(14), ...frame(14)];
  expect(new Set(stopped).size).toBe(12);
  expect(frame(14)).toEqual([]);
  news();
  expect(frame(14).length).toBeLessThanOrEqual(2);
});
