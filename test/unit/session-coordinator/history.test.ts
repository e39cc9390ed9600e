import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { at, bars, calendar, type BuiltBars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { eventsOf, indicator, playRun, sessionConfig } from '../../helpers/session-harness.ts';

const AAPL = asTicker('AAPL');
const today = bars('AAPL').from('2025-07-02 09:30').minutes(60).build();
const minutesOf = (day: string, ...missing: number[]) =>
  bars('AAPL')
    .from(`${day} 09:30`)
    .minutes(390)
    .without(...missing)
    .build();
const secondsOf = (day: string, ...missing: number[]) =>
  bars('AAPL')
    .from(`${day} 09:30`)
    .seconds(23_400)
    .without(...missing)
    .build();

/** The day's view after a run with that history configured. */
async function viewOf(
  built: readonly BuiltBars[],
  data: readonly object[],
  more: {
    readonly indicators?: object;
    readonly derived_bars?: object;
    readonly streams?: readonly string[];
  } = {},
) {
  const { streams, ...rest } = more;
  const played = await playRun(
    memoryStore(today, ...built),
    sessionConfig({ symbols: ['AAPL'], streams: streams ?? ['1m'], data: { historical: { data }, ...rest } }),
  );
  expect(played.outcome).toEqual({ kind: 'completed' });
  return { played, view: played.run.view };
}

const daysOf = (view: Awaited<ReturnType<typeof viewOf>>['view'], interval: '1m' | '5m' | '1d' | '1w') =>
  view
    .historicalDays(AAPL, interval)
    .map(({ day, bars: count, quality, source, filled }) => [day, count, quality, source, filled]);

describe('history', () => {
  it('has the trailing days of each interval, and no day more', async () => {
    const { view } = await viewOf(
      [minutesOf('2025-06-27'), minutesOf('2025-06-30'), minutesOf('2025-07-01')],
      [
        { trailing_days: 2, intervals: ['1m', '5m'] },
        { trailing_days: 1, intervals: ['1d'] },
      ],
      { indicators: { historical: [{ name: 'avg_range', period: 3, interval: '1d' }] } },
    );
    expect(daysOf(view, '1m').map(([day]) => day)).toEqual(['2025-06-30', '2025-07-01']);
    expect(view.historicalBars(AAPL, '5m').length).toBe(2 * 78);
    expect(daysOf(view, '1d').map(([day]) => day)).toEqual(['2025-07-01']);
    expect(view.historicalIndicator(AAPL, 'avg_range(3)@1d')).toBeTypeOf('number');
  });

  it('is for the symbols it applies to', async () => {
    const store = memoryStore(
      today,
      minutesOf('2025-07-01'),
      bars('RIVN').from('2025-07-01 09:30').minutes(390).build(),
      bars('RIVN').from('2025-07-02 09:30').minutes(60).build(),
    );
    const { run } = await playRun(
      store,
      sessionConfig({
        symbols: ['AAPL', 'RIVN'],
        data: { historical: { data: [{ trailing_days: 1, intervals: ['1m'], apply_to: ['RIVN'] }] } },
      }),
    );
    expect(run.view.historicalIntervals(AAPL)).toEqual([]);
    expect(run.view.historicalDays(asTicker('RIVN'), '1m')).toHaveLength(1);
  });

  it('tells the quality of each day, by regular hours only', async () => {
    const early = bars('AAPL')
      .from('2025-07-01 08:30')
      .minutes(450)
      .without(...range(60, 99))
      .build();
    const store = memoryStore(today, minutesOf('2025-06-30', 0, 1, 2), early);
    const { run } = await playRun(
      store,
      sessionConfig({
        symbols: ['AAPL'],
        data: { extended_hours: true, historical: { data: [{ trailing_days: 2, intervals: ['1m'] }] } },
      }),
    );
    expect(run.view.historicalDays(AAPL, '1m').map(({ quality }) => quality)).toEqual([
      (100 * 387) / 390,
      (100 * 351) / 390,
    ]);
  });

  it('without enable_quality tells none', async () => {
    const { run } = await playRun(
      memoryStore(today, minutesOf('2025-07-01')),
      sessionConfig({
        symbols: ['AAPL'],
        data: { historical: { enable_quality: false, data: [{ trailing_days: 1, intervals: ['1m'] }] } },
      }),
    );
    expect(run.view.historicalDays(AAPL, '1m')).toMatchObject([{ quality: null }]);
  });

  it('never shows a bar of today', async () => {
    const { view } = await viewOf([minutesOf('2025-07-01')], [{ trailing_days: 3, intervals: ['1m', '1d'] }]);
    for (const interval of ['1m', '1d'] as const) {
      const { openMs, length } = view.historicalBars(AAPL, interval);
      expect(openMs[length - 1]).toBeLessThan(at('2025-07-02 09:30'));
    }
    const { openMs, length } = view.historyAndToday(AAPL, '1m');
    expect([length, openMs[390]]).toEqual([450, at('2025-07-02 09:30')]);
  });

  it('leaves bad bars out and tells them as findings', async () => {
    const bad = bars('AAPL')
      .from('2025-07-01 09:30')
      .minutes(390)
      .with(5, { high: 1 })
      .with(9, { late: 7 })
      .build();
    const { played, view } = await viewOf([bad], [{ trailing_days: 1, intervals: ['1m'] }]);
    expect(daysOf(view, '1m')).toEqual([['2025-07-01', 388, (100 * 388) / 390, '1m', 0]]);
    expect(eventsOf(played, 'finding').map(({ kind, interval, count }) => [kind, interval, count])).toEqual([
      ['impossible_ohlc', '1m', 1],
      ['off_grid', '1m', 1],
    ]);
  });
});

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

describe('a gap of history is filled from a finer stored interval', () => {
  const daily = bars('AAPL').from('2025-06-30 09:30').days(2);

  it('a missing day of 1d from complete minutes', async () => {
    const { view } = await viewOf(
      [daily.without(0).build(), minutesOf('2025-06-30')],
      [{ trailing_days: 2, intervals: ['1d'] }],
    );
    expect(daysOf(view, '1d')).toEqual([
      ['2025-06-30', 390, 100, '1m', 0],
      ['2025-07-01', 1, 100, '1d', 0],
    ]);
    expect(view.historicalBars(AAPL, '1d').length).toBe(2);
    expect(view.historicalBars(AAPL, '1d').openMs[0]).toBe(at('2025-06-30 09:30'));
  });

  it('but not where the minutes have a hole', async () => {
    const { view } = await viewOf(
      [bars('AAPL').from('2025-06-27 09:30').days(3).without(1).build(), minutesOf('2025-06-30', 200)],
      [{ trailing_days: 3, intervals: ['1d'] }],
    );
    expect(daysOf(view, '1d').map(([day]) => day)).toEqual(['2025-06-27', '2025-07-01']);
  });

  it('missing minutes from complete seconds, and only those', async () => {
    const { view } = await viewOf(
      [minutesOf('2025-07-01', 10, 11, 389), secondsOf('2025-07-01', 11 * 60 + 3)],
      [{ trailing_days: 1, intervals: ['1m', '5m'] }],
    );
    expect(daysOf(view, '1m')).toEqual([['2025-07-01', 389, (100 * 389) / 390, '1m', 2]]);
    const { openMs, volume } = view.historicalBars(AAPL, '1m');
    const seconds = secondsOf('2025-07-01').bars;
    expect(openMs[10]).toBe(at('2025-07-01 09:40'));
    expect(volume[10]).toBe(seconds.volume.slice(600, 660).reduce((sum, each) => sum + each, 0));
    expect(openMs[11]).toBe(at('2025-07-01 09:42'));
    expect(view.historicalBars(AAPL, '5m').length).toBe(78);
  });

  it('and indicators start warm from it', async () => {
    const indicators = { session: [indicator('sma', '1m', { period: 391 })] };
    const ask = [{ trailing_days: 1, intervals: ['1m'] }];
    const holed = await viewOf([minutesOf('2025-07-01', 10)], ask, { indicators });
    const filled = await viewOf([minutesOf('2025-07-01', 10), secondsOf('2025-07-01')], ask, { indicators });
    const value = (view: typeof holed.view) => view.indicator(AAPL, 'sma(391)@1m');
    expect(value(holed.view)).toBeTypeOf('number');
    expect(value(filled.view)).not.toBe(value(holed.view));
  });
});

describe('historical indicators', () => {
  const two = [minutesOf('2025-06-30'), minutesOf('2025-07-01')];

  it('with several outputs are readable by output and exported by name', async () => {
    const played = await playRun(
      memoryStore(today, ...two),
      sessionConfig({
        symbols: ['AAPL'],
        data: {
          indicators: {
            historical: [
              { name: 'high_low', period: 2, interval: '1d' },
              { name: 'avg_volume', period: 2, interval: '1d' },
            ],
          },
        },
      }),
      { exportsAt: [at('2025-07-02 10:00')] },
    );
    const { view } = played.run;
    const key = 'high_low(2)@1d';
    expect(view.historicalIndicatorOutputs(AAPL, key)).toEqual(['high', 'low']);
    const [high, low] = [0, 1].map((output) => view.historicalIndicator(AAPL, key, output));
    expect(high).toBeGreaterThan(low ?? Number.POSITIVE_INFINITY);
    expect(played.exports.get(at('2025-07-02 10:00'))?.symbols['AAPL']?.historical_indicators).toEqual({
      [key]: { high, low },
      'avg_volume(2)@1d': view.historicalIndicator(AAPL, 'avg_volume(2)@1d'),
    });
  });

  it('that count days of minutes look at the minutes of those days', async () => {
    const indicators = { historical: [{ name: 'avg_volume', period: 1, unit: 'days', interval: '1m' }] };
    const { view } = await viewOf(two, [{ trailing_days: 2, intervals: ['1m'] }], { indicators });
    const { volume } = minutesOf('2025-07-01').bars;
    const mean = volume.slice(0, 390).reduce((sum, each) => sum + each, 0) / 390;
    expect(view.historicalIndicator(AAPL, 'avg_volume(1 days)@1m')).toBe(mean);
  });

  it('have no value where history begins later', async () => {
    const indicators = { historical: [{ name: 'avg_volume', period: 3, unit: 'days', interval: '1m' }] };
    const { view } = await viewOf(two, [], { indicators });
    expect(view.historicalIndicatorKeys(AAPL)).toEqual(['avg_volume(3 days)@1m']);
    expect(view.historicalIndicator(AAPL, 'avg_volume(3 days)@1m')).toBeUndefined();
  });

  it('that count bars bring enough days with them', async () => {
    const indicators = { historical: [{ name: 'avg_volume', period: 14, unit: 'bars', interval: '1h' }] };
    const { view } = await viewOf(two, [], { indicators });
    expect(view.historicalIndicator(AAPL, 'avg_volume(14)@1h')).toBeTypeOf('number');
  });
});

describe('weekly bars', () => {
  const week = ['2025-06-30', '2025-07-01'].map((day) => minutesOf(day));
  const full = (day: string) => bars('AAPL').from(`${day} 09:30`).minutes(390).build();

  it('of today begin with the stored days of the week so far', async () => {
    const { run } = await playRun(
      memoryStore(...week, full('2025-07-02')),
      sessionConfig({ symbols: ['AAPL'], streams: ['1m', '1w'] }),
    );
    const forming = run.day?.data.formingBar(AAPL, '1w');
    expect(forming).toMatchObject({
      openMs: at('2025-06-30 09:30'),
      closeMs: at('2025-07-03 13:00'),
      open: week[0]?.bars.open[0],
      coverage: (3 * 390) / (3 * 390 + 210),
    });
    expect(run.view.barCount(AAPL, '1w')).toBe(0);
  });

  it('close with the last session of the week, early closes and holidays counted', async () => {
    const short = bars('AAPL').from('2025-07-03 09:30').minutes(210).build();
    const { run, events } = await playRun(
      memoryStore(...week, full('2025-07-02'), short),
      sessionConfig({ symbols: ['AAPL'], streams: ['1m', '1w'], day: '2025-07-03' }),
    );
    expect(events.at(-1)).toContain('completed');
    const all = [...week, full('2025-07-02'), short].map(({ bars: each }) => each);
    expect(run.view.latestBar(AAPL, '1w')).toEqual({
      openMs: at('2025-06-30 09:30'),
      closeMs: at('2025-07-03 13:00'),
      open: all[0]?.open[0],
      high: Math.max(...all.flatMap((each) => Array.from(each.high.slice(0, each.length)))),
      low: Math.min(...all.flatMap((each) => Array.from(each.low.slice(0, each.length)))),
      close: short.bars.close[209],
      volume: all
        .flatMap((each) => Array.from(each.volume.slice(0, each.length)))
        .reduce((sum, each) => sum + each, 0),
      coverage: 1,
    });
  });

  it('of a symbol added in mid-session are the same', async () => {
    const store = memoryStore(
      ...week,
      full('2025-07-02'),
      bars('RIVN').from('2025-07-02 09:30').minutes(390).build(),
    );
    const wanted = await playRun(store, sessionConfig({ symbols: ['RIVN', 'AAPL'], streams: ['1m', '1w'] }));
    const late = await playRun(store, sessionConfig({ symbols: ['RIVN'], streams: ['1m', '1w'] }), {
      planned: [{ at: at('2025-07-02 12:00'), command: { type: 'add', symbol: 'AAPL', added_by: 'user' } }],
    });
    const adhoc = await playRun(store, sessionConfig({ symbols: ['RIVN', 'AAPL'], streams: ['1m'] }), {
      planned: [
        {
          at: at('2025-07-02 12:00'),
          command: { type: 'adhoc', symbol: 'AAPL', ask: { kind: 'bars', interval: '1w' } },
        },
      ],
    });
    const forming = wanted.run.day?.data.formingBar(AAPL, '1w');
    expect(forming).toBeDefined();
    expect(late.run.day?.data.formingBar(AAPL, '1w')).toEqual(forming);
    expect(adhoc.run.day?.data.formingBar(AAPL, '1w')).toEqual(forming);
  });

  it('of history are one per whole week, from days or from minutes', async () => {
    const days = bars('AAPL').from('2025-06-16 09:30').days(12).build();
    const { view } = await viewOf([days], [{ trailing_days: 5, intervals: ['1w'] }], { streams: ['1m'] });
    const { length, openMs } = view.historicalBars(AAPL, '1w');
    expect(Array.from(openMs.slice(0, length))).toEqual([at('2025-06-23 09:30')]);
    const monday = calendar.dayOf(openMs[0] as never);
    expect(view.historicalDays(AAPL, '1w')[0]?.day).toBe(monday);
  });
});
