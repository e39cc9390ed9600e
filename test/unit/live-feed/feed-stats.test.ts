import { expect, it } from 'vitest';
import { MINUTE_MS } from '../../../core/base/epoch-ms.ts';
import { FeedStats } from '../../../core/live-feed/feed-stats.ts';
import { at } from '../../helpers/bar-builder.ts';

const OPEN = at('2025-11-03 10:00');
const CLOSE = OPEN + MINUTE_MS;

it('counts from the close of a bar to its arrival, and to when it was shown', () => {
  const truth = new FeedStats(OPEN);
  truth.noteArrival('KO', OPEN, CLOSE + 250, 1_500);
  truth.noteShown('KO', CLOSE, CLOSE + 400);
  truth.noteArrival('KO', CLOSE, CLOSE + MINUTE_MS + 2_000, 1_500);
  truth.noteShown('KO', CLOSE + MINUTE_MS, CLOSE + MINUTE_MS + 2_100);
  expect(truth.symbols).toMatchObject([
    {
      received: 2,
      late: 1,
      lastLatencyMs: 2_000,
      worstLatencyMs: 2_000,
      latencySumMs: 2_250,
      lastShownMs: 2_100,
      worstShownMs: 2_100,
    },
  ]);
});

it('a bar of the history tells nothing of how fast the feed is, and one is shown once', () => {
  const truth = new FeedStats(OPEN);
  truth.noteShown('KO', CLOSE - MINUTE_MS, CLOSE + 400);
  truth.noteArrival('KO', OPEN, CLOSE + 250, 1_500);
  truth.noteShown('KO', CLOSE - MINUTE_MS, CLOSE + 500);
  expect(truth.symbols).toMatchObject([{ worstShownMs: 0 }]);
  truth.noteShown('KO', CLOSE, CLOSE + 600);
  truth.noteShown('KO', CLOSE, CLOSE + 9_000);
  expect(truth.symbols).toMatchObject([{ lastShownMs: 600, worstShownMs: 600 }]);
});

it('a state lasts from its begin, however often it is reported, and each wait for the connection is one reconnect', () => {
  const truth = new FeedStats(OPEN);
  truth.noteState('streaming', '', OPEN + 1);
  truth.noteState('waiting', 'the line is dead', OPEN + 5);
  truth.noteState('waiting', 'again', OPEN + 7);
  expect(truth).toMatchObject({ state: 'waiting', reason: 'again', sinceMs: OPEN + 5, reconnects: 2 });
  truth.noteState('streaming', '', OPEN + 9);
  expect(truth).toMatchObject({ reason: '', brokeAtMs: OPEN + 7, brokeBy: 'again' });
});

it('a bar of the history was missed if the stream owed it: from the subscription on, until the symbol left', () => {
  const truth = new FeedStats(OPEN);
  truth.noteFilled('KO', OPEN);
  truth.noteHeld(new Set(['KO']), CLOSE + 1);
  truth.noteFilled('KO', OPEN);
  expect(truth.symbols).toEqual([]);
  truth.noteFilled('KO', CLOSE);
  // A line that breaks owes on.
  truth.noteHeld(new Set(), CLOSE + 2 * MINUTE_MS);
  truth.noteHeld(new Set(['KO']), CLOSE + 5 * MINUTE_MS);
  truth.noteFilled('KO', CLOSE + 3 * MINUTE_MS);
  truth.noteLeft('KO');
  truth.noteFilled('KO', CLOSE + 6 * MINUTE_MS);
  expect(truth).toMatchObject({ granted: 1, symbols: [{ symbol: 'KO', filled: 2 }] });
});
