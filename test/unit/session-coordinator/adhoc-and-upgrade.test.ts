import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import type { SessionCommand } from '../../../core/session-coordinator/session/command.ts';
import type { AdhocAsk } from '../../../core/session-coordinator/loading/requirements.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import {
  add,
  eventsOf,
  indicator,
  openRun,
  plan,
  playRun,
  remove,
  sessionConfig,
  turn,
  type PlayOptions,
} from '../../helpers/session-harness.ts';

const AAPL = asTicker('AAPL');
const day = '2025-07-02 09:30';
const minutes = (symbol: string) => [
  bars(symbol).from('2025-06-30 09:30').minutes(390).build(),
  bars(symbol).from('2025-07-01 09:30').minutes(390).build(),
  bars(symbol).from(day).minutes(60).build(),
];
const store = () =>
  memoryStore(
    ...minutes('RIVN'),
    ...minutes('AAPL'),
    ...minutes('MSFT'),
    bars('AAPL').from('2025-06-30 09:30').days(5).build(),
    bars('AAPL').from(day).seconds(3_600).build(),
  );
const sma = indicator('sma', '5m', { period: 5 });
/** Remembers all its input, so it shows whether it started warm. */
const ema = indicator('ema', '1m', { period: 50 });
const config = () =>
  sessionConfig({
    symbols: ['RIVN'],
    streams: ['1m', '5m'],
    data: {
      indicators: { session: [sma, ema], historical: [{ name: 'avg_volume', period: 1, interval: '1m' }] },
      historical: { data: [{ trailing_days: 2, intervals: ['1m'] }] },
    },
  });

const adhoc = (time: string, ask: AdhocAsk, symbol = 'AAPL') => plan(time, { type: 'adhoc', symbol, ask });
const upgrade = (time: string) => plan(time, { type: 'upgrade', symbol: 'AAPL', added_by: 'user' });
const play = (planned: PlayOptions['planned'], options: PlayOptions = {}) =>
  playRun(store(), config(), { ...(planned === undefined ? {} : { planned }), ...options });

const ten = at('2025-07-02 10:20');
const fromStart = () =>
  playRun(
    store(),
    {
      ...config(),
      session_data_config: { ...config().session_data_config, symbols: ['RIVN', 'AAPL'] as never },
    },
    { exportsAt: [ten] },
  );

/** A symbol's export without the fields about its origin. */
const values = (played: Awaited<ReturnType<typeof play>>) => ({
  ...played.exports.get(ten)?.symbols['AAPL'],
  metadata: null,
});

describe('who adds a symbol', () => {
  const added_at = '2025-07-02T14:00:00.000Z';
  const commands: readonly (readonly [string, SessionCommand | undefined, object])[] = [
    [
      'the config',
      undefined,
      {
        meets_session_config_requirements: true,
        added_by: 'config',
        auto_provisioned: false,
        added_at: null,
      },
    ],
    ...(['strategy', 'scanner', 'user'] as const).map(
      (added_by) =>
        [
          `a ${added_by}`,
          { type: 'add', symbol: 'AAPL', added_by },
          { meets_session_config_requirements: true, added_by, auto_provisioned: false, added_at },
        ] as const,
    ),
    ...(
      [
        { kind: 'bars', interval: '1m' },
        { kind: 'history', interval: '1m', trailing_days: 1 },
        { kind: 'indicator', spec: sma },
      ] as const
    ).map(
      (ask) =>
        [
          `an adhoc call for ${ask.kind}`,
          { type: 'adhoc', symbol: 'AAPL', ask },
          { meets_session_config_requirements: false, added_by: 'adhoc', auto_provisioned: true, added_at },
        ] as const,
    ),
  ];
  it.each(commands)('%s gives the metadata of the table', async (_who, command, metadata) => {
    const played = await playRun(
      store(),
      sessionConfig({ symbols: command === undefined ? ['RIVN', 'AAPL'] : ['RIVN'] }),
      { planned: command === undefined ? [] : [plan('2025-07-02 10:00', command)] },
    );
    expect(played.run.view.metadata(AAPL)).toEqual({ ...metadata, upgraded_from_adhoc: false });
  });
});

