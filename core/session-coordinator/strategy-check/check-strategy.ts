import {
  asEpochMs,
  HOUR_MS,
  isoUtc,
  MINUTE_MS,
  parseIsoUtc,
  type EpochMs,
  type Ticker,
  type TradingDay,
} from '../../base/epoch-ms.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { BarStore } from '../../data-manager/bar-store.ts';
import { noisyStore } from '../../data-manager/noisy-store.ts';
import type { BacktestSessionConfig } from '../../model/session-config.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import type { PlannedCommand } from '../session/command.ts';
import type { RunOutcome, SessionRun } from '../session/session-run.ts';
import { hasCosts, resultOf, withTwiceTheCosts, type CostTrial } from './cost-trial.ts';
import { strategyActions, firstDifference, type StrategyAction, type ActionDifference } from './actions.ts';

/** The parts with which a check plays its runs. */
export interface CheckSetup {
  readonly config: BacktestSessionConfig;
  readonly store: BarStore;
  readonly calendar: MarketCalendar;
  /** Opens a run of the config on a store, with new instances of its strategies. */
  open(trial: Trial): Result<SessionRun>;
  /** Called before each run, with its purpose. */
  onRun?(what: string): void;
}

/** One run of a check. */
export interface Trial {
  readonly config: BacktestSessionConfig;
  readonly store: BarStore;
  readonly planned: readonly PlannedCommand[];
}

/** The same past with another future: decisions before it began must be the same. */
export interface LookAheadTrial {
  /** Bars that close after this instant were replaced by noise, ISO 8601 UTC. */
  readonly noiseAfter: string;
  readonly difference: ActionDifference | undefined;
}

/** A symbol that was present from the start, added late: decisions after it had caught up should be the same. */
export interface LateAddTrial {
  readonly symbol: string;
  readonly addedAt: string;
  /** The decisions after that, of all symbols, from the start and added late. */
  readonly difference: ActionDifference | undefined;
}

export interface HonestyReport {
  readonly strategies: readonly string[];
  /** Actions of the unchanged run. */
  readonly actions: number;
  /**
   * The same run acts differently the second time: it depends on the first one, or uses randomness that is not the
   * session's.
   */
  readonly unsteady: ActionDifference | undefined;
  readonly lookAhead: readonly LookAheadTrial[];
  /**
   * True when noise from the first hour on changed no later decision: the decisions do not come from the bars.
   * Undefined where there were none.
   */
  readonly blind: boolean | undefined;
  readonly lateAdds: readonly LateAddTrial[];
  /** Undefined without a trade. */
  readonly costs: CostTrial | undefined;
  readonly stopped: StrategyAction | undefined;
}

/** Positions at which the future is replaced, in addition to parts of the first day: the instants of decisions. */
const MOST_DECISIONS = 8;
const MOST_LATE_SYMBOLS = 5;

/**
 * Plays a config's strategies unchanged, with another future, and with symbols added late (the rules of
 * docs/engine-rules.md#the-streaming-loop), and reports where their actions differ. Fails where the config cannot run.
 */
export async function checkStrategy(setup: CheckSetup): Promise<Result<HonestyReport>> {
  const { config, store } = setup;
  const plain = await play(setup, 'unchanged', { config, store, planned: [] });
  if (!plain.ok) return plain;
  const again = await play(setup, 'unchanged, again', { config, store, planned: [] });
  if (!again.ok) return again;
  const { actions, run } = plain.value;
  const unsteady = firstDifference(actions, again.value.actions);
  const lookAhead = await lookAheadTrials(setup, actions);
  if (!lookAhead.ok) return lookAhead;
  const lateAdds = await lateAddTrials(setup, actions);
  if (!lateAdds.ok) return lateAdds;
  const costs = await costTrial(setup, run);
  if (!costs.ok) return costs;
  return ok({
    strategies: run.session.options.strategies.map(({ name }) => name),
    actions: actions.length,
    unsteady,
    lookAhead: lookAhead.value.trials,
    blind: lookAhead.value.blind,
    lateAdds: lateAdds.value,
    costs: costs.value,
    stopped: actions.find(({ detail }) => detail.startsWith('{"type":"strategy_stopped"')),
  });
}

async function costTrial(setup: CheckSetup, plain: SessionRun): Promise<Result<CostTrial | undefined>> {
  const asIs = resultOf(plain);
  if (asIs === undefined) return ok(undefined);
  const config = withTwiceTheCosts(setup.config);
  const dear = await play(setup, 'twice the costs', { config, store: setup.store, planned: [] });
  if (!dear.ok) return dear;
  const twice = resultOf(dear.value.run) ?? { trades: 0, result: 0, fees: 0 };
  return ok({ asIs, twice, assumed: !hasCosts(setup.config) });
}

interface PlayedTrial {
  readonly run: SessionRun;
  readonly actions: readonly StrategyAction[];
}

async function play(setup: CheckSetup, what: string, trial: Trial): Promise<Result<PlayedTrial>> {
  setup.onRun?.(what);
  const opened = setup.open(trial);
  if (!opened.ok) return opened;
  const outcome: RunOutcome = await opened.value.run();
  if (outcome.kind === 'failed') return { ok: false, failure: outcome.failure };
  return ok({ run: opened.value, actions: strategyActions(opened.value.log.events) });
}

