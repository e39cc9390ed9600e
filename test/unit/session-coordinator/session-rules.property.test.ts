import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asTicker, type EpochMs } from '../../../core/base/epoch-ms.ts';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import type { PlannedCommand } from '../../../core/session-coordinator/session/command.ts';
import { plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import type { SessionReader } from '../../../core/session-data/session-reader.ts';
import type { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import type { BuiltBars } from '../../helpers/bar-builder.ts';
import { MARKETS, type Market } from '../../helpers/markets.ts';
import { memoryStoreOf } from '../../helpers/memory-store.ts';
import { playRun, sessionConfig, type PlayedRun } from '../../helpers/session-harness.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

/**
 * The rules of docs/engine-rules.md#the-streaming-loop over random sessions: symbols with holes, adds, removals and re-adds at random times,
 * thresholds and check intervals. `TAPEDECK_RUNS` sets how many; a failure prints its seed.
 */
const RUNS = propertyRuns(120);
const SYMBOLS = ['AAPL', 'MSFT', 'RIVN', 'NVDA'] as const;
/** Minutes of bars that a day of these tests has: enough for 1h bars, few enough for many runs. */
const MINUTES = 75;
const runsOf = (market: Market): number => (market.group === 'US_EQUITY' ? RUNS : Math.ceil(RUNS / 12));
const INDICATORS = [
  { name: 'sma', period: 5, interval: '5m' },
  { name: 'ema', period: 4, interval: '1m' },
  { name: 'rsi', period: 6, interval: '1m' },
  { name: 'vwap', interval: '1m' },
  { name: 'macd', fast: 3, slow: 6, signal: 3, interval: '5m' },
];

interface Plan {
  readonly market: Market;
  readonly holes: readonly (readonly number[])[];
  readonly history: boolean;
  readonly steps: readonly { minute: number; seconds: number; symbol: number; what: 'add' | 'remove' }[];
  readonly threshold: number;
  readonly checkInterval: number;
  readonly starters: number;
}

const plansOf = (market: Market): fc.Arbitrary<Plan> => planShapes.map((shape) => ({ ...shape, market }));

const planShapes = fc.record({
  holes: fc.array(fc.array(fc.integer({ min: 0, max: MINUTES - 1 }), { maxLength: 40 }), {
    minLength: SYMBOLS.length,
    maxLength: SYMBOLS.length,
  }),
  history: fc.boolean(),
  steps: fc.array(
    fc.record({
      minute: fc.integer({ min: 0, max: MINUTES + 5 }),
      seconds: fc.constantFrom(0, 0, 0, 30),
      symbol: fc.integer({ min: 1, max: SYMBOLS.length - 1 }),
      what: fc.constantFrom('add' as const, 'add' as const, 'remove' as const),
    }),
    { minLength: 1, maxLength: 7 },
  ),
  threshold: fc.constantFrom(1, 60, 61, 300, 1_000),
  checkInterval: fc.integer({ min: 1, max: 100 }),
  starters: fc.integer({ min: 1, max: 2 }),
});

function build({ market, holes }: Plan): readonly BuiltBars[] {
  return SYMBOLS.flatMap((symbol, index) => [
    market.bars(symbol, market.dayBefore, 60),
    market.bars(symbol, market.day, MINUTES, holes[index]),
  ]);
}

function configOf(plan: Plan, symbols: readonly string[]) {
  return sessionConfig({
    symbols,
    day: plan.market.day,
    group: plan.market.group,
    streams: ['1m', '5m', '15m', '1h', '1d'],
    data: {
      streaming: { catchup_threshold_seconds: plan.threshold, catchup_check_interval: plan.checkInterval },
      indicators: { session: INDICATORS },
      historical: { data: plan.history ? [{ trailing_days: 1, intervals: ['1m'] }] : [] },
    },
  });
}

const timeOf = ({ market }: Plan, { minute, seconds }: { minute: number; seconds: number }): EpochMs =>
  (market.openOf(market.day, minute) + seconds * 1_000) as EpochMs;

const plannedOf = (plan: Plan): PlannedCommand[] =>
  plan.steps.map(({ symbol, what, ...time }) => ({
    at: timeOf(plan, time),
    command:
      what === 'add'
        ? { type: 'add', symbol: SYMBOLS[symbol] ?? '', added_by: 'user' }
        : { type: 'remove', symbol: SYMBOLS[symbol] ?? '' },
  }));

/** Everything readable of a symbol as text: equal text means equal bits (JSON prints doubles exactly). */
function reading(reader: SessionReader, name: string): string {
  const symbol = asTicker(name);
  const series = reader.loadedIntervals(symbol).map((interval) => {
    const all = reader.lastBars(symbol, interval, 10_000);
    const columns = [all.openMs, all.open, all.high, all.low, all.close, all.volume].map((each) => [...each]);
    return [
      interval,
      columns,
      [...reader.coverage(symbol, interval, 10_000)],
      reader.quality(symbol, interval),
      reader.gaps(symbol, interval),
      reader.latestBar(symbol, interval),
    ];
  });
  const indicators = reader
    .indicatorKeys(symbol)
    .map((key) => [
      key,
      reader.indicatorOutputs(symbol, key).map((_, index) => reader.indicator(symbol, key, index)),
    ]);
  return JSON.stringify([series, indicators, reader.metrics(symbol), reader.historicalIntervals(symbol)]);
}

function forming(run: SessionRun, name: string): string {
  const data = run.day?.data;
  return JSON.stringify(
    data?.loadedIntervals(asTicker(name)).map((each) => data.formingBar(asTicker(name), each)),
  );
}

interface Watched extends PlayedRun {
  /** By clock time, the readable values of each caught-up symbol, at all times when no symbol was behind. */
  readonly readings: ReadonlyMap<number, ReadonlyMap<string, string>>;
  readonly delivered: readonly { readonly clock: number; readonly refs: readonly string[] }[];
  readonly problems: readonly string[];
}

/** Plays a plan and looks, at every instant that is delivered and at every event, whether a rule is broken. */
async function watch(
  plan: Plan,
  symbols: readonly string[],
  planned: readonly PlannedCommand[],
): Promise<Watched> {
  const readings = new Map<number, Map<string, string>>();
  const delivered: { clock: number; refs: string[] }[] = [];
  const problems: string[] = [];
  let session: SessionRun | undefined;
  let last = 0;
  const watcher: Strategy = {
    name: 'watcher',
    onInstant({ clock, closed }, { view }) {
      if (session?.gate.active !== true) problems.push(`notified while deactivated at ${clock}`);
      if (clock < last) problems.push(`the clock went back to ${clock}`);
      last = clock;
      delivered.push({ clock, refs: closed.map(({ symbol, interval }) => `${symbol}@${interval}`) });
      for (const symbol of view.loadedSymbols()) {
        for (const interval of view.loadedIntervals(symbol)) {
          const bar = view.latestBar(symbol, interval);
          if (bar !== undefined && bar.closeMs > clock)
            problems.push(`${symbol}@${interval} shows ${bar.closeMs} at ${clock}`);
        }
      }
    },
  };
  const readAll = (run: SessionRun): void => {
    const now = run.clock.now();
    const behind = run.day?.nextInstant() ?? 0;
    if (behind <= now) return;
    const symbolReadings = new Map<string, string>();
    for (const symbol of run.view.activeSymbols()) {
      symbolReadings.set(symbol, reading(run.view, symbol) + forming(run, symbol));
    }
    readings.set(now, symbolReadings);
  };
  const looks = [0, 5, 11, 16, 30, 37, 44, 45, 52, 60, 61, 68, MINUTES, MINUTES + 1];
  const every = [...looks.map((minute) => ({ minute, seconds: 0 })), ...plan.steps].map((time) =>
    timeOf(plan, time),
  );
  const { calendar } = plan.market;
  const played = await playRun(memoryStoreOf(calendar, build(plan)), configOf(plan, symbols), {
    calendar,
    strategies: [watcher],
    planned,
    exportsAt: every,
    recorder: {
      event() {
        if (session !== undefined) silenceHolds(session, problems);
      },
      journal() {},
      export() {
        if (session !== undefined) readAll(session);
      },
    },
    onOpen: (run) => {
      session = run;
    },
  });
  return { ...played, readings, delivered, problems };
}

/** While deactivated, every external answer is empty. */
function silenceHolds(run: SessionRun, problems: string[]): void {
  if (run.gate.active) return;
  for (const name of SYMBOLS) {
    const symbol = asTicker(name);
    const empty =
      run.view.activeSymbols().length === 0 &&
      run.view.latestBar(symbol, '1m') === undefined &&
      run.view.barCount(symbol, '1m') === 0 &&
      run.view.lastBars(symbol, '5m', 9).length === 0 &&
      run.view.metrics(symbol) === undefined &&
      run.view.indicator(symbol, 'vwap@1m') === undefined;
    if (!empty) problems.push(`${symbol} was readable while deactivated`);
  }
}

/** An add costs no simulated time, and no other symbol falls behind because of it. */
function clockStoodStill({ run }: Watched, starters: readonly string[]): void {
  const requested = new Map<string, string>();
  for (const event of run.log.events) {
    if (event.type === 'symbol_requested') requested.set(event.symbol, event.clock);
    if (event.type === 'symbol_active') expect(event.clock).toBe(requested.get(event.symbol));
  }
  const removed = run.log.events.some((event) => event.type === 'symbol_removed');
  if (removed) return;
  for (const name of starters) expect(run.day?.data.record(asTicker(name))?.worstLagMs).toBe(0);
}

const hasBars = (plan: Plan): boolean => plan.holes.every((holes) => new Set(holes).size < MINUTES);

describe.each(MARKETS)(
  'sessions of $name with symbols added and removed at random',
  { timeout: 3_600_000 },
  (market) => {
    const plans = plansOf(market).filter(hasBars);

    it('never look ahead, never move a clock while a symbol is behind it, are silent while deactivated', async () => {
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          const starters = SYMBOLS.slice(0, plan.starters);
          const late = await watch(plan, starters, plannedOf(plan));
          expect(late.outcome).toEqual({ kind: 'completed' });
          expect(late.problems).toEqual([]);
          clockStoodStill(late, starters);
        }),
        { numRuns: runsOf(market) },
      );
    });

    it('show a late symbol, once caught up, as if it had been there from the start', async () => {
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          const starters = SYMBOLS.slice(0, plan.starters);
          const late = await watch(plan, starters, plannedOf(plan));
          const all = await watch(plan, SYMBOLS, []);
          for (const [clock, symbols] of late.readings) {
            for (const [symbol, text] of symbols) expect(text).toBe(all.readings.get(clock)?.get(symbol));
          }
        }),
        { numRuns: runsOf(market) },
      );
    });

    it('change nothing of the bystanders: no value, no notification, no order', async () => {
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          const starters = SYMBOLS.slice(0, 1);
          const late = await watch({ ...plan, starters: 1 }, starters, plannedOf(plan));
          const alone = await watch({ ...plan, starters: 1 }, starters, []);
          const bystander = SYMBOLS[0];
          for (const [clock, symbols] of alone.readings) {
            expect(late.readings.get(clock)?.get(bystander)).toBe(symbols.get(bystander));
          }
          const of = ({ delivered }: Watched): unknown =>
            delivered
              .map(({ clock, refs }) => ({
                clock,
                refs: refs.filter((ref) => ref.startsWith(`${bystander}@`)),
              }))
              .filter(({ refs }) => refs.length > 0);
          expect(of(late)).toEqual(of(alone));
        }),
        { numRuns: runsOf(market) },
      );
    });

    it('give the same event log again, byte for byte, also from their journal', async () => {
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          const { calendar } = plan.market;
          const store = memoryStoreOf(calendar, build(plan));
          const config = configOf(plan, SYMBOLS.slice(0, plan.starters));
          const first = await playRun(store, config, { planned: plannedOf(plan), calendar });
          const second = await playRun(store, config, { planned: plannedOf(plan), calendar });
          expect(second.events).toEqual(first.events);
          const again = await playRun(store, config, {
            calendar,
            planned: plannedFromJournal(first.journal),
            fastForwardUntil: Number.POSITIVE_INFINITY,
          });
          expect(again.events).toEqual(first.events);
        }),
        { numRuns: runsOf(market) },
      );
    });
  },
);
