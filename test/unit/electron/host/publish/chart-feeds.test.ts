import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../../../core/index.ts';
import { silentLogger } from '../../../../../core/base/logger.ts';
import { asTicker } from '../../../../../core/base/epoch-ms.ts';
import type { Interval } from '../../../../../core/base/interval.ts';
import type { SessionRun } from '../../../../../core/session-coordinator/session/session-run.ts';
import type { ChartUpdate } from '../../../../../electron/contract/batch.ts';
import { ChartFeeds } from '../../../../../electron/host/publish/chart-feeds.ts';
import type { HostedSession } from '../../../../../electron/host/session/hosted-session.ts';
import { WarmUpCache } from '../../../../../electron/host/publish/warm-up-cache.ts';
import { bars, calendar } from '../../../../helpers/bar-builder.ts';
import { memoryStore } from '../../../../helpers/memory-store.ts';
import {
  add,
  eagerWall,
  indicator,
  openRun,
  sessionConfig,
  testWall,
  turn,
} from '../../../../helpers/session-harness.ts';

const DAYS = ['2025-06-30', '2025-07-01', '2025-07-02'];
const store = memoryStore(
  ...['AAPL', 'NVDA'].flatMap((symbol) =>
    DAYS.map((day) => bars(symbol).from(`${day} 09:30`).minutes(390).without(12).build()),
  ),
);

const SPECS: readonly (readonly [string, Interval, Readonly<Record<string, number>>])[] = [
  ['vwap', '1m', {}],
  ['rsi', '1m', { period: 14 }],
  ['sma', '5m', { period: 20 }],
  ['macd', '5m', {}],
  ['bbands', '15m', { period: 20 }],
];

const config = sessionConfig({
  symbols: ['AAPL'],
  data: {
    historical: { data: [{ trailing_days: 2, intervals: ['1m'] }] },
    indicators: { session: SPECS.map(([name, interval, given]) => indicator(name, interval, given)) },
  },
});

const chart = (symbol: string, interval: Interval) => ({
  chart_id: `${symbol} ${interval}`,
  symbol,
  interval,
  studies: SPECS.filter(([, each]) => each === interval).map(([name, , parameters]) => ({
    name,
    parameters,
  })),
});

const feedsOf = (charts: readonly ReturnType<typeof chart>[]): ChartFeeds => {
  const engine = createEngine({ store, calendar, wall: testWall(), logger: silentLogger });
  const feeds = new ChartFeeds(new WarmUpCache(engine));
  feeds.subscribe(charts);
  return feeds;
};

/** The last number of every output of a chart's indicators. */
const lastOf = (update: ChartUpdate): Record<string, (number | undefined)[]> =>
  Object.fromEntries(
    update.studies.map(({ key, values }) => [
      key,
      values.map((column) => (Number.isNaN(column.at(-1)) ? undefined : column.at(-1))),
    ]),
  );

const sessionsOwn = (run: SessionRun, symbol: string, interval: Interval) => {
  const record = run.day?.data.record(asTicker(symbol));
  const own = [...(record?.indicators.values() ?? [])].filter(({ spec }) => spec.interval === interval);
  return Object.fromEntries(own.map((each) => [each.key, each.outputs.map((_, at) => each.value(at))]));
};

describe('indicators of a chart', () => {
  it.each(['1m', '5m', '15m'] as const)('say at every bar of %s what the session says', async (interval) => {
    const feeds = feedsOf([chart('AAPL', interval), chart('NVDA', interval)]);
    let run: SessionRun | undefined;
    let compared = 0;
    const look = (): void => {
      if (run === undefined) return;
      for (const update of feeds.takeUpdates({ run } as unknown as HostedSession, 0)) {
        if (update.studies.length === 0 || update.openMs.length === 0) continue;
        expect(lastOf(update)).toEqual(sessionsOwn(run, update.symbol, interval));
        compared += 1;
      }
    };
    const opened = openRun(store, config, {
      wall: eagerWall(look),
      planned: [add('2025-07-02 11:00', 'NVDA')],
      onOpen: (each) => (run = each),
    });
    await opened.played;
    expect(compared).toBeGreaterThan(20);
  });

  it('have a value at each bar of the history too, warm where the history reaches', async () => {
    const { run, played } = openRun(store, config);
    await played;
    const feeds = feedsOf([chart('AAPL', '1m')]);
    const [update] = feeds.takeUpdates({ run } as unknown as HostedSession, 0);
    const [vwap, rsi] = update?.studies ?? [];
    expect(update?.openMs).toHaveLength(3 * 389);
    expect(rsi?.values[0]?.findIndex((value) => !Number.isNaN(value))).toBe(14);
    expect(vwap?.values[0]?.findIndex((value) => !Number.isNaN(value))).toBe(2 * 389);
  });

  it('come once what they start from was read, with everything again', async () => {
    const { run, played } = openRun(store, config);
    await played;
    const feeds = feedsOf([chart('AAPL', '5m')]);
    const session = { run } as unknown as HostedSession;
    expect(feeds.takeUpdates(session, 0)[0]?.studies).toEqual([]);
    for (let tries = 0; tries < 20; tries++) await turn();
    const [warm] = feeds.takeUpdates(session, 0);
    expect(warm?.reset).toBe(true);
    expect(lastOf(warm!)).toEqual(sessionsOwn(run, 'AAPL', '5m'));
  });

  it('that do not exist, or whose parameters cannot be, are left out', async () => {
    const { run, played } = openRun(store, config);
    await played;
    const studies = [
      { name: 'nonsense', parameters: {} },
      { name: 'sma', parameters: { period: -1 } },
      { name: 'ema', parameters: { period: 9 } },
    ];
    const feeds = feedsOf([{ ...chart('AAPL', '1m'), studies }]);
    const [update] = feeds.takeUpdates({ run } as unknown as HostedSession, 0);
    expect(update?.studies.map(({ key }) => key)).toEqual(['ema(9)@1m']);
  });
});
