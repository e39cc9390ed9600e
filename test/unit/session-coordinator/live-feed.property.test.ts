import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asEpochMs, MINUTE_MS, type EpochMs, type TradingDay } from '../../../core/base/epoch-ms.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import { sessionConfigSchema } from '../../../core/model/session-config.ts';
import type { PlannedCommand } from '../../../core/session-coordinator/session/command.ts';
import type { FeedRow, FeedRowKind } from '../../../core/session-coordinator/streaming/live-bars.ts';
import { plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { indicator, openRun, sessionConfig, type PlayedRun } from '../../helpers/session-harness.ts';

/**
 * A live day is the replay of its deliveries: for any faults of the feed (late, twice, out of order, wrong first,
 * missing and filled from the history), at the close the session equals a backtest of the truth, and its journal gives
 * the same event log again.
 */

const RUNS = Number(process.env['LIVE_RUNS'] ?? 6);
const DAY = '2025-07-02' as TradingDay;
const OPEN = at(`${DAY} 09:30`);
const CLOSE = at(`${DAY} 16:00`);
const past = (symbol: string) => bars(symbol).from('2025-07-01 09:30').minutes(390).build();
const truth = {
  AAPL: bars('AAPL').from(`${DAY} 09:30`).minutes(390).without(12, 200).build(),
  KO: bars('KO').from(`${DAY} 09:30`).minutes(390).without(0, 1, 44).build(),
};
type Symbol = keyof typeof truth;
const SYMBOLS = Object.keys(truth) as Symbol[];

const data = {
  streams: ['1m', '5m', '15m'],
  historical: { enable_quality: true, data: [{ trailing_days: 1, intervals: ['1m'], apply_to: 'all' }] },
  indicators: {
    session: [
      indicator('sma', '5m', { period: 3 }),
      indicator('ema', '1m', { period: 5 }),
      indicator('vwap', '1m'),
    ],
    historical: [],
  },
};
const backtest = sessionConfig({ symbols: ['AAPL', 'KO'], data });
const live = (...symbols: string[]) => {
  const { mode: _mode, backtest_config: _dates, ...rest } = backtest;
  return sessionConfigSchema.parse({
    ...rest,
    mode: 'live',
    live_config: {},
    session_data_config: { ...rest.session_data_config, symbols },
  });
};

const rowOf = (symbol: Symbol, kind: FeedRowKind, index: number, wrong = 0): FeedRow => {
  const { openMs, open, high, low, close, volume } = truth[symbol].bars;
  const value = (column: ReadonlyBarColumns['open']): number => column[index] as number;
  const c = value(close);
  return [
    symbol,
    kind,
    value(openMs),
    value(open),
    Math.max(value(high), c + wrong),
    value(low),
    c + wrong,
    value(volume) + wrong * 100,
  ];
};
const deliver = (at_ms: number, ...rows: FeedRow[]): PlannedCommand => ({
  at: asEpochMs(Math.min(at_ms, CLOSE)),
  command: { type: 'bars', received_ms: Math.max(at_ms, ...rows.map((row) => row[2] + MINUTE_MS)), rows },
});

/** The fate of one bar on its way. */
type Fate =
  | { readonly kind: 'on_time' | 'twice' | 'filled' | 'correct_first' }
  | { readonly kind: 'late' | 'wrong_first'; readonly seconds: number };

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Fate>({ kind: 'on_time' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Fate>({ kind: 'twice' }, { kind: 'filled' }, { kind: 'correct_first' }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('late' as const, 'wrong_first' as const),
      seconds: fc.integer({ min: 1, max: 1_500 }),
    }),
  },
);

