import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { asTicker, asTradingDay, type EpochMs } from '../../../core/base/epoch-ms.ts';
import { silentLogger } from '../../../core/base/logger.ts';
import { createEngine } from '../../../core/index.ts';
import { createParquetBarStore } from '../../../core/data-manager/parquet-bar-store.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import { sessionConfigSchema, type LiveSessionConfig } from '../../../core/model/session-config.ts';
import type { SessionEvent } from '../../../core/model/session-event.ts';
import type { JournalEntry } from '../../../core/session-coordinator/command.ts';
import { printEvent } from '../../../core/session-coordinator/event-log.ts';
import { plannedFromJournal } from '../../../core/session-coordinator/journal.ts';
import type { LiveSession } from '../../../core/session-coordinator/live/live-session.ts';
import type { SessionRun } from '../../../core/session-coordinator/session-run.ts';
import { EventFeed } from '../../../electron/engine/event-feed.ts';
import { parseFaults } from '../../../electron/engine/feed-sim/fault-plan.ts';
import { FeedSimulator } from '../../../electron/engine/feed-sim/feed-simulator.ts';
import { runningTime, type MarketTime } from '../../../electron/engine/feed-sim/market-time.ts';
import { walkTape } from '../../../electron/engine/feed-sim/walk-tape.ts';
import { openLive } from '../../../electron/engine/live/open-live.ts';
import { createNodeFiles } from '../../../electron/engine/node-files.ts';
import { createWallClock } from '../../../electron/engine/wall-clock.ts';
import { at, calendar } from '../../helpers/bar-builder.ts';

/**
 * The last quarter of an hour of a day, live on the simulator over real sockets, once for each fault: what the user sees of it, that
 * no bar is lost or doubled, that what the session and the store have at the close is the market's truth, and that the
 * recorded feed gives the same event log again. What is asserted holds however slow the machine is.
 */

const DAY = asTradingDay('2025-11-03');
const SPEED = 400;
const home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-live-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const config = sessionConfigSchema.parse({
  session_name: 'live',
  mode: 'live',
  live_config: {},
  session_data_config: {
    symbols: ['AAPL', 'PCTY'],
    streams: ['1m', '5m'],
    historical: { data: [{ trailing_days: 1, intervals: ['1m'], apply_to: 'all' }] },
    indicators: { session: [{ name: 'sma', period: 20, interval: '5m' }] },
  },
}) as LiveSessionConfig;

interface Lived {
  readonly run: SessionRun;
  readonly live: LiveSession;
  readonly simulator: FeedSimulator;
  readonly journal: readonly JournalEntry[];
  readonly store: ReturnType<typeof createParquetBarStore>;
}

/** Time that stands until it is told to run: what is fetched before the first bar takes none of it. */
function standingTime(start: EpochMs, speed: number): { time: MarketTime; begin: () => void } {
  let running: MarketTime | undefined;
  const waiting: (() => void)[] = [];
  const time: MarketTime = {
    now: () => running?.now() ?? start,
    at(instant, call) {
      let timer: Disposable | undefined;
      let over = false;
      const arm = (): void => {
        if (!over) timer = running?.at(instant, call);
      };
      if (running === undefined) waiting.push(arm);
      else arm();
      return {
        [Symbol.dispose]: () => {
          over = true;
          timer?.[Symbol.dispose]();
        },
      };
    },
  };
  const begin = (): void => {
    running = runningTime(start, speed);
    for (const arm of waiting) arm();
  };
  return { time, begin };
}

let stores = 0;
async function liveQuarter(
  faults: readonly object[],
  during: (run: SessionRun) => void = () => {},
  { speed = SPEED, ...limits }: { readonly symbolLimit?: number; readonly speed?: number } = {},
): Promise<Lived> {
  const parsed = parseFaults(JSON.stringify({ faults }), calendar, DAY);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  const tape = walkTape('live', calendar);
  const { time, begin } = standingTime(at(`${DAY} 15:45`), speed);
  const opened = await FeedSimulator.open({ tape, calendar, time, port: 0, faults: parsed.value, ...limits });
  if (!opened.ok) throw new Error(opened.failure.message);
  const simulator = opened.value;
  const location = path.join(home, String(stores++));
  const store = createParquetBarStore({ files: createNodeFiles(), calendar, location });
  const vendor = {
    keys: { key: simulator.key, secret: simulator.secret },
    stream: simulator.stream,
    rest: simulator.rest,
    feed: 'iex' as const,
    time,
    speed,
    source: 'alpaca-iex',
  };
  const signal = new AbortController().signal;
  const day = openLive({ config, calendar, store, vendor, logger: silentLogger, signal });
  if (!day.ok) throw new Error(day.failure.message);
  const journal: JournalEntry[] = [];
  const recorder = { event() {}, export() {}, journal: (entry: JournalEntry) => void journal.push(entry) };
  const engine = createEngine({ store, calendar, wall: createWallClock(), logger: silentLogger });
  const run = engine.open(config, { recorder, live: day.value.open });
  if (!run.ok) throw new Error(run.failure.message);
  const prepared = await day.value.prepare(run.value);
  if (!prepared.ok) throw new Error(prepared.failure.message);
  begin();
  during(run.value);
  expect(await run.value.run()).toEqual({ kind: 'completed' });
  const stored = await day.value.store(run.value);
  if (!stored.ok) throw new Error(stored.failure.message);
  day.value.close();
  await simulator.close();
  return { run: run.value, live: day.value.session, simulator, journal, store };
}

