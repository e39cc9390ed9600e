import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { add, eventsOf, plan, playRun, remove, sessionConfig } from '../../helpers/session-harness.ts';

const AAPL = asTicker('AAPL');
const RIVN = asTicker('RIVN');
const on = (symbol: string, day: string, minutes = 390) =>
  bars(symbol).from(`${day} 09:30`).minutes(minutes).build();
const week = (symbol: string) => [
  on(symbol, '2025-07-01'),
  on(symbol, '2025-07-02'),
  on(symbol, '2025-07-03', 210),
  on(symbol, '2025-07-07'),
];
const config = (more: object = {}) =>
  sessionConfig({ symbols: ['RIVN'], day: '2025-07-02', until: '2025-07-07', ...more });

describe('the days of a run', () => {
  it('are the trading days: a holiday and a weekend are passed over, an early close is one', async () => {
    const played = await playRun(memoryStore(...week('RIVN')), config());
    expect(
      eventsOf(played, 'day_started').map(({ day, close, early_close }) => [day, close, early_close]),
    ).toEqual([
      ['2025-07-02', '2025-07-02T20:00:00.000Z', false],
      ['2025-07-03', '2025-07-03T17:00:00.000Z', true],
      ['2025-07-07', '2025-07-07T20:00:00.000Z', false],
    ]);
    expect(eventsOf(played, 'day_ended').map(({ clock, bars: count }) => [clock, count])).toEqual([
      ['2025-07-02T20:00:00.000Z', 390],
      ['2025-07-03T17:00:00.000Z', 210],
      ['2025-07-07T20:00:00.000Z', 390],
    ]);
  });

  it('each start from an empty store with fresh history', async () => {
    const counts: number[][] = [];
    const watcher: Strategy = {
      name: 'watcher',
      onDay(_day, { view }) {
        const { length, openMs } = view.historicalBars(RIVN, '1m');
        counts.push([
          view.barCount(RIVN, '1m'),
          view.metrics(RIVN)?.volume ?? -1,
          length,
          openMs[length - 1] ?? 0,
        ]);
      },
      onInstant() {},
    };
    const data = { historical: { data: [{ trailing_days: 1, intervals: ['1m'] }] } };
    await playRun(memoryStore(...week('RIVN')), config({ data }), { strategies: [watcher] });
    expect(counts).toEqual([
      [0, 0, 390, at('2025-07-01 15:59')],
      [0, 0, 390, at('2025-07-02 15:59')],
      [0, 0, 210, at('2025-07-03 12:59')],
    ]);
  });

  it('an early close ends the last bars at 13:00, closed in time', async () => {
    const { run } = await playRun(
      memoryStore(...week('RIVN')),
      config({ day: '2025-07-03', until: '2025-07-03', streams: ['1m', '4h', '1d'] }),
    );
    expect(run.view.latestBar(RIVN, '4h')).toMatchObject({
      openMs: at('2025-07-03 09:30'),
      closeMs: at('2025-07-03 13:00'),
      coverage: 1,
    });
    expect(run.view.latestBar(RIVN, '1d')).toMatchObject({ closeMs: at('2025-07-03 13:00'), coverage: 1 });
  });

  it('without data are skipped and said so; the others are played', async () => {
    const played = await playRun(memoryStore(on('RIVN', '2025-07-02'), on('RIVN', '2025-07-07')), config());
    expect(played.outcome).toEqual({ kind: 'completed' });
    expect(eventsOf(played, 'day_skipped').map(({ day, reason }) => [day, reason])).toEqual([
      ['2025-07-03', 'RIVN has no 1m bars on 2025-07-03; the store has 1m, 2025-07-02 to 2025-07-07'],
    ]);
    expect(played.run.totals.days).toEqual(['2025-07-02', '2025-07-07']);
  });

  it('without data for any symbol name the symbols: a few of them, and their number', async () => {
    const symbols = ['AAPL', 'AMD', 'AMZN', 'GOOG', 'META', 'MSFT', 'NVDA'];
    const failed = await playRun(
      memoryStore(...symbols.map((symbol) => on(symbol, '2025-07-01'))),
      config({ symbols, until: '2025-07-02' }),
    );
    expect(failed.outcome).toMatchObject({
      kind: 'failed',
      failure: {
        code: 'missing_data',
        message:
          'None of 7 symbols is there (AAPL, AMD, AMZN, GOOG, META and 2 more): ' +
          'AAPL has no 1m bars on 2025-07-02; the store has 1m, 2025-07-01 to 2025-07-01',
      },
    });
  });

  it('end at the close though data end before, and bars after it are only counted', async () => {
    const late = bars('RIVN').from('2025-07-02 09:25').minutes(400).build();
    const played = await playRun(memoryStore(late), config({ until: '2025-07-02' }));
    expect(eventsOf(played, 'day_ended')).toMatchObject([
      { bars: 390, outside_hours: 10, clock: '2025-07-02T20:00:00.000Z' },
    ]);
    const early = await playRun(memoryStore(on('RIVN', '2025-07-02', 10)), config({ until: '2025-07-02' }));
    expect(eventsOf(early, 'day_ended')).toMatchObject([{ bars: 10, clock: '2025-07-02T20:00:00.000Z' }]);
  });

  it('that are stopped count no bar of the hours still to come as outside', async () => {
    const played = await playRun(memoryStore(on('RIVN', '2025-07-02')), config({ until: '2025-07-02' }), {
      planned: [plan('2025-07-02 10:00', { type: 'stop', reason: 'enough' })],
    });
    expect(played.outcome).toEqual({ kind: 'stopped', reason: 'enough' });
    expect(eventsOf(played, 'day_ended')).toMatchObject([{ bars: 30, outside_hours: 0 }]);
  });
});