async function lookAheadTrials(
  setup: CheckSetup,
  actions: readonly StrategyAction[],
): Promise<Result<{ trials: readonly LookAheadTrial[]; blind: boolean | undefined }>> {
  const first = firstSession(setup);
  if (first === undefined) return fail('missing_data', 'There is no trading day to check on.');
  const hour = asEpochMs(first.open + HOUR_MS);
  const trials: LookAheadTrial[] = [];
  let blind: boolean | undefined;
  for (const until of [hour, ...decisionTimes(actions, hour)]) {
    const whole = until === hour;
    const played = await play(setup, `another future after ${isoUtc(until)}`, {
      config: setup.config,
      store: noisyStore(setup.store, setup.calendar, until),
      planned: whole ? [] : [stopAfter(until)],
    });
    if (!played.ok) return played;
    const past = (list: readonly StrategyAction[]) => list.filter(({ clock }) => clock <= isoUtc(until));
    trials.push({
      noiseAfter: isoUtc(until),
      difference: firstDifference(past(actions), past(played.value.actions)),
    });
    if (whole) blind = isBlind(actions, played.value.actions, isoUtc(until));
  }
  return ok({ trials, blind });
}

/** A moment later, so that the final messages of strategies do not count as decisions. */
const stopAfter = (at: EpochMs): PlannedCommand => ({
  at: asEpochMs(at + 1),
  command: { type: 'stop', reason: 'the check ends here' },
});

/** Up to this many instants of decisions, spread over all of them, oldest first. */
function decisionTimes(actions: readonly StrategyAction[], after: number): readonly EpochMs[] {
  const decisions = actions.filter(({ detail, clock }) => isDecision(detail) && parseIsoUtc(clock) !== after);
  const times = [...new Set(decisions.map(({ clock }) => parseIsoUtc(clock)))].sort((a, b) => a - b);
  const step = Math.max(1, times.length / MOST_DECISIONS);
  const picked: EpochMs[] = [];
  for (let at = 0; at < times.length && picked.length < MOST_DECISIONS; at += step) {
    picked.push(times[Math.floor(at)] as EpochMs);
  }
  return picked;
}

/** A signal, or an order of its own: not the later events of an order, nor the exits that come with it. */
const isDecision = (detail: string): boolean =>
  detail.startsWith('{"type":"signal"') || (PLACED.test(detail) && detail.includes('"role":"plain"'));

const PLACED = /^\{"type":"order".*"status":"(?:working|refused)".*"filled":0,/;

/** Prices are left out: those of the noise always differ. */
function isBlind(
  expected: readonly StrategyAction[],
  found: readonly StrategyAction[],
  after: string,
): boolean | undefined {
  const later = (list: readonly StrategyAction[]) =>
    list
      .filter(({ clock, detail }) => clock > after && isDecision(detail))
      .map(
        ({ clock, symbol, detail }) =>
          `${clock} ${symbol} ${/"(?:direction|side)":"(\w+)"/.exec(detail)?.[1] ?? ''}`,
      );
  const [one, other] = [later(expected), later(found)];
  return one.length === 0 ? undefined : one.join('\n') === other.join('\n');
}

/** Each of the busiest symbols of the config in turn: added a third into the first day, the others unchanged. */
async function lateAddTrials(
  setup: CheckSetup,
  actions: readonly StrategyAction[],
): Promise<Result<readonly LateAddTrial[]>> {
  const { config, store } = setup;
  const session = firstSession(setup);
  if (session === undefined) return ok([]);
  const at = asEpochMs(session.open + Math.floor((session.close - session.open) / 3 / MINUTE_MS) * MINUTE_MS);
  const addedAt = isoUtc(at);
  const oneDay = { ...config, backtest_config: { ...config.backtest_config, end_date: session.day } };
  const until = isoUtc(session.close);
  const after = (list: readonly StrategyAction[]) =>
    list.filter(({ clock, detail }) => clock > addedAt && clock <= until && isDecision(detail));
  const trials: LateAddTrial[] = [];
  for (const symbol of busiest(config.session_data_config.symbols, actions)) {
    const symbols = config.session_data_config.symbols.filter((each) => each !== symbol);
    const played = await play(setup, `${symbol} added at ${addedAt}`, {
      config: { ...oneDay, session_data_config: { ...config.session_data_config, symbols } },
      store,
      planned: [{ at, command: { type: 'add', symbol, added_by: 'user' } }],
    });
    if (!played.ok) return played;
    const difference = firstDifference(inOrder(after(actions)), inOrder(after(played.value.actions)), bare);
    trials.push({ symbol, addedAt, difference });
  }
  return ok(trials);
}

/** At one instant symbols come in the order in which they were added, which is another for the late one. */
const inOrder = (list: readonly StrategyAction[]): readonly StrategyAction[] =>
  [...list].sort((a, b) => compare(a.clock, b.clock) || compare(a.symbol ?? '', b.symbol ?? ''));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Orders are numbered across all symbols: the number says nothing about the decision. */
const bare = ({ clock, detail }: StrategyAction): string => `${clock} ${detail.replace(/"order":\d+,/, '')}`;

function busiest(symbols: readonly string[], actions: readonly StrategyAction[]): readonly Ticker[] {
  const counts = new Map<string, number>();
  for (const { symbol, detail } of actions) {
    if (symbol !== null && isDecision(detail)) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  }
  return [...symbols]
    .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))
    .slice(0, MOST_LATE_SYMBOLS) as unknown as readonly Ticker[];
}

function firstSession({ config, calendar }: CheckSetup) {
  const { start_date, end_date } = config.backtest_config;
  const [day] = calendar.tradingDays(start_date as TradingDay, end_date as TradingDay);
  return day === undefined ? undefined : calendar.tradingSession(day);
}