describe('an adhoc call loads only what was asked for', () => {
  it('bars: one interval, no history, no indicator', async () => {
    const { run } = await play([adhoc('2025-07-02 10:00', { kind: 'bars', interval: '5m' })]);
    expect(run.view.loadedIntervals(AAPL)).toEqual(['1m', '5m']);
    expect(run.view.historicalIntervals(AAPL)).toEqual([]);
    expect(run.view.indicatorKeys(AAPL)).toEqual([]);
    expect(run.view.historicalIndicatorKeys(AAPL)).toEqual([]);
  });

  it('history: no bars of today', async () => {
    const ask = { kind: 'history', interval: '1d', trailing_days: 2 } as const;
    const { run } = await play([adhoc('2025-07-02 10:00', ask)]);
    expect(run.view.loadedIntervals(AAPL)).toEqual([]);
    expect(run.view.baseInterval(AAPL)).toBeUndefined();
    expect(run.view.historicalBars(AAPL, '1d').length).toBe(2);
    expect(run.view.activeSymbols()).toContain('AAPL');
  });

  it('an indicator: its interval and itself', async () => {
    const { run } = await play([adhoc('2025-07-02 10:00', { kind: 'indicator', spec: sma })]);
    expect(run.view.loadedIntervals(AAPL)).toEqual(['1m', '5m']);
    expect(run.view.indicatorKeys(AAPL)).toEqual(['sma(5)@5m']);
    expect(run.view.historicalIntervals(AAPL)).toEqual([]);
  });

  it('of loaded data changes nothing and asks the store nothing', async () => {
    const memory = store();
    const asked: number[] = [];
    const played = await playRun(memory, config(), {
      planned: [
        adhoc('2025-07-02 10:00', { kind: 'bars', interval: '5m' }, 'RIVN'),
        adhoc('2025-07-02 10:00', { kind: 'indicator', spec: sma }, 'RIVN'),
        adhoc('2025-07-02 10:00', { kind: 'history', interval: '1m', trailing_days: 1 }, 'RIVN'),
      ],
      recorder: { event: () => void asked.push(memory.asked.length), journal() {}, export() {} },
    });
    expect(eventsOf(played, 'symbol_unchanged').map(({ reason }) => reason)).toEqual(
      Array.from({ length: 3 }, () => 'RIVN has that already'),
    );
    expect(new Set(asked.slice(4)).size).toBe(1);
    expect(played.run.view.metadata(asTicker('RIVN'))).toMatchObject({ added_by: 'config' });
  });

  it('with a bad indicator is refused in words', async () => {
    const spec = indicator('smaa', '5m', { period: 5 });
    const played = await play([adhoc('2025-07-02 10:00', { kind: 'indicator', spec })]);
    expect(eventsOf(played, 'symbol_failed')).toMatchObject([{ symbol: 'AAPL', code: 'bad_config' }]);
    expect(played.run.day?.data.record(AAPL)).toBeUndefined();
  });
});

