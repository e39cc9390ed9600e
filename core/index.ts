import type { TradingDay, EpochMs, Ticker } from './base/epoch-ms.ts';
import type { Logger } from './base/logger.ts';
import { fail, ok, type Result } from './base/result.ts';
import { strategiesOf, type FindStrategy } from './analysis-engine/strategies-of.ts';
import type { Strategy } from './analysis-engine/strategy.ts';
import type { BarStore } from './data-manager/bar-store.ts';
import type { OrderGateway } from './execution/order-gateway.ts';
import { checkStrategies } from './session-coordinator/loading/check-strategies.ts';
import { checkConfig, withNeeds } from './session-coordinator/loading/strategy-needs.ts';
import type { Interval } from './base/interval.ts';
import type { ReadonlyBarColumns } from './model/bar-columns.ts';
import type { BacktestSessionConfig, LiveSessionConfig, SessionConfig } from './model/session-config.ts';
import type { PlannedCommand } from './session-coordinator/session/command.ts';
import { LiveBars } from './session-coordinator/streaming/live-bars.ts';
import type { LiveOptions, LiveTime } from './session-coordinator/session/live-options.ts';
import { createLiveStore } from './session-coordinator/streaming/live-store.ts';
import type { WallClock } from './session-coordinator/session/playback-pace.ts';
import { fullRequirements } from './session-coordinator/loading/requirements.ts';
import { SessionRun } from './session-coordinator/session/session-run.ts';
import type { Recorder } from './session-coordinator/session/session.ts';
import { olderBars, type OlderBars, warmUpBars } from './session-coordinator/loading/older-bars.ts';
import {
  validateSymbol,
  type SymbolValidationResult,
} from './session-coordinator/loading/validate-symbol.ts';
import { groupNamed } from './model/exchange-groups.ts';
import { calendarFor } from './time-manager/calendars.ts';
import type { MarketCalendar } from './time-manager/market-calendar.ts';

/** The ports of the engine, which a host provides. */
export interface EnginePorts {
  readonly store: BarStore;
  /** The calendar of sessions of its exchange group; those of other groups get theirs from `calendarOf`. */
  readonly calendar: MarketCalendar;
  /** Finds the calendar of another group, with a user's own days; without it the calendar as it comes. */
  readonly calendarOf?: (exchangeGroup: string) => Result<MarketCalendar>;
  readonly wall: WallClock;
  readonly logger: Logger;
  /** Finds strategies that are not built in; without it there are none. */
  readonly findStrategy?: FindStrategy;
}

export interface OpenOptions {
  readonly recorder: Recorder;
  readonly strategies?: readonly Strategy[];
  readonly planned?: readonly PlannedCommand[];
  readonly exportsAt?: readonly EpochMs[];
  /** Up to this clock time nothing waits for wall time, at any configured speed; `Infinity` for a whole replay. */
  readonly fastForwardUntil?: number;
  readonly startPaused?: boolean;
  /** The speed to start with, in place of the config's. */
  readonly speed?: number;
  /**
   * The parts that a config of mode `live` needs: the day, and the market's time; without it a recorded day is
   * replayed.
   */
  readonly live?: {
    readonly day: TradingDay;
    readonly time?: LiveTime;
    /** Connects to a broker's account, where the config's `trade_api` names one. */
    readonly gateway?: OrderGateway;
  };
  /** The reason why a symbol must not be removed, in words; called at every removal. */
  readonly lockedBy?: (symbol: Ticker) => string | undefined;
}

/** The engine: opens sessions, and answers whether a symbol could join one. */
export interface Engine {
  /** Checks the config against calendar and indicators; the run starts with `run()`. Fails with `bad_config` or `missing_data`. */
  open(config: SessionConfig, options: OpenOptions): Result<SessionRun>;
  /** The calendar of a config's exchange group; the engine's own where that group's cannot be read. */
  calendarOf(config: Pick<SessionConfig, 'exchange_group'>): MarketCalendar;
  /** Whether a symbol has the data that the config requires on a day. Reads only. */
  validate(config: SessionConfig, symbol: Ticker, day: TradingDay): Promise<SymbolValidationResult>;
  /**
   * The errors that `open` would return, without opening: indicators, strategies and their parameters, days without
   * trading.
   */
  check(config: SessionConfig): Result<null>;
  /**
   * The strategies and scanners that a config names, created for one run. `find` is asked first, for the code of a
   * replayed run. Fails with `bad_config` and the path of the wrong entry.
   */
  strategies(config: SessionConfig, find?: FindStrategy): Result<readonly Strategy[]>;
  /**
   * The reasons that would keep these strategies silent for a whole new run: unknown needs or indicators, an interval
   * with too few bars. Fails with `bad_config`. A replay does not check this: it repeats the recorded run.
   */
  checkStrategies(config: SessionConfig, strategies: readonly Strategy[]): Result<null>;
  /**
   * The bars of the days before from which a session's indicators on an interval start; none where the config loads no
   * history for them. Reads the store.
   */
  warmUpBars(
    config: SessionConfig,
    symbol: Ticker,
    day: TradingDay,
    interval: Interval,
  ): Promise<Result<ReadonlyBarColumns>>;
  /** Bars of the stored days right before a day (not included), about `count` of them, as a session composes its history. */
  olderBars(
    config: SessionConfig,
    symbol: Ticker,
    before: TradingDay,
    interval: Interval,
    count: number,
  ): Promise<Result<OlderBars>>;
}

