import { expect, test } from 'vitest';
import { backText, downText, feedName, formatSpan } from '../../../../renderer/format/feed-words.ts';

test('durations use the shortest fitting unit', () => {
  const spans = [0, 250, 999.4, 1_000, 59_940, 60_000, 3_725_000, Number.NaN];
  expect(spans.map(formatSpan)).toEqual([
    '0 ms',
    '250 ms',
    '999 ms',
    '1.0 s',
    '59.9 s',
    '1:00 min',
    '62:05 min',
    '–',
  ]);
});

test('a feed is called by its name, and a simulated market by its speed too', () => {
  expect(feedName({ name: 'Alpaca IEX', marketSpeed: 1 })).toBe('Alpaca IEX');
  expect(feedName({ name: 'Simulator', marketSpeed: 60 })).toBe('Simulator 60×');
});

test('a lost feed gives the reason, the time of the stopped clock and the next step', () => {
  expect(downText({ state: 'waiting', reason: 'the line is dead' }, '10:05:00')).toBe(
    'The feed is down (the line is dead). Reconnecting; the clock is stopped at 10:05:00. Missed bars are fetched and caught up afterwards.',
  );
  expect(downText({ state: 'failed', reason: 'the key is wrong' }, '10:05:00')).toBe(
    'The feed refuses (the key is wrong). Nothing more comes; the clock is stopped at 10:05:00. Correct the key or the plan, then go live again: today’s missed bars come from the history.',
  );
});

test('a feed that is back gives the length of the outage in market time', () => {
  expect(backText(4_200, '', 1)).toBe('The feed is back after 4.2 s. Missed bars are fetched and caught up.');
  expect(backText(90_000, 'mute', 60)).toContain('after 1:30 min of market time (mute)');
});
