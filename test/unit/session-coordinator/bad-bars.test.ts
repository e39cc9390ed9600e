import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { eventsOf, playRun, sessionConfig } from '../../helpers/session-harness.ts';

const AAPL = asTicker('AAPL');

/** A steady price, so that nothing but what a test changes is remarkable. */
const steady = () =>
  bars('AAPL')
    .from('2025-07-02 09:30')
    .minutes(30)
    .shaped(() => [50, 50.5, 49.5, 50, 100]);

describe('bad market data', () => {
  it.each([
    ['not_a_number', { close: Number.NaN }],
    ['not_a_number', { volume: Number.POSITIVE_INFINITY }],
    ['impossible_ohlc', { high: 49 }],
    ['impossible_ohlc', { low: 51 }],
    ['impossible_ohlc', { low: -1, open: -1 }],
    ['negative_volume', { volume: -5 }],
    ['off_grid', { late: 30_000 }],
  ] as const)('%s is refused, and its minute is missing: %j', async (kind, change) => {
    const played = await playRun(
      memoryStore(steady().with(7, change).build()),
      sessionConfig({ symbols: ['AAPL'] }),
    );
    expect(played.outcome).toEqual({ kind: 'completed' });
    expect(played.run.day?.data.record(AAPL)?.findings).toMatchObject([{ kind, interval: '1m', count: 1 }]);
    expect(eventsOf(played, 'finding')).toMatchObject([{ kind, symbol: 'AAPL', count: 1 }]);
    expect(played.run.view.barCount(AAPL, '1m')).toBe(29);
    expect(played.run.view.gaps(AAPL, '1m')[0]).toMatchObject({ firstMs: at('2025-07-02 09:37'), count: 1 });
    expect([...played.run.view.coverage(AAPL, '5m', 2 + 4)].slice(0, 2)).toEqual([1, 0.8]);
    expect(played.run.view.metrics(AAPL)).toMatchObject({ volume: 2_900, high: 50.5, low: 49.5, last: 50 });
  });

  it.each([
    ['price_jump', { open: 90, high: 90, low: 90, close: 90 }],
    ['zero_volume_with_range', { volume: 0 }],
  ] as const)('%s is remarkable and kept: %j', async (kind, change) => {
    const played = await playRun(
      memoryStore(steady().with(7, change).build()),
      sessionConfig({ symbols: ['AAPL'] }),
    );
    expect(eventsOf(played, 'finding')[0]).toMatchObject({ kind });
    expect(played.run.view.barCount(AAPL, '1m')).toBe(30);
    expect(eventsOf(played, 'finding')[0]?.detail).toContain('kept');
  });

  it.each([
    ['duplicate', -60_000],
    ['disorder', -120_000],
  ] as const)('of a store that breaks its word, %s, is refused', async (kind, late) => {
    const played = await playRun(
      memoryStore(steady().with(7, { late }).build()),
      sessionConfig({ symbols: ['AAPL'] }),
    );
    expect(played.outcome).toEqual({ kind: 'completed' });
    expect(played.run.day?.data.record(AAPL)?.findings).toMatchObject([{ kind }]);
    expect(played.run.view.barCount(AAPL, '1m')).toBe(29);
  });

  it('is logged for the first of a kind and counted for all', async () => {
    const built = steady()
      .with(3, { high: 1 })
      .with(5, { high: 1 })
      .with(9, { volume: -1 })
      .with(20, { high: 1 })
      .build();
    const played = await playRun(memoryStore(built), sessionConfig({ symbols: ['AAPL'] }));
    expect(eventsOf(played, 'finding').map(({ kind }) => kind)).toEqual([
      'impossible_ohlc',
      'negative_volume',
    ]);
    expect(
      played.run.totals.findings.map(({ kind, count, firstMs, lastMs }) => [kind, count, firstMs, lastMs]),
    ).toEqual([
      ['impossible_ohlc', 3, at('2025-07-02 09:33'), at('2025-07-02 09:50')],
      ['negative_volume', 1, at('2025-07-02 09:39'), at('2025-07-02 09:39')],
    ]);
  });

  it('that the store found while reading is logged with its symbol', async () => {
    const store = memoryStore(steady().build());
    const firstMs = at('2025-07-02 09:31');
    store.findings.set('AAPL', {
      symbol: 'AAPL',
      interval: '1m',
      kind: 'duplicate',
      firstMs,
      lastMs: firstMs,
      count: 4,
      detail: 'twice',
    });
    const played = await playRun(store, sessionConfig({ symbols: ['AAPL'] }));
    expect(eventsOf(played, 'finding')).toMatchObject([{ kind: 'duplicate', count: 4, detail: 'twice' }]);
    expect(played.run.totals.findings).toHaveLength(1);
  });

  it('changes nothing of other symbols', async () => {
    const bad = steady().with(7, { close: Number.NaN }).build();
    const other = bars('RIVN').from('2025-07-02 09:30').minutes(30).build();
    const close = at('2025-07-02 16:00');
    const config = sessionConfig({ symbols: ['RIVN', 'AAPL'] });
    const [with_, without] = await Promise.all(
      [bad, steady().build()].map((each) =>
        playRun(memoryStore(other, each), config, { exportsAt: [close] }),
      ),
    );
    expect(with_?.exports.get(close)?.symbols['RIVN']).toEqual(without?.exports.get(close)?.symbols['RIVN']);
  });
});
