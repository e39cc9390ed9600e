import { expect, test } from 'vitest';
import type { ProgressMark } from '../../../../electron/contract/batch.ts';
import { ownOf } from '../../../../renderer/panels/charts/use-list-of.ts';
import { EMPTY_COPY, type SessionCopy } from '../../../../renderer/state/session-copy.ts';

const mark = (clockMs: number, symbol: string): ProgressMark => ({ clockMs, kind: 'halted', symbol });
const copyWith = (...marks: readonly ProgressMark[]): SessionCopy => ({ ...EMPTY_COPY, marks });

test('what a chart lists is the same list until one of its own comes or goes', () => {
  const select = ownOf(
    (copy) => copy.marks,
    (each) => each.symbol === 'AAPL',
  );
  const [first, other, second] = [mark(1, 'AAPL'), mark(2, 'MSFT'), mark(3, 'AAPL')];
  const before = select(copyWith(first));
  expect(before).toEqual([first]);
  expect(select(copyWith(first, other))).toBe(before);
  expect(select(copyWith(other, first))).toBe(before);
  expect(select(copyWith(first, other, second))).toEqual([first, second]);
  expect(select(copyWith(other, second))).toEqual([second]);
  expect(select(copyWith(other))).toEqual([]);
});
