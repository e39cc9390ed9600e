import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { add, playRun, remove, sessionConfig } from '../../helpers/session-harness.ts';

const day = '2025-07-02 09:30';
const store = memoryStore(
  bars('RIVN').from(day).minutes(390).build(),
  bars('AAPL').from(day).minutes(390).build(),
);

describe('the worked example of docs/engine-rules.md#the-streaming-loop', () => {
  it('deactivates at the bar closing 09:31, activates at 09:59, completes at 10:00 with 28 silent instants', async () => {
    const instants: { clock: number; symbols: string }[] = [];
    const watcher: Strategy = {
      name: 'watcher',
      onInstant: ({ clock, closed }) =>
        void instants.push({
          clock,
          symbols: closed.map((ref) => `${ref.symbol}@${ref.interval}`).join(' '),
        }),
    };
    const played = await playRun(store, sessionConfig({ symbols: ['RIVN'] }), {
      planned: [add('2025-07-02 10:00', 'AAPL'), remove('2025-07-02 14:00', 'RIVN')],
      exportsAt: [at('2025-07-02 12:00'), at('2025-07-02 16:00')],
      strategies: [watcher],
    });
    expect(played.outcome).toEqual({ kind: 'completed' });
    const states = played.run.log.events.flatMap((event) =>
      event.type === 'session_state'
        ? [`${event.clock.slice(11, 19)} ${event.from} → ${event.to}: ${event.reason}`]
        : [],
    );
    expect(states).toMatchInlineSnapshot(`
      [
        "13:30:00 idle → loading: loading 2025-07-02",
        "13:30:00 loading → active: 2025-07-02 is open",
        "14:00:00 active → catching_up: AAPL is 1740 s behind, over the threshold of 60 s",
        "14:00:00 catching_up → active: AAPL is 60 s behind, within the threshold of 60 s",
        "20:00:00 active → day_ended: 2025-07-02 has closed",
        "20:00:00 day_ended → completed: the last session has ended",
      ]
    `);
    const active = played.run.log.events.find(
      (event) => event.type === 'symbol_active' && event.symbol === 'AAPL',
    );
    expect(active).toMatchObject({
      clock: '2025-07-02T14:00:00.000Z',
      caught_up_bars: 30,
      dropped_notifications: 28,
    });
    const atTen = instants
      .filter(({ clock }) => clock === at('2025-07-02 10:00'))
      .map(({ symbols }) => symbols);
    expect(atTen).toEqual(['RIVN@1m RIVN@5m RIVN@15m', 'AAPL@1m', 'AAPL@1m AAPL@5m AAPL@15m']);
    const close = played.exports.get(at('2025-07-02 16:00'));
    expect(Object.keys(close?.symbols ?? {})).toEqual(['AAPL']);
    const { bars: series, metadata } = close?.symbols['AAPL'] ?? { bars: {}, metadata: null };
    expect(
      Object.entries(series).map(([interval, { count, gaps }]) => [interval, count, gaps.length]),
    ).toEqual([
      ['1m', 390, 0],
      ['5m', 78, 0],
      ['15m', 26, 0],
    ]);
    expect(metadata).toEqual({
      meets_session_config_requirements: true,
      added_by: 'user',
      auto_provisioned: false,
      added_at: '2025-07-02T14:00:00.000Z',
      upgraded_from_adhoc: false,
    });
    const fromStart = await playRun(store, sessionConfig({ symbols: ['RIVN', 'AAPL'] }), {
      exportsAt: [at('2025-07-02 12:00'), at('2025-07-02 16:00')],
    });
    for (const time of played.exports.keys()) {
      const late = played.exports.get(time)?.symbols['AAPL'];
      const early = fromStart.exports.get(time)?.symbols['AAPL'];
      expect({ ...late, metadata: null }).toEqual({ ...early, metadata: null });
    }
    expect(fromStart.run.day?.data.record(asTicker('AAPL'))?.worstLagMs).toBe(0);
  });

  it('counts every silent instant of a second add, those known before the removal too', async () => {
    const { run } = await playRun(store, sessionConfig({ symbols: ['RIVN'] }), {
      planned: [
        add('2025-07-02 10:00', 'AAPL'),
        remove('2025-07-02 10:20', 'AAPL'),
        add('2025-07-02 11:00', 'AAPL'),
      ],
    });
    expect(
      run.totals.catchUps.map(({ bars: count, dropped_notifications: dropped }) => [count, dropped]),
    ).toEqual([
      [30, 28],
      [90, 88],
    ]);
    expect(run.notifications.dropped).toBe(28 + 88);
  });
});
