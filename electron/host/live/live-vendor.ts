import { asEpochMs, asTradingDay, type TradingDay } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { SYNTHETIC_SOURCE } from '../../../core/data-manager/parquet/month-metadata.ts';
import type { AlpacaKeys } from '../../../core/live-feed/alpaca/history-client.ts';
import { paperAddress } from '../../../core/live-feed/alpaca/paper/paper-address.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import { alpacaRest, alpacaStream } from '../store/alpaca-access.ts';
import type { Fault } from '../../simulator/fault-plan.ts';
import { FeedSimulator } from '../../simulator/feed-simulator.ts';
import { storeTape, type MarketTape, walkTape } from '../../simulator/market-tape.ts';
import { runningTime, wallTime } from '../../simulator/market-time.ts';
import type { FeedOrigin } from '../runs/run-files.ts';
import type { LiveVendor } from './open-live.ts';

/** A vendor and how to close it; the simulator's server is closed with it. */
export interface OpenVendor extends LiveVendor {
  readonly origin: FeedOrigin;
  /** Causes a fault; undefined for a real vendor. */
  readonly addFault?: (fault: Fault) => void;
  close(): Promise<void>;
}

/** Alpaca, at its own addresses or those of the environment. */
export function alpacaVendor(
  env: Readonly<Record<string, string | undefined>>,
  feed: 'iex' | 'sip',
  keys: AlpacaKeys,
): Result<OpenVendor> {
  const rest = alpacaRest(env);
  if (!rest.ok) return rest;
  const stream = alpacaStream(env);
  if (!stream.ok) return stream;
  const wall_ms = Date.now();
  return ok({
    origin: { on: { feed: 'alpaca', source: feed }, market_ms: asEpochMs(wall_ms), wall_ms },
    keys,
    stream: stream.value,
    rest: rest.value,
    trading: paperAddress(env['APCA_API_BASE_URL']),
    feed,
    time: runningTime(asEpochMs(wall_ms), 1),
    speed: 1,
    source: `alpaca-${feed}`,
    close: () => Promise.resolve(),
  });
}

/** Today, or the last trading day before it. */
export function lastTradingDay(calendar: MarketCalendar): TradingDay {
  const today = calendar.dayOf(asEpochMs(Date.now()));
  return calendar.isTradingDay(today) ? today : (calendar.previousTradingDays(today, 1)[0] ?? today);
}

export interface SimulatedMarket {
  readonly calendar: MarketCalendar;
  readonly day: TradingDay;
  /** Exchange time at which it begins; by default shortly before the open. */
  readonly at: string | undefined;
  readonly speed: number;
  /** A market that already ran and continues; `at` is then ignored. */
  readonly since?: Pick<FeedOrigin, 'market_ms' | 'wall_ms'> | undefined;
  readonly faults: readonly Fault[];
  /** Played when it has bars of that day; otherwise the market is generated. */
  readonly store: WritableBarStore;
}

/** Reconnects to the vendor of an interrupted session; a simulated market has continued since. */
export async function reopenVendor(
  { on, ...since }: FeedOrigin,
  ports: {
    readonly calendar: MarketCalendar;
    readonly store: WritableBarStore;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly keys: () => Promise<Result<AlpacaKeys>>;
  },
): Promise<Result<OpenVendor>> {
  if (on.feed === 'alpaca') {
    const keys = await ports.keys();
    return keys.ok ? alpacaVendor(ports.env, on.source, keys.value) : keys;
  }
  const { calendar, store } = ports;
  const day = on.day === undefined ? lastTradingDay(calendar) : asTradingDay(on.day);
  return simulatedVendor({ calendar, store, day, at: on.at, speed: on.speed, since, faults: [] });
}

const BEFORE_OPEN_MS = 30_000;

/** The built-in simulator, in this process. */
export async function simulatedVendor(market: SimulatedMarket): Promise<Result<OpenVendor>> {
  const { calendar, day, at, speed, faults } = market;
  const session = calendar.tradingSession(day);
  if (session === undefined) {
    return fail('not_in_session', `${day} is not a trading day: ${calendar.whyClosed(day) ?? 'closed'}.`);
  }
  const start =
    at === undefined ? asEpochMs(session.open - BEFORE_OPEN_MS) : calendar.sessionInstantOf(day, at);
  if (start === undefined) return fail('bad_usage', `--at ${at}: expected exchange time, 10:00 or 10:00:30.`);
  const { market_ms, wall_ms } = market.since ?? { market_ms: start, wall_ms: Date.now() };
  const stored = await storedTape(market);
  const opened = await FeedSimulator.open({
    tape: stored ?? walkTape('tapedeck', calendar),
    calendar,
    time: wallTime({ market: market_ms, wall: wall_ms }, speed),
    port: 0,
    faults,
  });
  if (!opened.ok) return opened;
  const { key, secret, stream, rest, time } = opened.value;
  const on = { feed: 'sim', speed, day, ...(at === undefined ? {} : { at }) } as const;
  return ok({
    origin: { on, market_ms, wall_ms },
    keys: { key, secret },
    stream,
    rest,
    trading: paperAddress(rest),
    feed: 'iex',
    time,
    speed,
    source: stored === undefined ? SYNTHETIC_SOURCE : undefined,
    addFault: (fault) => opened.value.addFault(fault),
    close: () => opened.value.close(),
  });
}

async function storedTape({ store, day }: SimulatedMarket): Promise<MarketTape | undefined> {
  const symbols = await store.symbols();
  const month = day.slice(0, 7);
  const has = symbols.ok && symbols.value.some((each) => each.firstMonth <= month && each.lastMonth >= month);
  return has ? storeTape(store) : undefined;
}
