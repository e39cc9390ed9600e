import path from 'node:path';
import type { OpenOptions } from '../../../core/index.ts';
import { isoUtc, type EpochMs, type Ticker, type TradingDay } from '../../../core/base/epoch-ms.ts';
import type { Logger } from '../../../core/base/logger.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { WritableBarStore, WriteReport } from '../../../core/data-manager/bar-store.ts';
import { downloadBars } from '../../../core/live-feed/alpaca/download.ts';
import { alpacaMinutes } from '../../../core/live-feed/alpaca/alpaca-minutes.ts';
import { AlpacaHistory, type AlpacaKeys } from '../../../core/live-feed/alpaca/history-client.ts';
import type { StockFeed } from '../../../core/live-feed/alpaca/protocol.ts';
import {
  STREAM_TIMING,
  StreamMachine,
  type StreamTiming,
} from '../../../core/live-feed/alpaca/stream-machine.ts';
import { keepFlight } from './flight-file.ts';
import { FlightRecorder } from '../../../core/live-feed/flight-recorder.ts';
import type { HttpPort } from '../../../core/live-feed/alpaca/http-port.ts';
import { StreamLink } from '../../../core/live-feed/stream-link.ts';
import type { LiveSessionConfig } from '../../../core/model/session-config.ts';
import { LiveSession } from '../../../core/session-coordinator/live/live-session.ts';
import type { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type { PaperAddress } from '../../../core/live-feed/alpaca/paper/paper-address.ts';
import type { MarketTime } from '../../simulator/market-time.ts';
import { openDownloadLedger } from '../store/download-ledger.ts';
import { createNodeHttp, createRetryClock } from '../store/node-http.ts';
import type { LiveResume } from '../runs/run-history.ts';
import { createSocketPort, linkClock } from './feed-socket.ts';
import { openPaperAccount, type PaperAccount } from './open-paper-account.ts';

/** A vendor for live sessions: Alpaca itself, or the simulator. */
export interface LiveVendor {
  readonly keys: AlpacaKeys;
  readonly stream: string;
  readonly rest: string;
  readonly feed: StockFeed;
  /** The market's time; the speed is 1 except for a simulated market. */
  readonly time: MarketTime;
  readonly speed: number;
  /** The address of the paper account, for sessions whose orders go to one. */
  readonly trading?: Result<PaperAddress>;
  /** The store's source name for this vendor's bars; undefined when they are not to be stored. */
  readonly source: string | undefined;
}

export interface LiveRequest {
  readonly config: LiveSessionConfig;
  readonly calendar: MarketCalendar;
  readonly store: WritableBarStore;
  readonly vendor: LiveVendor;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** A day that was cut short is resumed; its recorded part plays again first. */
  readonly resume?: Pick<LiveResume, 'day' | 'history'> | undefined;
}

/** A live day, ready to be opened by an engine. */
export interface LiveDay {
  readonly session: LiveSession;
  readonly open: NonNullable<OpenOptions['live']>;
  /** Connects and fetches; await it before the run starts. The frames are kept in `folder`, if given. */
  prepare(run: SessionRun, folder?: string): Promise<Result<void>>;
  /** Writes the day's bars into the store, once it is over. */
  store(run: SessionRun): Promise<Result<readonly WriteReport[]>>;
  /** The raw frames of the last hours as lines of JSON, without keys. */
  flight(): string;
  close(): void;
}

/** Real ms to wait for bars of a minute; a fast market's minute is shorter than its waiting would be. */
const GRACE_MS = 1_500;
const LONGEST_GRACE_MS = 20_000;

/** How often to check, in real ms, whether the machine slept, and the least gap that counts as sleep. */
const BEAT_MS = 500;
const LONGEST_BEAT_MS = 5_000;

/** Fails with `not_in_session` on a day without trading, and when it is over. */
export function openLive(request: LiveRequest): Result<LiveDay> {
  const { calendar, vendor, logger, signal } = request;
  const now = (): EpochMs => vendor.time.now();
  const day = request.resume?.day ?? calendar.dayOf(now());
  const session = calendar.tradingSession(day);
  // A day that is resumed after its close is completed from the history.
  if (session === undefined || (now() >= session.close && request.resume === undefined)) {
    const why =
      session === undefined ? (calendar.whyClosed(day) ?? 'the exchange is closed') : 'it has closed';
    return fail('not_in_session', `There is no session to go live in: ${day}, ${why}.`);
  }
  const timing = timingAt(vendor.speed);
  const stream = `${vendor.stream}/v2/${vendor.feed}`;
  const hours = { open: isoUtc(session.open), close: isoUtc(session.close) };
  const { key, secret } = vendor.keys;
  const recorder = new FlightRecorder(
    { format: 'tapedeck-flight-1', stream, ...hours, timing },
    [key, secret],
    now,
  );
  const http = createNodeHttp();
  const history = new AlpacaHistory({
    http: recorded(http, recorder),
    clock: createRetryClock(signal),
    keys: vendor.keys,
    rest: vendor.rest,
    signal,
  });
  const live = new LiveSession({
    session,
    history: alpacaMinutes(history, vendor.feed),
    logger,
    now,
    at: (instant, call) => vendor.time.at(instant, call),
    heard: (instant) => vendor.time.heard?.(instant),
    prepareHistory: (symbols) => prepareHistory(request, history, day, symbols),
    graceMs: Math.min(LONGEST_GRACE_MS, GRACE_MS * vendor.speed),
    longestBeatMs: LONGEST_BEAT_MS * vendor.speed,
    stoodAt: request.resume?.history.reachedAt,
  });
  const machine = new StreamMachine({
    keys: vendor.keys,
    timing,
    inSession: () => session.segments.some(({ open, close }) => now() > open && now() < close),
    random: recorder.chance(Math.random),
  });
  const link = new StreamLink(machine, createSocketPort(stream), linkClock, live, recorder);
  const account = accountOf(request, now);
  if (!account.ok) return account;
  const beating = setInterval(() => live.beat(), BEAT_MS);
  let kept: Disposable | undefined;
  return ok({
    session: live,
    open:
      account.value === undefined ? { day, time: live } : { day, time: live, gateway: account.value.gateway },
    async prepare(run, folder) {
      if (folder !== undefined) kept = keepFlight(recorder, folder, logger);
      const begun = (await account.value?.begin(run)) ?? ok(undefined);
      return begun.ok ? live.prepare(run.session, link) : begun;
    },
    store: (run) => storeDay(request, run),
    flight: () => recorder.print(),
    close() {
      kept?.[Symbol.dispose]();
      clearInterval(beating);
      live[Symbol.dispose]();
      link[Symbol.dispose]();
      account.value?.[Symbol.dispose]();
      http[Symbol.dispose]();
    },
  });
}

/** The paper account that the config names; undefined where orders are simulated. */
function accountOf(
  { config, vendor, logger, signal }: LiveRequest,
  now: () => number,
): Result<PaperAccount | undefined> {
  if (config.api_config.trade_api === 'simulated') return ok(undefined);
  const address = vendor.trading ?? fail('unsupported', 'This feed has no paper account.');
  if (!address.ok) return address;
  return ok(openPaperAccount({ address: address.value, keys: vendor.keys, logger, now, signal }));
}

/** Requests to the history are recorded as sent: addresses hold no key, headers do. */
function recorded(http: HttpPort, recorder: FlightRecorder): HttpPort {
  return {
    async get(url, headers, called) {
      const asked = linkClock.now();
      const answer = await http.get(url, headers, called);
      const text = answer.ok
        ? `${answer.value.status}, ${answer.value.body.length} bytes`
        : answer.failure.message;
      recorder.history(url, text, Math.round(linkClock.now() - asked));
      return answer;
    },
  };
}

/** A market that runs faster than real time is checked in its own time, as far as timers allow. */
function timingAt(speed: number): StreamTiming {
  const { handshakeMs, pingEveryMs, deadAfterMs, muteAfterMs, backoff } = STREAM_TIMING;
  const scaled = (ms: number, least: number): number => Math.max(Math.min(ms, least), ms / speed);
  return {
    handshakeMs,
    pingEveryMs: scaled(pingEveryMs, 400),
    deadAfterMs: scaled(deadAfterMs, 1_000),
    muteAfterMs: scaled(muteAfterMs, 600),
    backoff: { firstMs: scaled(backoff.firstMs, 50), mostMs: scaled(backoff.mostMs, 1_000) },
  };
}

/** Fetches the days before today that the config requires, from the vendor into the store, as minutes and days. */
async function prepareHistory(
  { config, calendar, store, vendor, signal }: LiveRequest,
  history: AlpacaHistory,
  day: TradingDay,
  symbols: readonly Ticker[],
): Promise<Result<void>> {
  if (vendor.source === undefined) return ok(undefined);
  const { historical, indicators } = config.session_data_config;
  const days = Math.max(0, ...historical.data.map(({ trailing_days }) => trailing_days));
  const lookBack = Math.max(0, ...indicators.historical.map(({ period }) => period));
  const previous = calendar.previousTradingDays(day, Math.max(days, lookBack));
  const [from, to] = [previous[0], previous.at(-1)];
  if (from === undefined || to === undefined) return ok(undefined);
  const ledger = openDownloadLedger(store.location);
  if (!ledger.ok) return ledger;
  const wanted = { symbols, from, to, feed: vendor.feed, adjustment: 'raw', again: false } as const;
  const intervals = ['1m', '1d'] as const;
  const ports = { history, store, calendar, ledger: ledger.value, now: () => vendor.time.now(), signal };
  return downloadBars({ ...wanted, intervals, source: vendor.source }, ports, []);
}

async function storeDay(
  { store, vendor }: LiveRequest,
  run: SessionRun,
): Promise<Result<readonly WriteReport[]>> {
  const { live } = run.session.options;
  const reports: WriteReport[] = [];
  if (vendor.source === undefined || live === undefined) return ok(reports);
  for (const symbol of live.bars.symbols()) {
    const origin = { source: vendor.source, adjusted: false };
    const written = await store.writeBars(symbol, '1m', live.bars.of(symbol).bars, origin);
    if (!written.ok) return written;
    reports.push(written.value);
  }
  return ok(reports);
}

/** The folder for generated bars, apart from real ones. */
export const simulatedStoreFolder = (userDir: string): string => path.join(userDir, 'simulated-market');
