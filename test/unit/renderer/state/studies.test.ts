import { describe, expect, test } from 'vitest';
import { readStudies, sessionStudies, studyLabel, toggledStudy } from '../../../../renderer/state/studies.ts';

const period = { name: 'period', default: 20, min: 1, max: 5_000, integer: true };
const KNOWN = [
  { name: 'sma', parameters: [period] },
  { name: 'vwap', parameters: [] },
];

describe('studies of a pane', () => {
  test('are the session’s own on its interval', () => {
    const indicators = [
      { name: 'sma', interval: '5m' as const, parameters: { period: 20 } },
      { name: 'vwap', interval: '1m' as const, parameters: {} },
    ];
    expect(sessionStudies(indicators, '5m')).toEqual([{ name: 'sma', parameters: { period: 20 } }]);
  });

  test('are called as the session calls them, defaults filled in', () => {
    expect(studyLabel({ name: 'sma', parameters: {} }, KNOWN)).toBe('sma(20)');
    expect(studyLabel({ name: 'vwap', parameters: {} }, KNOWN)).toBe('vwap');
  });

  test('go when they are there and come when they are not, whether or not a default is written out', () => {
    const shown = [{ name: 'sma', parameters: {} }];
    expect(toggledStudy(shown, { name: 'sma', parameters: { period: 20 } }, KNOWN)).toEqual([]);
    expect(toggledStudy(shown, { name: 'sma', parameters: { period: 9 } }, KNOWN)).toHaveLength(2);
  });

  test('of a stored view that is none are passed over', () => {
    expect(readStudies([{ name: 'sma', parameters: { period: 'x' } }])).toBeNull();
    expect(readStudies('sma')).toBeNull();
    expect(readStudies([{ name: 'sma', parameters: { period: 9 } }])).toHaveLength(1);
  });
});
