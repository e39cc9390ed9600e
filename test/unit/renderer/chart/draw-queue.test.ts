import { expect, test } from 'vitest';
import type { ChartChange } from '../../../../renderer/chart/chart-cache.ts';
import { DrawQueue } from '../../../../renderer/chart/draw-queue.ts';

/** A queue whose frames and milliseconds come when the test says so; every chart takes `costMs` to draw. */
function queue(costMs: number) {
  let frames: (() => void)[] = [];
  let nowMs = 0;
  const drawn: string[] = [];
  const changes: ChartChange[] = [];
  const draws = new DrawQueue({ nextFrame: (callback) => frames.push(callback), now: () => nowMs });
  const chart = (name: string) => (change: ChartChange) => {
    drawn.push(name);
    changes.push(change);
    nowMs += costMs;
  };
  const frame = (): readonly string[] => {
    const due = frames;
    frames = [];
    const before = drawn.length;
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
  const turns = [frame(), frame(), frame(), frame(), frame()];
  expect(turns.map((turn) => turn.length)).toEqual([1, 1, 1, 1, 0]);
  expect(turns.flat()).toEqual(['A', 'B', 'C', 'D']);
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