function deliveriesOf(symbol: Symbol, fates: readonly Fate[], from: number): PlannedCommand[] {
  const { openMs, length } = truth[symbol].bars;
  const planned: PlannedCommand[] = [];
  for (let index = 0; index < length; index++) {
    const closeMs = (openMs[index] as number) + MINUTE_MS;
    if (closeMs <= from) continue;
    const onTime = closeMs - 1;
    const fateOfBar = fates[index % fates.length] as Fate;
    switch (fateOfBar.kind) {
      case 'on_time':
        planned.push(deliver(onTime, rowOf(symbol, 'b', index)));
        break;
      case 'twice':
        planned.push(deliver(onTime, rowOf(symbol, 'b', index), rowOf(symbol, 'b', index)));
        planned.push(deliver(closeMs + 7_000, rowOf(symbol, 'b', index)));
        break;
      case 'filled':
        planned.push(deliver(closeMs + 95_000, rowOf(symbol, 'r', index)));
        break;
      case 'late':
        planned.push(deliver(closeMs + fateOfBar.seconds * 1_000, rowOf(symbol, 'b', index)));
        break;
      case 'wrong_first':
        planned.push(deliver(onTime, rowOf(symbol, 'b', index, 0.25)));
        planned.push(deliver(closeMs + fateOfBar.seconds * 1_000, rowOf(symbol, 'u', index)));
        break;
      case 'correct_first':
        // The history was asked before the correction and answers after it: it must not win.
        planned.push(deliver(onTime, rowOf(symbol, 'b', index, 0.5)));
        planned.push(deliver(closeMs + 30_000, rowOf(symbol, 'u', index)));
        planned.push(deliver(closeMs + 31_000, rowOf(symbol, 'r', index, 0.5)));
        break;
    }
  }
  return planned;
}

const store = memoryStore(past('AAPL'), past('KO'), truth.AAPL, truth.KO);
const atClose = ({ exports }: PlayedRun, symbol: Symbol) => {
  const { metadata: _metadata, ...rest } = exports.get(CLOSE)?.symbols[symbol] ?? { metadata: undefined };
  return rest;
};
const replayOf = (played: PlayedRun, symbols: string[]) =>
  openRun(store, live(...symbols) as never, {
    planned: plannedFromJournal(played.journal),
    live: { day: DAY },
    exportsAt: [CLOSE],
  }).played;

describe('at the close a live session', () => {
  it('equals the backtest of the truth for any faults of the feed, and its journal gives the same log', async () => {
    const expected = await openRun(store, backtest, { exportsAt: [CLOSE] }).played;
    expect(SYMBOLS.map((symbol) => expected.run.day?.data.record(symbol as never)?.baseBars?.length)).toEqual(
      [388, 387],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { minLength: 5, maxLength: 60 }),
        fc.array(fate, { minLength: 5, maxLength: 60 }),
        fc.integer({ min: -1, max: 380 }),
        async (ofAapl, ofKo, addedAfter) => {
          const added = asEpochMs(OPEN + addedAfter * MINUTE_MS);
          const isLateAdd = addedAfter >= 0;
          const planned = deliveriesOf('AAPL', ofAapl, OPEN);
          if (isLateAdd) planned.push(...addOf('KO', added));
          planned.push(...deliveriesOf('KO', ofKo, isLateAdd ? added : OPEN));
          const symbols = isLateAdd ? ['AAPL'] : ['AAPL', 'KO'];
          const played = await openRun(store, live(...symbols) as never, {
            planned: settledBeforeClose(planned),
            live: { day: DAY },
            exportsAt: [CLOSE],
          }).played;
          expect(played.outcome).toEqual({ kind: 'completed' });
          for (const symbol of SYMBOLS) expect(atClose(played, symbol)).toEqual(atClose(expected, symbol));
          expect((await replayOf(played, symbols)).events).toEqual(played.events);
        },
      ),
      { numRuns: RUNS },
    );
  }, 60_000);
});

/** The history up to now and the subscription first, then the add, as a live session does it. */
function addOf(symbol: Symbol, now: EpochMs): PlannedCommand[] {
  const { openMs, length } = truth[symbol].bars;
  const rows: FeedRow[] = [];
  for (let index = 0; index < length; index++) {
    if ((openMs[index] as number) + MINUTE_MS <= now) rows.push(rowOf(symbol, 'r', index));
  }
  return [deliver(now, ...rows), { at: now, command: { type: 'add', symbol, added_by: 'user' } }];
}