describe('symbols of the following days', () => {
  const store = memoryStore(...week('RIVN'), ...week('AAPL'));
  const symbolsOf = async (planned: Parameters<typeof playRun>[2]) =>
    eventsOf(await playRun(store, config(), planned), 'day_started').map(({ symbols }) => symbols);

  it('are those of the config: one added in mid-session stays for that session', async () => {
    expect(await symbolsOf({ planned: [add('2025-07-02 10:00', 'AAPL')] })).toEqual([
      ['RIVN'],
      ['RIVN'],
      ['RIVN'],
    ]);
  });

  it('and those that the user keeps', async () => {
    const keep = plan('2025-07-02 10:00', { type: 'add', symbol: 'AAPL', added_by: 'user', keep: true });
    expect(await symbolsOf({ planned: [keep] })).toEqual([['RIVN'], ['RIVN', 'AAPL'], ['RIVN', 'AAPL']]);
    const later = [
      add('2025-07-02 10:00', 'AAPL'),
      plan('2025-07-02 11:00', { type: 'add', symbol: 'AAPL', added_by: 'user', keep: true }),
    ];
    expect(await symbolsOf({ planned: later })).toEqual([['RIVN'], ['RIVN', 'AAPL'], ['RIVN', 'AAPL']]);
  });

  it('less those that were removed, kept ones too', async () => {
    const planned = [
      plan('2025-07-02 10:00', { type: 'add', symbol: 'AAPL', added_by: 'user', keep: true }),
      remove('2025-07-02 11:00', 'RIVN'),
      remove('2025-07-03 11:00', 'AAPL'),
    ];
    expect(await symbolsOf({ planned })).toEqual([['RIVN'], ['AAPL'], []]);
  });

  it('a kept symbol that could not be loaded is not asked for again', async () => {
    const keep = plan('2025-07-02 10:00', { type: 'add', symbol: 'NVDA', added_by: 'user', keep: true });
    const played = await playRun(store, config(), { planned: [keep] });
    expect(eventsOf(played, 'symbol_failed')).toHaveLength(1);
  });

  it('kept ones were there before the session', async () => {
    const keep = plan('2025-07-02 10:00', { type: 'add', symbol: 'AAPL', added_by: 'user', keep: true });
    const { run } = await playRun(store, config(), { planned: [keep] });
    expect(run.view.metadata(AAPL)).toMatchObject({ added_by: 'user', added_at: null });
  });
});

describe('extended hours', () => {
  const long = bars('RIVN').from('2025-07-02 04:00').minutes(960).build();
  const extended = (data: object) => config({ until: '2025-07-02', streams: ['1m', '1h', '1d'], data });

  it('are dropped and counted unless asked for', async () => {
    const { run } = await playRun(memoryStore(long), extended({}));
    expect(run.view.barCount(RIVN, '1m')).toBe(390);
    expect(run.totals.symbols.get(RIVN)?.outsideHours).toBe(570);
  });

  it('are kept when asked for; quality and 1d stay those of regular hours', async () => {
    const { run } = await playRun(memoryStore(long), extended({ extended_hours: true }));
    expect(run.view.barCount(RIVN, '1m')).toBe(960);
    expect(run.view.quality(RIVN, '1m')).toBe(100);
    expect(run.view.latestBar(RIVN, '1d')).toMatchObject({
      openMs: at('2025-07-02 09:30'),
      open: long.bars.open[330],
      close: long.bars.close[719],
      coverage: 1,
    });
    expect(run.view.barsSince(RIVN, '1h', at('2025-07-02 09:30')).openMs[0]).toBe(at('2025-07-02 09:30'));
    expect(run.totals.symbols.get(RIVN)?.outsideHours).toBe(0);
  });

  it.each([
    ['23', '2025-03-07', '2025-03-10', '14:30', '13:30'],
    ['25', '2025-10-31', '2025-11-03', '13:30', '14:30'],
  ])(
    'open at the same exchange time around a day of %s hours',
    async (_hours, before, after, first, second) => {
      const built = [before, after].map((day) => bars('RIVN').from(`${day} 04:00`).minutes(960).build());
      const played = await playRun(
        memoryStore(...built),
        sessionConfig({ symbols: ['RIVN'], day: before, until: after, data: { extended_hours: true } }),
      );
      const opens = [before, after].map((day) => new Date(at(`${day} 09:30`)).toISOString().slice(11, 16));
      expect(opens).toEqual([first, second]);
      expect(
        eventsOf(played, 'day_ended').map(({ bars: count, outside_hours }) => [count, outside_hours]),
      ).toEqual([
        [960, 0],
        [960, 0],
      ]);
    },
  );
});