describe('an upgrade', () => {
  it.each([
    ['bars in the same base', { kind: 'bars', interval: '1m' }],
    ['bars in a coarser base, streamed again', { kind: 'bars', interval: '1d' }],
    ['one indicator without history', { kind: 'indicator', spec: ema }],
    ['history only', { kind: 'history', interval: '1m', trailing_days: 1 }],
  ] as const)('of %s ends as if the symbol had been in the config', async (_what, ask) => {
    const upgraded = await play([adhoc('2025-07-02 09:50', ask), upgrade('2025-07-02 10:00')], {
      exportsAt: [ten],
    });
    const wanted = values(await fromStart());
    const got = values(upgraded);
    for (const interval of ['1m', '5m'] as const)
      expect(got.bars?.[interval]).toEqual(wanted.bars?.[interval]);
    expect(got).toMatchObject({
      indicators: wanted.indicators,
      historical: wanted.historical,
      historical_indicators: wanted.historical_indicators,
      metrics: wanted.metrics,
    });
    expect(upgraded.run.view.metadata(AAPL)).toEqual({
      meets_session_config_requirements: true,
      added_by: 'user',
      auto_provisioned: true,
      added_at: '2025-07-02T13:50:00.000Z',
      upgraded_from_adhoc: true,
    });
    expect(eventsOf(upgraded, 'symbol_upgraded')).toHaveLength(1);
  });

  it('keeps what the symbol has: intervals, indicators, longer history', async () => {
    const own = indicator('ema', '1d', { period: 3 });
    const { run } = await play([
      adhoc('2025-07-02 09:50', { kind: 'indicator', spec: own }),
      adhoc('2025-07-02 09:51', { kind: 'history', interval: '1d', trailing_days: 2 }),
      upgrade('2025-07-02 10:00'),
    ]);
    expect(run.view.loadedIntervals(AAPL)).toEqual(['1m', '5m', '1d']);
    expect(run.view.indicatorKeys(AAPL)).toEqual(['sma(5)@5m', 'ema(50)@1m', 'ema(3)@1d']);
    expect(run.view.historicalIntervals(AAPL)).toContain('1d');
  });

  it('notifies no bar again when the symbol is streamed again from a finer base', async () => {
    const seen: string[] = [];
    const watcher: Strategy = {
      name: 'watcher',
      onInstant({ closed }, { view }) {
        for (const { symbol, interval } of closed)
          seen.push(`${symbol} ${interval} ${view.latestBar(symbol, interval)?.openMs}`);
      },
    };
    await play(
      [add('2025-07-02 09:50', 'AAPL'), adhoc('2025-07-02 10:00', { kind: 'bars', interval: '5s' })],
      { strategies: [watcher] },
    );
    expect(seen.some((each) => each.startsWith('AAPL 5s'))).toBe(true);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('that streams the symbol again from seconds forgets the sums of the minutes', async () => {
    const again = await play([
      add('2025-07-02 09:50', 'AAPL'),
      adhoc('2025-07-02 10:00', { kind: 'bars', interval: '5s' }),
    ]);
    const once = await play([
      adhoc('2025-07-02 09:50', { kind: 'bars', interval: '5s' }),
      add('2025-07-02 09:50', 'AAPL'),
    ]);
    expect(again.run.view.baseInterval(AAPL)).toBe('1s');
    expect(again.run.view.metrics(AAPL)).toEqual(once.run.view.metrics(AAPL));
    expect(again.run.view.quality(AAPL, '1s')).toBe(once.run.view.quality(AAPL, '1s'));
  });

  it('and a later adhoc call do not log an upgrade twice', async () => {
    const played = await play([
      adhoc('2025-07-02 09:50', { kind: 'bars', interval: '1m' }),
      upgrade('2025-07-02 10:00'),
      adhoc('2025-07-02 10:05', { kind: 'bars', interval: '15m' }),
    ]);
    expect(eventsOf(played, 'symbol_upgraded')).toHaveLength(1);
    expect(played.run.view.metadata(AAPL)).toMatchObject({ added_by: 'user', upgraded_from_adhoc: true });
  });

  it('of an unknown symbol is refused', async () => {
    const played = await play([upgrade('2025-07-02 10:00')]);
    expect(eventsOf(played, 'command_refused')).toMatchObject([{ code: 'not_in_session', symbol: 'AAPL' }]);
  });

  it('while the symbol catches up is the same as one after', async () => {
    const { run, played } = openRun(store(), config(), {
      exportsAt: [ten],
      planned: [
        plan('2025-07-02 09:31', { type: 'catchup_pace', bars_per_second: 1 }),
        adhoc('2025-07-02 10:00', { kind: 'bars', interval: '1m' }),
      ],
    });
    run.log.subscribe((event) => {
      if (event.type === 'session_state' && event.to === 'catching_up')
        void run.post({ type: 'upgrade', symbol: 'AAPL', added_by: 'user' });
    });
    const got = await played;
    expect(eventsOf(got, 'symbol_upgraded')[0]?.seq).toBeLessThan(
      eventsOf(got, 'symbol_active').find(({ symbol }) => symbol === 'AAPL')?.seq ?? 0,
    );
    expect(values(got)).toEqual(values(await fromStart()));
  });
});

describe('requests for one symbol that load at the same time', () => {
  it('survive the failure of the first', async () => {
    const played = await playRun(memoryStore(...minutes('RIVN'), ...minutes('MSFT')), config(), {
      planned: [
        adhoc('2025-07-02 10:00', { kind: 'bars', interval: '5s' }, 'MSFT'),
        add('2025-07-02 10:00', 'MSFT'),
      ],
    });
    expect(played.outcome).toEqual({ kind: 'completed' });
    expect(eventsOf(played, 'symbol_failed')).toMatchObject([{ code: 'missing_base_interval' }]);
    expect(played.run.view.metadata(asTicker('MSFT'))).toMatchObject({
      meets_session_config_requirements: true,
      added_by: 'user',
      upgraded_from_adhoc: false,
    });
  });

  it('survive the failure of the second, and have only the loaded data', async () => {
    const played = await playRun(
      memoryStore(...minutes('RIVN'), bars('MSFT').from('2025-06-30 09:30').days(5).build()),
      config(),
      {
        planned: [
          add('2025-07-02 10:00', 'MSFT'),
          adhoc('2025-07-02 10:00', { kind: 'bars', interval: '1d' }, 'MSFT'),
        ],
      },
    );
    expect(played.outcome).toEqual({ kind: 'completed' });
    expect(played.run.view.metadata(asTicker('MSFT'))).toMatchObject({
      added_by: 'adhoc',
      auto_provisioned: true,
    });
    expect(played.run.view.loadedIntervals(asTicker('MSFT'))).toEqual(['1d']);
  });

  it('keep each other’s intervals when the finer one comes second', async () => {
    const { run } = await play([
      adhoc('2025-07-02 10:00', { kind: 'bars', interval: '15m' }),
      adhoc('2025-07-02 10:00', { kind: 'bars', interval: '5s' }),
    ]);
    expect(run.view.loadedIntervals(AAPL)).toEqual(['1s', '5s', '1m', '15m']);
  });
});

describe('adding', () => {
  it('a symbol that is there answers "already there" and changes nothing', async () => {
    const twice = await play([add('2025-07-02 10:00', 'AAPL'), add('2025-07-02 10:05', 'AAPL')], {
      exportsAt: [ten],
    });
    expect(eventsOf(twice, 'symbol_unchanged')).toMatchObject([{ reason: 'AAPL is already there' }]);
    expect(values(twice)).toEqual(values(await fromStart()));
  });

  it('one that is on its way waits for nothing more', async () => {
    const twice = await play([add('2025-07-02 10:00', 'AAPL'), add('2025-07-02 10:00', 'AAPL')]);
    expect(eventsOf(twice, 'symbol_unchanged')).toMatchObject([{ reason: 'AAPL is already on its way' }]);
    expect(eventsOf(twice, 'symbol_loaded')).toHaveLength(2);
  });

  it('several in one go gives them one catch-up', async () => {
    const played = await play([add('2025-07-02 10:00', 'AAPL'), add('2025-07-02 10:00', 'MSFT')]);
    expect(eventsOf(played, 'session_state').filter(({ to }) => to === 'catching_up')).toHaveLength(1);
    expect(
      played.run.totals.catchUps.map(({ symbol, bars: count, dropped_notifications }) => [
        symbol,
        count,
        dropped_notifications,
      ]),
    ).toEqual([
      ['AAPL', 30, 28],
      ['MSFT', 30, 28],
    ]);
  });

  it('one while another catches up costs no simulated time and loses nothing', async () => {
    const { run, played } = openRun(store(), config(), {
      exportsAt: [ten],
      planned: [
        plan('2025-07-02 09:31', { type: 'catchup_pace', bars_per_second: 5 }),
        add('2025-07-02 10:00', 'MSFT'),
      ],
    });
    run.log.subscribe((event) => {
      if (
        event.type === 'session_state' &&
        event.to === 'catching_up' &&
        run.day?.data.record(AAPL) === undefined
      )
        void run.post({ type: 'add', symbol: 'AAPL', added_by: 'user' });
    });
    const got = await played;
    expect(
      new Set(
        eventsOf(got, 'symbol_active')
          .slice(1)
          .map(({ clock }) => clock),
      ),
    ).toEqual(new Set(['2025-07-02T14:00:00.000Z']));
    expect(values(got)).toEqual(values(await fromStart()));
  });
});

describe('removing', () => {
  it('leaves nothing of the symbol', async () => {
    const { run, events } = await play([add('2025-07-02 09:50', 'AAPL'), remove('2025-07-02 10:00', 'AAPL')]);
    expect(run.day?.data.record(AAPL)).toBeUndefined();
    expect(run.day?.feed.slotOf(AAPL)).toBeUndefined();
    expect(run.session.symbols.has(AAPL)).toBe(false);
    expect(run.view.historicalIntervals(AAPL)).toEqual([]);
    expect(events.filter((line) => line.includes('symbol_removed'))).toHaveLength(1);
  });

  it.each(['availability', 'getBars'] as const)('a symbol in the middle of %s calls it off', async (what) => {
    const memory = store();
    let reached: () => void = () => {};
    const waiting = new Promise<void>((resolve) => {
      reached = resolve;
    });
    memory.before = (asked, symbol) => {
      if (asked !== what || symbol !== 'AAPL') return Promise.resolve(undefined);
      reached();
      return new Promise(() => {});
    };
    const { run, played } = openRun(memory, config(), { planned: [] });
    const answer = run.post({ type: 'add', symbol: 'AAPL', added_by: 'user' });
    await waiting;
    expect(run.day?.data.record(AAPL)?.stage).toBe(what === 'availability' ? 'validating' : 'loading');
    const removed = await run.post({ type: 'remove', symbol: 'AAPL' });
    expect(removed).toEqual({ ok: true, value: null });
    expect(await answer).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect((await played).outcome).toEqual({ kind: 'completed' });
    expect(run.day?.data.record(AAPL)).toBeUndefined();
  });

  it('a symbol while it catches up ends the silence', async () => {
    const { run, played } = openRun(store(), config(), {
      planned: [
        plan('2025-07-02 09:31', { type: 'catchup_pace', bars_per_second: 5 }),
        add('2025-07-02 10:00', 'AAPL'),
      ],
    });
    run.log.subscribe((event) => {
      if (event.type === 'session_state' && event.to === 'catching_up')
        void run.post({ type: 'remove', symbol: 'AAPL' });
    });
    const got = await played;
    const removed = eventsOf(got, 'symbol_removed')[0]?.seq ?? 0;
    expect(eventsOf(got, 'session_state').find(({ seq }) => seq > removed)).toMatchObject({
      from: 'catching_up',
      to: 'active',
      reason: 'no symbol is behind',
      clock: '2025-07-02T14:00:00.000Z',
    });
    expect(run.day?.catchUps.any).toBe(false);
  });

  it('and adding again delivers no bar twice, even when it is removed again on its way', async () => {
    const seen: string[] = [];
    const watcher: Strategy = {
      name: 'watcher',
      onInstant({ closed, clock }, { view }) {
        for (const { symbol, interval } of closed) {
          const bar = view.latestBar(symbol, interval);
          if (symbol === AAPL) seen.push(`${interval} ${bar?.openMs}`);
          if (symbol === AAPL && (bar?.closeMs ?? 0) < clock - 60_000) seen.push(`old ${bar?.openMs}`);
        }
      },
    };
    const { run, played } = openRun(store(), config(), {
      strategies: [watcher],
      planned: [
        plan('2025-07-02 09:31', { type: 'catchup_pace', bars_per_second: 5 }),
        add('2025-07-02 09:40', 'AAPL'),
        remove('2025-07-02 10:00', 'AAPL'),
        add('2025-07-02 10:00', 'AAPL'),
      ],
    });
    let again = false;
    run.log.subscribe((event) => {
      if (event.type !== 'session_state' || event.to !== 'catching_up' || again) return;
      if (event.clock !== '2025-07-02T14:00:00.000Z') return;
      again = true;
      void run.post({ type: 'remove', symbol: 'AAPL' });
      void run.post({ type: 'add', symbol: 'AAPL', added_by: 'user' });
    });
    await played;
    expect(again).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((each) => each.startsWith('old'))).toEqual([]);
  });

  it('a locked symbol is refused and says what holds it', async () => {
    const played = await play([remove('2025-07-02 10:00', 'RIVN')], {
      lockedBy: (symbol) => (symbol === 'RIVN' ? 'an open position of 100 shares' : undefined),
    });
    expect(eventsOf(played, 'command_refused')).toMatchObject([
      { code: 'locked_symbol', reason: 'RIVN cannot be removed: an open position of 100 shares.' },
    ]);
    expect(played.run.view.activeSymbols()).toEqual(['RIVN']);
  });

  it('one that is not there is refused', async () => {
    const played = await play([remove('2025-07-02 10:00', 'AAPL')]);
    expect(eventsOf(played, 'command_refused')).toMatchObject([{ code: 'not_in_session' }]);
  });
});

it('the order of ties stays the order of adding when a symbol is streamed again', async () => {
  const orders = new Set<string>();
  const watcher: Strategy = {
    name: 'watcher',
    onInstant: ({ closed }) =>
      void orders.add(
        closed
          .filter(({ interval }) => interval === '1m')
          .map(({ symbol }) => symbol)
          .join(' '),
      ),
  };
  await play(
    [
      adhoc('2025-07-02 09:35', { kind: 'bars', interval: '1d' }),
      add('2025-07-02 09:40', 'MSFT'),
      upgrade('2025-07-02 09:50'),
    ],
    { strategies: [watcher] },
  );
  expect([...orders].filter((each) => each.split(' ').length === 3)).toEqual(['RIVN AAPL MSFT']);
  await turn();
});