/** Bars still on their way at the close come before it, as the last request to the history does. */
function settledBeforeClose(planned: readonly PlannedCommand[]): PlannedCommand[] {
  return planned.map((each) => ({ ...each, at: asEpochMs(Math.min(each.at, CLOSE - 1)) }));
}

describe('a live session', () => {
  const only = (...planned: PlannedCommand[]) =>
    openRun(store, live('AAPL') as never, { planned, live: { day: DAY } }).played;
  const types = ({ run }: PlayedRun, type: string) => run.log.events.filter((event) => event.type === type);

  it('refuses a bar from the future, with a finding', async () => {
    const future = { type: 'bars' as const, received_ms: at(`${DAY} 10:00`), rows: [rowOf('AAPL', 'b', 90)] };
    const played = await only({ at: at(`${DAY} 10:00`), command: future });
    expect(types(played, 'finding')).toMatchObject([{ kind: 'future_bar', symbol: 'AAPL' }]);
    expect(played.run.day?.data.record('AAPL' as never)?.baseBars?.length).toBe(0);
  });

  it('catches up bars that closed during a suspension, and reports it', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => rowOf('AAPL', 'r', index));
    const now = at(`${DAY} 10:12`);
    const played = await only(
      { at: OPEN, command: { type: 'bars', received_ms: now, rows } },
      { at: OPEN, command: { type: 'advance', clock_ms: now } },
    );
    const states = types(played, 'session_state').map((event) => (event as { to: string }).to);
    expect(states).toEqual(['loading', 'active', 'catching_up', 'active', 'day_ended', 'completed']);
    expect(played.run.day?.data.record('AAPL' as never)?.baseBars?.length).toBe(40);
  });

  it('tells a correction and a late bar, and shows halts', async () => {
    const played = await only(
      deliver(at(`${DAY} 09:31`) - 1, rowOf('AAPL', 'b', 0, 0.25)),
      deliver(at(`${DAY} 09:33`) - 1, rowOf('AAPL', 'b', 2)),
      deliver(at(`${DAY} 09:33:10`), rowOf('AAPL', 'u', 0), rowOf('AAPL', 'b', 1)),
      {
        at: at(`${DAY} 09:34`),
        command: { type: 'trading_status', symbol: 'AAPL', halted: true, reason: 'News Pending' },
      },
    );
    expect(types(played, 'bar_corrected')).toMatchObject([
      { open: '2025-07-02T13:30:00.000Z', why: 'corrected' },
      { open: '2025-07-02T13:31:00.000Z', why: 'late' },
    ]);
    expect(types(played, 'trading_status')).toMatchObject([{ halted: true, reason: 'News Pending' }]);
    expect(played.run.day?.data.record('AAPL' as never)?.halted).toBe('News Pending');
  });

  it('counts a minute without trades as no gap, once the vendor confirmed it, until a bar comes after all', async () => {
    const minutes = [0, 1, 3, 4].map((index) => rowOf('AAPL', 'b', index));
    const empty = truth.AAPL.bars.openMs[2] as number;
    const said = { type: 'no_trades' as const, rows: [['AAPL', empty] as const] };
    const day = (...more: PlannedCommand[]) => only(deliver(at(`${DAY} 09:35`), ...minutes), ...more);
    const judged = ({ run }: PlayedRun) => {
      const known = run.day?.data;
      const first = known?.gaps('AAPL' as never, '1m').map(({ count, confirmed }) => [count, confirmed]);
      return { first: first?.[0], quality: known?.quality('AAPL' as never, '5m') };
    };
    const before = judged(await day());
    const after = await day({ at: at(`${DAY} 09:36`), command: said });
    expect(before).toEqual({ first: [1, false], quality: (100 * 4) / 390 });
    expect(judged(after)).toEqual({ first: [1, true], quality: (100 * 4) / 389 });
    expect((await replayOf(after, ['AAPL'])).events).toEqual(after.events);
    const late = { at: at(`${DAY} 09:36`), command: said };
    const came = await day(late, deliver(at(`${DAY} 09:40`), rowOf('AAPL', 'b', 2)));
    expect(judged(came)).toEqual({ first: [385, false], quality: (100 * 5) / 390 });
  });
});
