import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asEpochMs, asTicker, type EpochMs } from '../../../core/base/epoch-ms.ts';
import { spanMs } from '../../../core/base/interval.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import {
  BINANCE_INTERVALS,
  KLINES_WEIGHT,
  MAX_KLINES,
  USED_WEIGHT_HEADER,
  WEIGHT_PER_MINUTE,
  type BinanceInterval,
} from '../../../core/live-feed/binance/protocol.ts';
import { BarColumns, firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import { dayNumberOf, dayOfNumber } from '../../../core/time-manager/civil-day.ts';
import { FaultPlan, type Fault } from '../fault-plan.ts';
import type { MarketTape } from '../market-tape.ts';
import type { MarketTime } from '../market-time.ts';
import { mergeIntoTimeframe } from '../timeframe.ts';
import { marketOf } from './coin-market.ts';
import { archiveOf, checksumText, klineRow } from './kline-pages.ts';

export interface BinanceSimulatorOptions {
  readonly tape: MarketTape;
  /** Of the group CRYPTO. */
  readonly calendar: MarketCalendar;
  readonly time: MarketTime;
  /** 0 takes any free port. */
  readonly port: number;
  readonly faults?: readonly Fault[];
  /** Weight that an address may use in a minute. */
  readonly weightLimit?: number;
}

const ADDRESS = '127.0.0.1';
const MINUTE_MS = 60_000;
const EXCHANGE_INFO_WEIGHT = 20;
const DEFAULT_LIMIT = 500;
const ARCHIVE =
  /^\/data\/spot\/(monthly|daily)\/klines\/([A-Z0-9]+)\/(\w+)\/\2-\3-(\d{4}-\d\d(?:-\d\d)?)\.zip(\.CHECKSUM)?$/;

/** A refusal as the exchange words it. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Binance's public market data on this machine: `/api/v3/ping`, `time`, `exchangeInfo`, `klines`, and archive files with their
 * checksums, over a tape, with weights, limits and planned faults. Loopback only.
 */
export class BinanceSimulator {
  readonly #options: BinanceSimulatorOptions;
  readonly #faults: FaultPlan;
  readonly #server: Server;
  #port = 0;
  #used = 0;
  #minute = 0;
  /** Requests so far. */
  requests = 0;

  private constructor(options: BinanceSimulatorOptions) {
    this.#options = options;
    this.#faults = new FaultPlan(options.faults ?? []);
    this.#server = createServer((request, response) => void this.#handle(request, response));
    this.#server.on('connection', (socket) => socket.on('error', () => socket.destroy()));
  }

  static open(options: BinanceSimulatorOptions): Promise<Result<BinanceSimulator>> {
    const simulator = new BinanceSimulator(options);
    return new Promise((resolve) => {
      simulator.#server.once('error', (error) =>
        resolve(fail('not_allowed', `The simulator cannot listen: ${error.message}.`)),
      );
      simulator.#server.listen(options.port, ADDRESS, () => {
        simulator.#port = (simulator.#server.address() as AddressInfo).port;
        resolve(ok(simulator));
      });
    });
  }

  /** Address of REST and of the archive. */
  get rest(): string {
    return `http://${ADDRESS}:${this.#port}`;
  }

  addFault(fault: Fault): void {
    this.#faults.add(fault);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections?.();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests++;
    const now = this.#options.time.now();
    const slow = this.#faults.take('slow_pages', now);
    if (slow !== undefined)
      await new Promise((resolve) => setTimeout(resolve, (slow.delaySeconds ?? 1) * 1_000));
    if (this.#faults.take('rest_drop', now) !== undefined) {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('[[');
      response.socket?.destroy();
      return;
    }
    const url = new URL(`http://host${request.url ?? '/'}`);
    const archive = ARCHIVE.exec(url.pathname);
    if (archive !== null) return this.#sendArchive(archive, response, now);
    const { status, body, headers } = this.#refuse(url, now) ?? (await this.#answer(url, now));
    response.writeHead(status, {
      'content-type': 'application/json;charset=UTF-8',
      [USED_WEIGHT_HEADER]: String(this.#used),
      ...headers,
    });
    response.end(JSON.stringify(body));
  }

  #refuse(url: URL, now: number): Answer | undefined {
    if (this.#faults.take('rest_451', now) !== undefined)
      return {
        status: 451,
        body: { code: 0, msg: 'Service unavailable from a restricted location according to the terms.' },
      };
    const banned = this.#faults.take('rest_418', now);
    if (banned !== undefined)
      return {
        status: 418,
        body: { code: -1003, msg: 'Way too many requests; IP banned.' },
        headers: { 'retry-after': String(banned.retryAfter ?? 120) },
      };
    const limited = this.#faults.take('rest_429', now);
    if (this.#isOverWeight(url) || limited !== undefined)
      return {
        status: 429,
        body: { code: -1003, msg: 'Too many requests; current limit is exceeded.' },
        headers: { 'retry-after': String(limited?.retryAfter ?? 1) },
      };
    if (this.#faults.take('rest_500', now) !== undefined)
      return { status: 502, body: { code: -1000, msg: 'An unknown error occurred.' } };
    return undefined;
  }

  /** Counts by the minute of the wall clock, as the exchange does. */
  #isOverWeight({ pathname }: URL): boolean {
    const minute = Math.floor(Date.now() / MINUTE_MS);
    if (minute !== this.#minute) this.#used = 0;
    this.#minute = minute;
    const weight = pathname.endsWith('klines')
      ? KLINES_WEIGHT
      : pathname.endsWith('exchangeInfo')
        ? EXCHANGE_INFO_WEIGHT
        : 1;
    this.#used += weight;
    return this.#used > (this.#options.weightLimit ?? WEIGHT_PER_MINUTE);
  }

  async #answer(url: URL, now: EpochMs): Promise<Answer> {
    switch (url.pathname) {
      case '/api/v3/ping':
        return { status: 200, body: {} };
      case '/api/v3/time':
        return { status: 200, body: { serverTime: now } };
      case '/api/v3/exchangeInfo':
        return { status: 200, body: await this.#exchangeInfo(now) };
      case '/api/v3/klines':
        return this.#klines(url, now);
      default:
        return { status: 404, body: { code: -1100, msg: 'Unknown path.' } };
    }
  }

  async #exchangeInfo(now: EpochMs): Promise<unknown> {
    const symbols = await this.#options.tape.symbols();
    return {
      timezone: 'UTC',
      serverTime: now,
      rateLimits: [
        { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: WEIGHT_PER_MINUTE },
      ],
      exchangeFilters: [],
      symbols: symbols.map((symbol) => marketOf(symbol)),
    };
  }

  async #klines({ searchParams }: URL, now: EpochMs): Promise<Answer> {
    const interval = searchParams.get('interval') ?? '';
    if (!isInterval(interval)) return bad(-1120, 'Invalid interval.');
    const symbols = await this.#options.tape.symbols();
    const symbol = symbols.find((each) => each === searchParams.get('symbol'));
    if (symbol === undefined) return bad(-1121, 'Invalid symbol.');
    const limit = Math.min(MAX_KLINES, Number(searchParams.get('limit') ?? DEFAULT_LIMIT));
    const span = spanMs(interval);
    const end = Math.min(Number(searchParams.get('endTime') ?? now), now);
    const start = Number(searchParams.get('startTime') ?? end - limit * span + 1);
    if (!(limit > 0) || Number.isNaN(start) || Number.isNaN(end))
      return bad(-1100, 'Illegal characters found.');
    const rows: unknown[] = [];
    // Minutes without trades have no bar, so a page may reach farther than its number of bars.
    for (let from = start; from <= end && rows.length < limit; from += limit * span) {
      const bars = await this.#bars(symbol, interval, from, Math.min(end + 1, from + limit * span));
      for (let index = 0; index < bars.length && rows.length < limit; index++)
        rows.push(klineRow(bars, index, interval));
    }
    return { status: 200, body: rows };
  }

  async #sendArchive(
    [, , symbol = '', interval = '', period = '', checksum]: RegExpExecArray,
    response: ServerResponse,
    now: EpochMs,
  ): Promise<void> {
    const { tape, calendar } = this.#options;
    const missing = (): void =>
      void response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error/>');
    const known = (await tape.symbols()).some((each) => each === symbol);
    const [from, to] = spanOf(period, calendar);
    // The exchange publishes a file the day after.
    if (!known || !isInterval(interval) || calendar.dayOf(asEpochMs(to)) >= calendar.dayOf(now))
      return missing();
    const name = `${symbol}-${interval}-${period}`;
    const bytes = archiveOf(await this.#bars(symbol, interval, from, to), interval, name);
    if (checksum !== undefined) {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(checksumText(bytes, name));
      return;
    }
    const middle = Math.floor(bytes.length / 2);
    if (this.#faults.take('archive_corrupt', now) !== undefined) bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
    response.writeHead(200, { 'content-type': 'application/zip', 'content-length': bytes.length }).end(bytes);
  }

  /** Bars of the tape that open in `[from, to)`; coarser intervals are merged from minutes. */
  async #bars(
    symbol: string,
    interval: BinanceInterval,
    from: number,
    to: number,
  ): Promise<ReadonlyBarColumns> {
    const { tape } = this.#options;
    const base = interval === '1d' ? '1d' : '1m';
    const range = { from: asEpochMs(from), to: asEpochMs(Math.max(from, to)) };
    const read = await tape.bars(asTicker(symbol), base, range);
    const bars = read.ok ? read.value : undefined;
    if (bars === undefined || interval === base) return bars ?? new BarColumns();
    return mergedInto(bars, spanMs(interval));
  }
}

