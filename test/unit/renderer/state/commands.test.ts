import { expect, test } from 'vitest';
import { nextSpeed } from '../../../../renderer/state/commands.ts';

test('plus and minus walk the list of speeds, max at its end', () => {
  const up = [1, 10, 60, 600, 0].map((speed) => nextSpeed(speed, 1));
  const down = [1, 10, 60, 600, 0].map((speed) => nextSpeed(speed, -1));
  expect(up).toEqual([10, 60, 600, 0, 0]);
  expect(down).toEqual([1, 1, 10, 60, 600]);
  expect([nextSpeed(30, 1), nextSpeed(30, -1)]).toEqual([60, 10]);
});
