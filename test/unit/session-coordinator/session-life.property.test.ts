import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asTicker, MINUTE_MS, type EpochMs } from '../../../core/base/epoch-ms.ts';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { INDICATORS } from '../../../core/data-processor/indicators/registry.ts';
import type { PlannedCommand, SessionCommand } from '../../../core/session-coordinator/session/command.ts';
import { forkPlan, plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import type { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore, type MemoryStore } from '../../helpers/memory-store.ts';
import { eagerWall, indicator, openRun, playRun, sessionConfig } from '../../helpers/session-harness.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

/**
 * Whole runs at random: two days, every indicator, history with holes, adhoc calls, upgrades, faults of the store and
 * commands posted at any place of the loop. `TAPEDECK_RUNS` sets how many; a failure prints its seed.
 */
const RUNS = propertyRuns(60);
const SYMBOLS = ['RIVN', 'AAPL', 'MSFT'] as const;
const MINUTES = 45;
const EVERY_INDICATOR = INDICATORS.map(({ name }, index) => indicator(name, index % 3 === 0 ? '5m' : '1m'));

interface World {
  readonly holes: readonly number[];
  readonly pastHoles: readonly number[];
  readonly threshold: number;
  readonly incomplete: 'mark' | 'skip';
}

const worlds: fc.Arbitrary<World> = fc.record({
  holes: fc.array(fc.integer({ min: 0, max: MINUTES - 1 }), { maxLength: 15 }),
  pastHoles: fc.array(fc.integer({ min: 0, max: 389 }), { maxLength: 5 }),
  threshold: fc.constantFrom(1, 60, 400),
  incomplete: fc.constantFrom('mark' as const, 'skip' as const),
});

function storeOf({ holes, pastHoles }: World): MemoryStore {
  return memoryStore(
    ...SYMBOLS.flatMap((symbol, index) => [
      bars(symbol)
        .from('2025-07-01 09:30')
        .minutes(390)
        .without(...pastHoles.map((hole) => (hole * (index + 1)) % 390))
        .build(),
      bars(symbol)
        .from('2025-07-02 09:30')
        .minutes(MINUTES)
        .without(...holes.map((hole) => (hole + 7 * index) % MINUTES))
        .build(),
      bars(symbol).from('2025-07-03 09:30').minutes(MINUTES).build(),
      bars(symbol).from('2025-07-01 09:30').seconds(1_200).build(),
    ]),
  );
}

const configOf = (world: World, symbols: readonly string[]) =>
  sessionConfig({
    symbols,
    streams: ['1m', '5m', '1d', '1w'],
    until: '2025-07-03',
    data: {
      streaming: { catchup_threshold_seconds: world.threshold, catchup_check_interval: 7 },
      historical: { data: [{ trailing_days: 1, intervals: ['1m'] }] },
      indicators: {
        session: EVERY_INDICATOR,
        historical: [{ name: 'high_low', period: 1, unit: 'days', interval: '1m' }],
      },
      derived_bars: { incomplete: world.incomplete },
    },
  });

const commandOf = (kind: number, symbol: string): SessionCommand => {
  const all: readonly SessionCommand[] = [
    { type: 'add', symbol, added_by: 'user' },
    { type: 'add', symbol, added_by: 'scanner', keep: true },
    { type: 'adhoc', symbol, ask: { kind: 'bars', interval: '5m' } },
    { type: 'adhoc', symbol, ask: { kind: 'bars', interval: '1d' } },
    { type: 'adhoc', symbol, ask: { kind: 'history', interval: '1m', trailing_days: 1 } },
    { type: 'adhoc', symbol, ask: { kind: 'indicator', spec: indicator('ema', '1m') } },
    { type: 'adhoc', symbol, ask: { kind: 'bars', interval: '5s' } },
    { type: 'upgrade', symbol, added_by: 'user' },
    { type: 'remove', symbol },
    { type: 'add', symbol: 'NVDA', added_by: 'user' },
    { type: 'pause' },
    { type: 'resume' },
    { type: 'step', count: 3 },
    { type: 'speed', multiplier: 600 },
    { type: 'catchup_pace', bars_per_second: 500 },
    { type: 'catchup_pace', bars_per_second: 0 },
  ];
  return all[kind % all.length] as SessionCommand;
};

const kinds = fc.integer({ min: 0, max: 15 });
const symbols = fc.constantFrom(...SYMBOLS);

/** A strategy that adds and removes on its own, so that a replay must leave that to it. */
const meddler = (): Strategy => ({
  name: 'meddler',
  onInstant({ clock }, { symbols: asked }) {
    const minute = Math.round((clock - at('2025-07-02 09:30')) / MINUTE_MS);
    if (minute === 11) asked.add(asTicker('MSFT'));
    if (minute === 29) asked.remove(asTicker('MSFT'));
  },
});

/** Plays a session that is posted commands at random places of its loop: breaths, waits, and while the store is asked. */
async function playInteractively(
  world: World,
  posts: readonly { readonly place: number; readonly kind: number; readonly symbol: string }[],
) {
  const store = storeOf(world);
  let place = 0;
  let left = [...posts].sort((a, b) => a.place - b.place);
  let session: SessionRun | undefined;
  const arrive = (): void => {
    place++;
    const now = left.filter((post) => post.place <= place);
    left = left.filter((post) => post.place > place);
    for (const { kind, symbol } of now) void session?.post(commandOf(kind, symbol));
  };
  store.before = async () => {
    arrive();
    await Promise.resolve();
    return undefined;
  };
  const waits = (): void => {
    arrive();
    // Every pause is followed by a resume.
    if (session?.pace.paused === true && place % 3 === 0) void session.post({ type: 'resume' });
  };
  const { run, played } = openRun(store, configOf(world, ['RIVN']), {
    wall: eagerWall(arrive, waits),
    strategies: [meddler()],
    onOpen: (opened) => {
      session = opened;
    },
  });
  return { run, played: await played };
}

const interactions = fc.array(
  fc.record({ place: fc.integer({ min: 0, max: 130 }), kind: kinds, symbol: symbols }),
  { minLength: 1, maxLength: 10 },
);

/** All readable values of a symbol, history and bars in progress included. */
function everything(run: SessionRun, name: string): string {
  const symbol = asTicker(name);
  const data = run.day?.data;
  if (data === undefined) return '';
  const intervals = ['1m', '5m', '1d', '1w'] as const;
  return JSON.stringify([
    intervals.map((interval) => [
      [...data.lastBars(symbol, interval, 999).close],
      [...data.lastBars(symbol, interval, 999).openMs],
      [...data.coverage(symbol, interval, 999)],
      data.formingBar(symbol, interval) ?? null,
      data.quality(symbol, interval) ?? null,
      data.gaps(symbol, interval),
    ]),
    EVERY_INDICATOR.map(({ name: wanted }) =>
      data
        .indicatorKeys(symbol)
        .filter((key) => key.startsWith(`${wanted}(`) || key.startsWith(`${wanted}@`))
        .map((key) => [
          key,
          data.indicatorOutputs(symbol, key).map((_, index) => data.indicator(symbol, key, index) ?? null),
        ]),
    ),
    data.historicalDays(symbol, '1m'),
    data.historicalIndicator(symbol, 'high_low(1 days)@1m', 1) ?? null,
    data.metrics(symbol),
  ]);
}

/** Until the session is paused with nothing on its way; throws when it ends or never gets there. */
async function standsPaused(run: SessionRun): Promise<void> {
  const isThere = (): boolean =>
    run.state === 'paused' && run.day?.provisioner.busy === false && !run.day.catchUps.any;
  for (let turns = 0; turns < 20_000 && !isThere(); turns++) {
    if (run.state === 'completed' || run.state === 'failed') break;
    await new Promise((resolve) => void setImmediate(resolve));
  }
  if (!isThere()) throw new Error(`never paused: ${run.state} at ${new Date(run.clock.now()).toISOString()}`);
}

describe('whole runs at random', { timeout: 3_600_000 }, () => {
  it('replay from their journal byte for byte, for commands at any position', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, interactions, async (world, posts) => {
        const { played } = await playInteractively(world, posts);
        expect(played.outcome).toEqual({ kind: 'completed' });
        const again = await playRun(storeOf(world), configOf(world, ['RIVN']), {
          planned: plannedFromJournal(played.journal),
          strategies: [meddler()],
          fastForwardUntil: Number.POSITIVE_INFINITY,
        });
        expect(again.events).toEqual(played.events);
        expect(again.journal.map(({ command }) => command)).toEqual(
          played.journal.map(({ command }) => command),
        );
        expect(again.run.unplayed).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('step back to any instant by playing the journal up to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        interactions,
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (world, posts, where) => {
          const pastOnly = posts.filter(({ kind }) => kind < 10);
          const { run, played } = await playInteractively(world, pastOnly);
          const target = run.instants[Math.floor(where * (run.instants.length - 1))];
          // With every symbol taken out there is no instant to go back to.
          fc.pre(target !== undefined);
          const rebuild = async () => {
            const past = plannedFromJournal(played.journal, (target + 1) as EpochMs).filter(
              ({ command }) => !['pause', 'resume', 'step', 'speed', 'catchup_pace'].includes(command.type),
            );
            const opened = openRun(storeOf(world), configOf(world, ['RIVN']), {
              planned: [...past, { at: target, command: { type: 'pause' } }],
              strategies: [meddler()],
              fastForwardUntil: target,
            });
            await standsPaused(opened.run);
            const state = [
              opened.run.clock.now(),
              ...SYMBOLS.map((symbol) => everything(opened.run, symbol)),
            ];
            await opened.run.post({ type: 'stop', reason: 'seen' });
            await opened.played;
            return { state, events: opened.run.log.events };
          };
          const { state, events } = await rebuild();
          expect(state[0]).toBe(target);
          expect(state).toEqual((await rebuild()).state);
          const before = (list: readonly { readonly clock: string; readonly type: string }[]): unknown =>
            list
              .filter(({ clock, type }) => Date.parse(clock) < target && type !== 'session_state')
              .map((event) => ({ ...event, seq: 0 }));
          expect(before(events)).toEqual(before(played.run.log.events));
        },
      ),
      { numRuns: Math.ceil(RUNS / 3) },
    );
  });

  it('fork at any instant: the same past, the future as if it had been planned', async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        interactions,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.record({ minutes: fc.integer({ min: 0, max: 30 }), kind: kinds, symbol: symbols })),
        async (world, posts, where, wishes) => {
          const { run, played } = await playInteractively(world, posts);
          const until = run.instants[Math.floor(where * (run.instants.length - 1))];
          fc.pre(until !== undefined);
          // The other future could pause without anyone to resume it.
          const future = wishes
            .filter(({ kind }) => kind < 10)
            .map(({ minutes, kind, symbol }): PlannedCommand => ({
              at: (until + minutes * MINUTE_MS) as EpochMs,
              command: commandOf(kind, symbol),
            }));
          const forked = await playRun(storeOf(world), configOf(world, ['RIVN']), {
            planned: forkPlan(played.journal, until, future),
            strategies: [meddler()],
            fastForwardUntil: Number.POSITIVE_INFINITY,
          });
          expect(forked.outcome).toEqual({ kind: 'completed' });
          const past = (list: readonly { readonly clock: string }[]): unknown =>
            list.filter(({ clock }) => Date.parse(clock) < until);
          expect(past(forked.run.log.events)).toEqual(past(run.log.events));
          const again = await playRun(storeOf(world), configOf(world, ['RIVN']), {
            planned: plannedFromJournal(forked.journal),
            strategies: [meddler()],
            fastForwardUntil: Number.POSITIVE_INFINITY,
          });
          expect(again.events).toEqual(forked.events);
        },
      ),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });

  it('bring every full symbol to the state of one that was in the config, by any way it came', async () => {
    const ways = fc.array(
      fc.record({
        minute: fc.integer({ min: 0, max: MINUTES + 2 }),
        kind: fc.integer({ min: 0, max: 8 }),
        symbol: symbols,
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(worlds, ways, async (world, steps) => {
        const planned: PlannedCommand[] = steps
          .map(({ minute, kind, symbol }) => ({
            at: (at('2025-07-02 09:30') + minute * MINUTE_MS) as EpochMs,
            command: commandOf(kind, symbol),
          }))
          // A symbol streamed in seconds counts its coverage in seconds: another base, other numbers.
          .filter(({ command }) => !JSON.stringify(command).includes('5s'));
        const oneDay = (config: ReturnType<typeof configOf>) => ({
          ...config,
          backtest_config: { ...config.backtest_config, end_date: '2025-07-02' },
        });
        const late = await playRun(storeOf(world), oneDay(configOf(world, ['RIVN'])), { planned });
        const all = await playRun(storeOf(world), oneDay(configOf(world, SYMBOLS)));
        expect(late.outcome).toEqual({ kind: 'completed' });
        for (const record of late.run.day?.data.records() ?? []) {
          if (!record.metadata.meets_session_config_requirements) continue;
          expect(everything(late.run, record.symbol)).toBe(everything(all.run, record.symbol));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('survive every fault of the store: the session is active again, the others unchanged, nothing half loaded', async () => {
    const faults = fc.record({ at: fc.integer({ min: 3, max: 14 }), throws: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(worlds, faults, async (world, fault) => {
        const store = storeOf(world);
        let asked = 0;
        store.before = (_what, symbol) => {
          if (symbol === 'RIVN' || asked++ !== fault.at % 5) return Promise.resolve(undefined);
          return fault.throws ? Promise.reject(new Error('gone')) : Promise.resolve('damaged');
        };
        const ten = at('2025-07-02 10:00');
        const planned: PlannedCommand[] = [
          { at: ten, command: { type: 'add', symbol: 'AAPL', added_by: 'user' } },
          { at: (ten + MINUTE_MS) as EpochMs, command: { type: 'add', symbol: 'MSFT', added_by: 'user' } },
        ];
        const played = await playRun(store, configOf(world, ['RIVN']), { planned });
        expect(played.outcome).toEqual({ kind: 'completed' });
        const alone = await playRun(storeOf(world), configOf(world, ['RIVN']));
        expect(everything(played.run, 'RIVN')).toBe(everything(alone.run, 'RIVN'));
        expect(played.run.gate.active).toBe(true);
        expect(played.run.day?.data.pendingSymbols()).toEqual([]);
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });
});