/** A refused request, with the exchange's own code. */
const bad = (code: number, msg: string): Answer => ({ status: 400, body: { code, msg } });

/** Intervals that the tape can give; it holds no seconds. */
const isInterval = (text: string): text is BinanceInterval =>
  text !== '1s' && (BINANCE_INTERVALS as readonly string[]).includes(text);

/** `[from, to)` of a month or a day, UTC midnights. */
function spanOf(period: string, calendar: MarketCalendar): readonly [EpochMs, EpochMs] {
  const first = dayNumberOf(period.length === 7 ? `${period}-01` : period) ?? 0;
  let last = first + 1;
  if (period.length === 7) while (dayOfNumber(last).startsWith(period)) last++;
  return [midnight(first, calendar), midnight(last, calendar)];
}

const midnight = (day: number, calendar: MarketCalendar): EpochMs =>
  calendar.instantOf(dayOfNumber(day), '00:00') as EpochMs;

function mergedInto(minutes: ReadonlyBarColumns, span: number): ReadonlyBarColumns {
  const merged = new BarColumns();
  for (let from = 0; from < minutes.length;) {
    const openMs = Math.floor((minutes.openMs[from] ?? 0) / span) * span;
    const to = firstIndexAtOrAfter(minutes, openMs + span);
    mergeIntoTimeframe(merged, minutes, from, to, asEpochMs(openMs));
    from = to;
  }
  return merged;
}
