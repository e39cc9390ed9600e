import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { replayFlight } from '../../../core/live-feed/flight-recorder.ts';
import { MINUTE_MS } from '../../../core/base/epoch-ms.ts';
import type { SessionEvent } from '../../../core/model/session-event.ts';
import type { JournalEntry } from '../../../core/session-coordinator/session/command.ts';
import type { LiveSession } from '../../../core/session-coordinator/live/live-session.ts';
import type { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import { EventFeed } from '../../../electron/host/publish/event-feed.ts';
import {
  expectSameAgain,
  expectTruth,
  liveMarket,
  openLiveDay,
  type LiveMarket,
} from '../../helpers/live-day.ts';

/**
 * The last quarter of an hour of a day, live on the simulator over real sockets, once for each fault: the user's view
 * of it, that no bar is lost or doubled, that session and store have the market's truth at the close, and that the
 * recorded feed gives the same event log again. The assertions hold on a machine of any speed.
 */

const SPEED = 400;
const home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-live-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Lived {
  readonly run: SessionRun;
  readonly live: LiveSession;
  readonly market: LiveMarket;
  readonly journal: readonly JournalEntry[];
  /** The feed's recording. */
  readonly flight: string;
}

let stores = 0;
async function liveQuarter(
  faults: readonly object[],
  during: (run: SessionRun, market: LiveMarket) => void = () => {},
  {
    speed = SPEED,
    ...limits
  }: { readonly symbolLimit?: number; readonly speed?: number; readonly start?: string } = {},
): Promise<Lived> {
  await using market = await liveMarket(path.join(home, String(stores++)), faults, { speed, ...limits });
  const journal: JournalEntry[] = [];
  const recorder = { event() {}, export() {}, journal: (entry: JournalEntry) => void journal.push(entry) };
  const { day, live, run } = await openLiveDay(market, recorder);
  market.begin();
  during(run, market);
  expect(await run.run()).toEqual({ kind: 'completed' });
  const stored = await day.store(run);
  if (!stored.ok) throw new Error(stored.failure.message);
  day.close();
  return { run, live, market, journal, flight: day.flight() };
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

/** For any session clock: no order is filled by a bar that had opened when it was given. */
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
/** The window's messages about the connection, with the reason, while it is down. */
const saying =
  (reason: string): See =>
  (lived) => {
    expect(reconnects(lived)).toBeGreaterThan(0);
    expect(lived.flight).toMatch(new RegExp(`"waiting: (${reason})`));
  };
/** On a machine that stalls for half a second, minutes of this market, a line is silent before it breaks. */
const MUTE = 'the feed is mute: no bar of any symbol came';
const reconnected = saying(`the feed closed the connection|${MUTE}`);
const silent = saying(`the line is dead|${MUTE}`);
/** Trying again would not help: the line stays down with its reason, and the day comes from the history. */
const refused =
  (reason: string): See =>
  (lived) => {
    expect(lived.flight).toContain(`"failed: ${reason}`);
    expect(total(lived, 'filled')).toBeGreaterThan(0);
  };
const at1548 = (kind: string, more: object = {}) => ({ kind, at: '15:48', seconds: 240, ...more });
const dropThen = (kind: string, more: object = {}) => [
  at1548('drop'),
  at1548(kind, { seconds: 700, ...more }),
];

const FAULTS: readonly (readonly [string, readonly object[], See])[] = [
  [
    'nothing',
    [],
    (lived) => {
      expect(total(lived, 'received')).toBeGreaterThan(10);
      expect(lived.flight).not.toContain('future_bar');
    },
  ],
  ['drop', [at1548('drop')], reconnected],
  ['drop_without_close', [at1548('drop_without_close')], reconnected],
  ['half_open', [at1548('half_open', { seconds: 700 })], silent],
  ['mute', [at1548('mute', { seconds: 700 })], silent],
  ['slow_client', [at1548('slow_client')], saying('407 slow client')],
  [
    'refuse_connection',
    dropThen('refuse_connection', { times: 2 }),
    saying('Unexpected server response: 503'),
  ],
  ['connection_limit', dropThen('connection_limit', { times: 2 }), saying('406 connection limit exceeded')],
  ['auth_timeout', dropThen('auth_timeout', { times: 1 }), saying('404 auth timeout')],
  ['internal_error', dropThen('internal_error', { times: 1 }), saying('the feed failed .500 internal error')],
  ['refuse_auth', dropThen('refuse_auth'), refused('the key or its secret is wrong (402 auth failed)')],
  [
    'insufficient_subscription',
    dropThen('insufficient_subscription'),
    refused('the plan does not include this feed (409 insufficient subscription)'),
  ],
  [
    'symbol_limit',
    dropThen('symbol_limit'),
    (lived) => {
      reconnected(lived);
      expect(lived.flight).toContain('symbol limit exceeded');
      expect(total(lived, 'filled')).toBeGreaterThan(0);
    },
  ],
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
  [
    'corrections told while nobody listened',
    [
      at1548('correction', { symbols: ['AAPL'] }),
      { kind: 'drop', at: '15:49:10' },
      { kind: 'refuse_connection', at: '15:49:10', seconds: 150 },
    ],
    (lived) => expect(reconnects(lived)).toBeGreaterThan(1),
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
      const { marks } = new EventFeed().take(lived.run.log.events, 0, {
        mayRelist: true,
        mayWait: false,
      });
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
    expect(replayFlight(lived.flight)).toMatchObject({ ok: true, value: { differs: undefined } });
    await expectTruth(lived.market, lived.run, ['AAPL', 'PCTY']);
    await expectSameAgain(lived.market, lived.run, lived.journal);
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
    await expectTruth(lived.market, lived.run, ['AAPL', 'KO', 'RIVN']);
    expectNoHindsight(lived);
    await expectSameAgain(lived.market, lived.run, lived.journal);
  });

  it('a symbol that the plan has no room for is refused with the reason, and the session continues', async () => {
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
    await expectTruth(lived.market, lived.run, ['AAPL', 'PCTY']);
  });

  it('the machine sleeps: the connection is opened again, the clock does not run ahead, missed bars are caught up', async () => {
    const lived = await liveQuarter(
      [],
      (run, market) => {
        // Not before it has caught up with the day so far, however slow this machine is.
        const sleepOnceActive = (): void =>
          void market.time.at(market.time.now() + MINUTE_MS, () =>
            run.state === 'active' ? market.sleep(9 * MINUTE_MS) : sleepOnceActive(),
          );
        sleepOnceActive();
      },
      { speed: 60, start: '15:44' },
    );
    saying('this machine slept')(lived);
    const states = eventsOf(lived, 'session_state').map((event) => (event as { to: string }).to);
    expect(states.filter((state) => state === 'catching_up').length).toBeGreaterThan(1);
    await expectTruth(lived.market, lived.run, ['AAPL', 'PCTY']);
    await expectSameAgain(lived.market, lived.run, lived.journal);
  });
});
