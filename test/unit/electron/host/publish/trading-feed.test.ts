import { describe, expect, it } from 'vitest';
import type { SessionRun } from '../../../../../core/session-coordinator/session/session-run.ts';
import { TradingFeed } from '../../../../../electron/host/publish/trading-feed.ts';
import { bars } from '../../../../helpers/bar-builder.ts';
import { memoryStore } from '../../../../helpers/memory-store.ts';
import { plan, playRun, sessionConfig } from '../../../../helpers/session-harness.ts';

const place = {
  type: 'place_order',
  symbol: 'AAPL',
  side: 'buy',
  quantity: 10,
  order_type: 'market',
} as const;

describe('the orders that a window gets', () => {
  it('is everything once, then what changed, and nothing while nothing changes', async () => {
    const feed = new TradingFeed();
    const updates: ReturnType<TradingFeed['take']>[] = [];
    let session: SessionRun | undefined;
    const takeAt = new Set(
      ['09:40', '09:45', '09:46', '09:50', '09:51', '09:52'].map((time) => `2025-07-02 ${time}`),
    );
    await playRun(
      memoryStore(bars('AAPL').from('2025-07-02 09:30').minutes(60).build()),
      sessionConfig({ symbols: ['AAPL'], streams: ['1m'] }),
      {
        planned: [
          ...[...takeAt].map((time) => plan(time, { type: 'speed', multiplier: 0 })),
          plan('2025-07-02 09:45', place),
          plan('2025-07-02 09:50', { ...place, side: 'sell' }),
        ],
        onOpen: (run) => {
          session = run;
        },
        recorder: {
          event() {},
          export() {},
          journal({ command }) {
            if (session !== undefined && command.type === 'speed') updates.push(feed.take(session));
          },
        },
      },
    );
    const told = updates.map((update) =>
      update === null
        ? null
        : [
            update.orders.map(({ id, status }) => `${id} ${status}`),
            update.fills.length,
            update.positions.length,
          ],
    );
    expect(told).toEqual([
      [[], 0, 0],
      null,
      [['1 filled'], 1, 1],
      // The mark moved with the bars.
      [[], 0, 1],
      [['2 filled'], 1, 0],
      null,
    ]);
    feed.reset();
    const all = feed.take(session as SessionRun);
    expect([all?.orders.length, all?.fills.length, all?.positions.length]).toEqual([2, 2, 0]);
  });
});
