import { expect, it } from 'vitest';
import { measureCross } from '../../../../electron/bench/measure-cross.ts';

it('the engine trades the same fills for the same money as the plain loop over the same bars', async () => {
  const measured = await measureCross(new AbortController().signal, 12);
  expect(measured.fills).toBeGreaterThan(50);
  expect(measured.ratio).toBeGreaterThan(0);
});