const rowsOf = ({ length, ...columns }: ReadonlyBarColumns) =>
  Array.from({ length }, (_, row) =>
    [columns.openMs, columns.open, columns.high, columns.low, columns.close, columns.volume].map(
      (column) => column[row],
    ),
  );
const range = { from: at(`${DAY} 09:30`), to: at(`${DAY} 16:00`) };

/** Bar for bar: the market, the session, the store. */
async function expectTruth({ run, simulator, store }: Lived, ...symbols: readonly string[]): Promise<void> {
  for (const symbol of symbols.map(asTicker)) {
    const truth = await simulator.tape.bars(symbol, '1m', range);
    const stored = await store.getBars(symbol, '1m', range);
    if (!truth.ok || !stored.ok) throw new Error('the market can be read');
    const bars = run.day?.data.record(symbol)?.baseBars;
    expect(bars === undefined ? undefined : rowsOf(bars)).toEqual(rowsOf(truth.value));
    expect(rowsOf(stored.value.bars)).toEqual(rowsOf(truth.value));
  }
}

async function expectSameAgain({ run, journal, store }: Lived): Promise<void> {
  const engine = createEngine({ store, calendar, wall: createWallClock(), logger: silentLogger });
  const again = engine.open(config, {
    recorder: { event() {}, export() {}, journal() {} },
    planned: plannedFromJournal(journal),
    live: { day: DAY },
    hurryUntil: Number.POSITIVE_INFINITY,
  });
  if (!again.ok) throw new Error(again.failure.message);
  await again.value.run();
  expect(again.value.log.events.map(printEvent)).toEqual(run.log.events.map(printEvent));
}

const eventsOf = ({ run }: Lived, type: SessionEvent['type']) =>
  run.log.events.filter((event) => event.type === type);
const total = ({ live }: Lived, figure: 'received' | 'corrected' | 'duplicated' | 'filled') =>
  live.truth.symbols.reduce((sum, symbol) => sum + symbol[figure], 0);
const buyAapl = {
  type: 'place_order',
  symbol: 'AAPL',
  side: 'buy',
  quantity: 1,
  order_type: 'market',
} as const;

/** Whatever the session's clock stood at: no order is filled by a bar that had opened when it was given. */
function expectNoHindsight(lived: Lived): void {
  const given = lived.journal.flatMap(({ command }) =>
    command.type === 'place_order' ? [command.received_ms ?? Number.NaN] : [],
  );
  const mine = new Set(
    eventsOf(lived, 'order').flatMap((event) =>
      'owner' in event && event.owner === 'user' ? [event.order] : [],
    ),
  );
  const givenAt = new Map([...mine].map((order, index) => [order, given[index] as number]));
  const fills = eventsOf(lived, 'fill').filter((event) => 'order' in event && mine.has(event.order));
  expect(fills.length).toBeGreaterThan(0);
  for (const fill of fills) {
    if (fill.type !== 'fill') continue;
    expect(Date.parse(fill.bar_open)).toBeGreaterThanOrEqual(givenAt.get(fill.order) as number);
  }
}

const reconnects = ({ live }: Lived) => live.truth.reconnects;
const findings = (lived: Lived) =>
  eventsOf(lived, 'finding').map((event) => (event as { kind: string }).kind);

type See = (lived: Lived) => void;
const reconnected: See = (lived) => expect(reconnects(lived)).toBeGreaterThan(0);
const at1548 = (kind: string, more: object = {}) => ({ kind, at: '15:48', seconds: 240, ...more });