/** The only value of core that a host imports to run sessions. */
export function createEngine(own: EnginePorts): Engine {
  const portsFor = marketPorts(own);
  return {
    open(config, options) {
      const found = portsFor(config);
      if (!found.ok) return found;
      const ports = found.value;
      const checked = checkConfig(ports, config);
      if (!checked.ok) return checked;
      const today = config.mode === 'live' ? liveDay(ports, config, options.live) : undefined;
      if (today?.ok === false) return today;
      return ok(
        new SessionRun({
          ...ports,
          strategies: [],
          planned: [],
          exportsAt: [],
          fastForwardUntil: Number.NEGATIVE_INFINITY,
          startPaused: false,
          lockedBy: () => undefined,
          ...options,
          store: today?.value.store ?? ports.store,
          live: today?.value.live,
          config: withNeeds(
            today?.value.config ?? (config as BacktestSessionConfig),
            (options.strategies ?? []).map(({ needs = {} }) => needs),
          ),
        }),
      );
    },
    calendarOf(config) {
      const found = portsFor(config);
      return found.ok ? found.value.calendar : own.calendar;
    },
    validate(config, symbol, day) {
      const found = portsFor(config);
      const ports = found.ok ? found.value : own;
      return validateSymbol(ports, symbol, day, fullRequirements(config, symbol), true);
    },
    check(config) {
      const strategies = strategiesFor(own, config);
      if (!strategies.ok) return strategies;
      const found = portsFor(config);
      if (!found.ok) return found;
      const checked = checkConfig(found.value, config);
      return checked.ok ? checkStrategies(found.value.calendar, config, strategies.value) : checked;
    },
    checkStrategies(config, strategies) {
      const found = portsFor(config);
      return found.ok ? checkStrategies(found.value.calendar, config, strategies) : found;
    },
    strategies: (config, find) => strategiesFor(own, config, find),
    async warmUpBars(config, symbol, day, interval) {
      const found = portsFor(config);
      return found.ok ? warmUpBars(found.value, config, symbol, day, interval) : found;
    },
    async olderBars(config, symbol, before, interval, count) {
      const found = portsFor(config);
      return found.ok ? olderBars(found.value, config, symbol, before, interval, count) : found;
    },
  };
}

/** The ports for a config: its exchange group's calendar, and the store as that calendar sees it. */
function marketPorts(
  own: EnginePorts,
): (config: Pick<SessionConfig, 'exchange_group'>) => Result<EnginePorts> {
  const others = new Map<string, EnginePorts>();
  return ({ exchange_group: name }) => {
    const group = groupNamed(name) ?? name;
    if (group === own.calendar.exchangeGroup) return ok(own);
    const known = others.get(group);
    if (known !== undefined) return ok(known);
    const calendar = (own.calendarOf ?? calendarFor)(group);
    if (!calendar.ok) return calendar;
    const store = own.store.under?.(calendar.value) ?? own.store;
    const ports = { ...own, store, calendar: calendar.value };
    others.set(group, ports);
    return ok(ports);
  };
}

/** A live session covers one day: the same engine with a feed's bars as today's, and the market's time. */
function liveDay(
  { store, calendar }: EnginePorts,
  { live_config: _feed, ...config }: LiveSessionConfig,
  live: OpenOptions['live'],
): Result<{ config: BacktestSessionConfig; store: BarStore; live: LiveOptions }> {
  const session = live === undefined ? undefined : calendar.tradingSession(live.day);
  if (live === undefined || session === undefined) {
    return fail(
      'not_in_session',
      `There is no session ${live === undefined ? '' : `on ${live.day} `}to be live in.`,
    );
  }
  const bars = new LiveBars();
  const backtest_config = { start_date: live.day, end_date: live.day, speed_multiplier: 0 };
  return ok({
    config: { ...config, mode: 'backtest', backtest_config },
    store: createLiveStore(store, bars, session),
    live: { bars, time: live.time, gateway: live.gateway },
  });
}

function strategiesFor(
  { findStrategy = () => undefined }: EnginePorts,
  config: SessionConfig,
  find: FindStrategy = () => undefined,
): Result<readonly Strategy[]> {
  return strategiesOf(config, (name, role) => find(name, role) ?? findStrategy(name, role));
}
