import { performance } from 'node:perf_hooks';
import type { AccountHeader, Closure, EngineFigures, SessionHeader } from '../../contract/batch.ts';
import { closuresUntil } from './closures.ts';
import type { HostedSession } from '../session/hosted-session.ts';
import { INTERVALS, type Interval } from '../../../core/base/interval.ts';
import type { Broker } from '../../../core/execution/broker.ts';
import { PaperBroker } from '../../../core/execution/paper-broker.ts';

const EVERY_MS = 1_000;
const NOTHING: EngineFigures = {
  barsPerSecond: 0,
  queuedBars: 0,
  longestQueue: 0,
  loopMicros: null,
  loopBusyPercent: 0,
};

/** The engine's speed, measured over the last second or so of wall time. */
export class EngineMeter {
  #figures = NOTHING;
  #atMs = 0;
  #bars = 0;
  #steps = 0;
  #load = performance.eventLoopUtilization();

  read(session: HostedSession, bars: number, nowMs: number): EngineFigures {
    const elapsed = nowMs - this.#atMs;
    if (elapsed < EVERY_MS && bars >= this.#bars) return this.#figures;
    const load = performance.eventLoopUtilization();
    const busyMs = load.active - this.#load.active;
    const steps = session.run.step - this.#steps;
    const queues = (session.run.day?.feed.slots ?? []).map((slot) => slot.bars.length - slot.cursor);
    this.#figures = {
      barsPerSecond: bars >= this.#bars ? Math.round(((bars - this.#bars) * 1_000) / elapsed) : 0,
      queuedBars: queues.reduce((sum, each) => sum + each, 0),
      longestQueue: queues.reduce((most, each) => Math.max(most, each), 0),
      loopMicros: steps > 0 ? Math.round((busyMs * 1_000) / steps) : null,
      loopBusyPercent: Math.round(100 * Math.min(1, busyMs / Math.max(1, elapsed))),
    };
    this.#atMs = nowMs;
    this.#bars = bars;
    this.#steps = session.run.step;
    this.#load = load;
    return this.#figures;
  }
}

const NO_CLOSURES: readonly Closure[] = [];

/** The session as a whole, as a window shows it. */
export function sessionHeader(session: HostedSession, figures: EngineFigures): SessionHeader {
  const { run, config, configId, outcome, line } = session;
  const { day, gate, notifications, clock } = run;
  const { pace } = session;
  const trading = day?.grid.session;
  return {
    configId,
    sessionName: config.session_name,
    mode: line === undefined ? 'backtest' : 'live',
    feed: line?.header ?? null,
    account: line === undefined ? null : accountHeader(run.broker),
    synthetic:
      line?.isSynthetic === true ||
      run.totals.synthetic ||
      [...(day?.data.records() ?? [])].some(({ synthetic }) => synthetic),
    zone: run.calendar.zone,
    // A live session that could not connect never left its first state.
    state: outcome?.kind === 'failed' ? 'failed' : run.state,
    stateReason: outcome?.kind === 'failed' ? outcome.failure.message : run.stateReason,
    blocked: !gate.active,
    playing: !run.pace.paused && outcome === undefined,
    clockMs: clock.session === undefined ? null : clock.now(),
    day: trading?.day ?? null,
    dayIndex: run.dayIndex,
    dayCount: run.days.length,
    openMs: day?.grid.start ?? 0,
    closeMs: day?.grid.end ?? 0,
    earlyClose: trading?.earlyClose ?? false,
    group: run.calendar.exchangeGroup,
    closures: day === undefined ? NO_CLOSURES : closuresUntil(run.calendar, day.grid),
    speedMultiplier: pace.speed,
    catchupBarsPerSecond: pace.catchupBarsPerSecond,
    catchupThresholdSeconds: config.session_data_config.streaming.catchup_threshold_seconds,
    catchingUp: (day?.catchUps.running ?? [])
      .filter(({ totalBars }) => totalBars > 0)
      .map(({ slot, doneBars, totalBars }) => ({ symbol: slot.record.symbol, doneBars, totalBars })),
    droppedInBlock: gate.droppedInBlock,
    delivered: notifications.delivered,
    dropped: notifications.dropped,
    barsProcessed: barsSoFar(session),
    ...figures,
    intervals: sessionIntervals(session),
    indicators: config.session_data_config.indicators.session.map(({ name, interval, ...parameters }) => ({
      name,
      interval,
      parameters,
    })),
    unrecorded: session.unrecorded?.message ?? null,
    failure:
      outcome?.kind === 'failed'
        ? { message: outcome.failure.message, hint: outcome.failure.hint ?? null }
        : null,
  };
}

const accountHeader = (broker: Broker): AccountHeader =>
  broker instanceof PaperBroker
    ? { kind: 'alpaca_paper', problem: broker.problem ?? '' }
    : { kind: 'simulated', problem: '' };

/** The differences from the header sent before; all of it without one, null when there are none. */
export function changedParts(
  before: SessionHeader | null,
  now: SessionHeader,
): Partial<SessionHeader> | null {
  if (before === null) return now;
  const changed = Object.entries(now).filter(([name, value]) => {
    const was = before[name as keyof SessionHeader];
    return was !== value && JSON.stringify(was) !== JSON.stringify(value);
  });
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<SessionHeader>);
}

export const barsSoFar = ({ run }: HostedSession): number =>
  run.totals.bars + (run.totals.days.includes(run.day?.grid.session.day ?? '') ? 0 : (run.day?.bars ?? 0));

/** The intervals of the config's streams, shortest first. */
const sessionIntervals = ({ config }: HostedSession): readonly Interval[] =>
  INTERVALS.filter((interval) => config.session_data_config.streams.includes(interval));
