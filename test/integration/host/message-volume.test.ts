import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEngine } from '../../../core/index.ts';
import { silentLogger } from '../../../core/base/logger.ts';
import type { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import type { Batch } from '../../../electron/contract/batch.ts';
import { encodeMessage } from '../../../electron/contract/wire.ts';
import { ChartFeeds } from '../../../electron/host/publish/chart-feeds.ts';
import type { HostedSession } from '../../../electron/host/session/hosted-session.ts';
import { Publisher } from '../../../electron/host/publish/publisher.ts';
import { WarmUpCache } from '../../../electron/host/publish/warm-up-cache.ts';
import { bars, calendar } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { eagerWall, indicator, openRun, sessionConfig, testWall } from '../../helpers/session-harness.ts';

const SYMBOLS = Array.from({ length: 500 }, (_, at) => `S${String(at + 1).padStart(3, '0')}`);
const PANES = SYMBOLS.slice(0, 12);
const ROWS_IN_SIGHT = SYMBOLS.slice(0, 24);
/** Full speed: 380 instants of 500 bars are 190,000 bars a second. */
const INSTANT_MS = 1_000 / 380;
const MINUTES = 240;
const MOST_BYTES_PER_SECOND = 200_000;

const STUDIES = [
  { name: 'vwap', parameters: {} },
  { name: 'rsi', parameters: { period: 14 } },
];

const store = memoryStore(
  ...SYMBOLS.map((symbol) => bars(symbol).from('2025-07-02 09:30').minutes(MINUTES).build()),
);
const config = sessionConfig({
  symbols: SYMBOLS,
  data: { indicators: { session: [indicator('vwap', '1m'), indicator('rsi', '1m', { period: 14 })] } },
});

describe('what one window is sent of 500 symbols that all move, with twelve charts on screen', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  test('stays under 200 KB a second, carries every bar to every chart, and draws little in a batch', async () => {
    const charts = new ChartFeeds(
      new WarmUpCache(createEngine({ store, calendar, wall: testWall(), logger: silentLogger })),
    );
    charts.subscribe(
      PANES.map((symbol) => ({ chart_id: symbol, symbol, interval: '1m' as const, studies: STUDIES })),
    );
    const batches: { readonly atMs: number; readonly batch: Batch; readonly bytes: number }[] = [];
    using publisher = new Publisher((batch) => {
      const atMs = performance.now();
      batches.push({ atMs, batch, bytes: encodeMessage({ kind: 'batch', batch }).length });
      publisher.acknowledge(batch.seq);
    }, charts);
    publisher.watchRows(ROWS_IN_SIGHT);
    let session: SessionRun | undefined;
    let seen = 0;
    // Yields to the host now and then, and moves its time by the span played since.
    const goOn = (): void => {
      const soFar = Math.max(seen, session?.day?.bars ?? 0);
      vi.advanceTimersByTime(((soFar - seen) / SYMBOLS.length) * INSTANT_MS);
      seen = soFar;
    };
    const { run, played } = openRun(store, config, {
      wall: eagerWall(goOn),
      onOpen: (opened) => {
        session = opened;
        publisher.show(hosted(opened));
      },
    });
    await played;
    const endedMs = performance.now();
    vi.advanceTimersByTime(1_000);

    // Once the rows are there and every chart has begun, until the day is over.
    const from = batches.findIndex(({ batch }) => batch.figures !== null);
    const moving = batches.slice(from).filter(({ atMs }) => atMs <= endedMs);
    const seconds = (endedMs - (moving[0]?.atMs ?? 0)) / 1_000;
    const bytes = moving.reduce((sum, each) => sum + each.bytes, 0);
    expect(run.totals.bars).toBe(SYMBOLS.length * MINUTES);
    expect(moving.length).toBeGreaterThan(seconds * 40);
    expect(bytes / seconds).toBeLessThan(MOST_BYTES_PER_SECOND);

    for (const symbol of PANES) {
      const sent = batches.flatMap(({ batch }) => batch.charts.filter((chart) => chart.symbol === symbol));
      const begun = sent.map(({ reset }) => reset).lastIndexOf(true);
      const opens = sent.slice(begun).flatMap(({ openMs }) => [...openMs]);
      expect(opens).toHaveLength(MINUTES);
      expect(new Set(opens).size).toBe(MINUTES);
    }
    for (const { batch } of moving) {
      const watched = (batch.figures?.symbols ?? []).filter((symbol) => ROWS_IN_SIGHT.includes(symbol));
      expect(watched.length).toBeLessThanOrEqual(4);
      expect(batch.figures?.symbols.length ?? 0).toBeLessThanOrEqual(44);
    }
  });
});

const hosted = (run: SessionRun): HostedSession =>
  ({
    run,
    pace: run.pace,
    config,
    configId: 'busy',
    outcome: undefined,
    generation: 1,
  }) as unknown as HostedSession;
