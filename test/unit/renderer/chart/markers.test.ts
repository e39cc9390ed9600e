import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../core/base/epoch-ms.ts';
import { BarColumns } from '../../../../core/model/bar-columns.ts';
import type { ProgressMark } from '../../../../electron/contract/batch.ts';
import type { ChartTheme } from '../../../../renderer/chart/chart-theme.ts';
import { awaitsBar, haltMarkers } from '../../../../renderer/chart/markers.ts';

const theme = { shadeLine: 'amber' } as ChartTheme;

test('a halt is at the bar that was the newest then, its end at the first one after; before the first bar nowhere', () => {
  const first = Date.parse('2025-07-02T14:00:00Z');
  const columns = new BarColumns(2);
  for (const minute of [0, 2]) columns.append(first + minute * MINUTE_MS, 1, 1, 1, 1, 1);
  const marks: readonly ProgressMark[] = [
    { kind: 'halted', symbol: 'AAPL', clockMs: first - MINUTE_MS },
    { kind: 'halted', symbol: 'AAPL', clockMs: first + 1.5 * MINUTE_MS },
    { kind: 'resumed', symbol: 'AAPL', clockMs: first + 3 * MINUTE_MS },
  ];
  expect(haltMarkers(marks, columns, theme)).toMatchObject([
    { time: first / 1_000, text: '❚❚ halted', color: 'amber' },
    { time: first / 1_000 + 120, text: '▶ trading', color: 'amber' },
  ]);
});

test('the end of a halt waits for the first bar after it, and is below it', () => {
  const first = Date.parse('2025-07-02T14:00:00Z');
  const columns = new BarColumns(2);
  columns.append(first, 1, 1, 1, 1, 1);
  const marks: readonly ProgressMark[] = [
    { kind: 'halted', symbol: 'AAPL', clockMs: first + MINUTE_MS },
    { kind: 'resumed', symbol: 'AAPL', clockMs: first + 4 * MINUTE_MS },
  ];
  expect(haltMarkers(marks, columns, theme)).toMatchObject([{ position: 'aboveBar', text: '❚❚ halted' }]);
  expect(awaitsBar(marks, columns)).toBe(true);
  columns.append(first + 4 * MINUTE_MS, 1, 1, 1, 1, 1);
  expect(awaitsBar(marks, columns)).toBe(false);
  expect(haltMarkers(marks, columns, theme)).toMatchObject([
    { time: first / 1_000, position: 'aboveBar' },
    { time: first / 1_000 + 240, position: 'belowBar', text: '▶ trading' },
  ]);
});