const FAULTS: readonly (readonly [string, readonly object[], See])[] = [
  ['nothing', [], (lived) => expect(total(lived, 'received')).toBeGreaterThan(10)],
  ['drop', [at1548('drop')], reconnected],
  ['drop_without_close', [at1548('drop_without_close')], reconnected],
  ['half_open', [at1548('half_open', { seconds: 700 })], reconnected],
  ['mute', [at1548('mute', { seconds: 700 })], reconnected],
  ['slow_client', [at1548('slow_client')], reconnected],
  ['refuse_connection', [at1548('drop'), at1548('refuse_connection', { times: 2 })], reconnected],
  ['connection_limit', [at1548('drop'), at1548('connection_limit', { times: 2 })], reconnected],
  ['auth_timeout', [at1548('drop'), at1548('auth_timeout', { times: 1 })], reconnected],
  ['internal_error', [at1548('drop'), at1548('internal_error', { times: 1 })], reconnected],
  ['lose', [at1548('lose')], (lived) => expect(total(lived, 'filled')).toBeGreaterThan(0)],
  ['duplicate', [at1548('duplicate')], (lived) => expect(total(lived, 'duplicated')).toBeGreaterThan(0)],
  ['disorder', [at1548('disorder')], (lived) => expect(total(lived, 'received')).toBeGreaterThan(10)],
  [
    'late',
    [at1548('late', { delay_seconds: 75 })],
    (lived) => expect(total(lived, 'received')).toBeGreaterThan(10),
  ],
  [
    'correction',
    [at1548('correction', { symbols: ['AAPL'] })],
    (lived) => {
      expect(total(lived, 'corrected')).toBeGreaterThan(0);
      expect(eventsOf(lived, 'bar_corrected')).not.toEqual([]);
    },
  ],
  ['future_bar', [at1548('future_bar')], (lived) => expect(findings(lived)).toContain('future_bar')],
  [
    'halt',
    [at1548('halt', { symbols: ['AAPL'] })],
    (lived) => {
      expect(eventsOf(lived, 'trading_status')).toMatchObject([
        { symbol: 'AAPL', halted: true },
        { symbol: 'AAPL', halted: false },
      ]);
      const { marks } = new EventFeed().take(lived.run.log.events, 0, true);
      expect(marks.filter(({ kind }) => kind === 'halted' || kind === 'resumed')).toMatchObject([
        { kind: 'halted', symbol: 'AAPL' },
        { kind: 'resumed', symbol: 'AAPL' },
      ]);
    },
  ],
  ['garbage', [at1548('garbage')], (lived) => expect(lived.live.truth.unreadable).toBe(2)],
  ['rest_500', [at1548('drop'), at1548('rest_500', { times: 1 })], reconnected],
  ['rest_429', [at1548('drop'), at1548('rest_429', { times: 1, retry_after: 0.1 })], reconnected],
  ['rest_drop', [at1548('drop'), at1548('rest_drop', { times: 1 })], reconnected],
  ['slow_pages', [at1548('drop'), at1548('slow_pages', { delay_seconds: 0.2 })], reconnected],
];

describe.concurrent('live, with the fault', () => {
  it.each(FAULTS)('%s', async (_name, faults, see) => {
    const lived = await liveQuarter(faults);
    see(lived);
    await expectTruth(lived, 'AAPL', 'PCTY');
    await expectSameAgain(lived);
  });
});

describe.concurrent('live', () => {
  it('a symbol added while streaming is at the close what one from the start is', async () => {
    const lived = await liveQuarter(
      [at1548('drop')],
      (run) => {
        void run.post({ type: 'add', symbol: 'KO', added_by: 'user' });
        setTimeout(() => void run.post({ type: 'add', symbol: 'RIVN', added_by: 'user' }), 700);
        setTimeout(() => void run.post({ type: 'remove', symbol: 'PCTY' }), 1_400);
        for (let turn = 0; turn < 12; turn++) setTimeout(() => void run.post(buyAapl), turn * 300);
      },
      { speed: 150 },
    );
    expect([...(lived.run.day?.data.loadedSymbols() ?? [])].sort()).toEqual(['AAPL', 'KO', 'RIVN']);
    await expectTruth(lived, 'AAPL', 'KO', 'RIVN');
    expectNoHindsight(lived);
    await expectSameAgain(lived);
  });

  it('a symbol that the plan has no room for is refused with the reason, and the session goes on', async () => {
    let answered: ReturnType<SessionRun['post']> | undefined;
    const lived = await liveQuarter(
      [],
      (run) => {
        answered = run.post({ type: 'add', symbol: 'KO', added_by: 'user' });
      },
      { symbolLimit: 2 },
    );
    const answer = await answered;
    const refusal = answer?.ok === false ? answer.failure.message : '';
    expect(refusal).toContain("the plan's limit of symbols is reached");
    await expectTruth(lived, 'AAPL', 'PCTY');
  });
});
