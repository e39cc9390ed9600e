import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { asEpochMs, asTicker, MINUTE_MS } from '../../core/base/epoch-ms.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { MarketTape } from './market-tape.ts';
import { printAccount, printActivity, printClock, printPosition } from './paper-answers.ts';
import { PaperOrder } from './paper-order.ts';
import { readPaperChange, readPaperRequest } from './paper-request.ts';
import { PaperVenue, venueBar, type Refused, type VenueEvent } from './paper-venue.ts';

export interface PaperServerOptions {
  readonly key: string;
  readonly secret: string;
  readonly tape: MarketTape;
  readonly calendar: MarketCalendar;
  readonly faults: FaultPlan;
  readonly updates: { tell(event: VenueEvent): void };
  now(): number;
}

/** A request with its body. */
export interface PaperHttp {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly key: unknown;
  readonly secret: unknown;
  readonly body: unknown;
}

export interface PaperAnswer {
  readonly status: number;
  /** None with 204. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const PAGE = 50;
const MOST_ORDERS = 500;
/** How far back the last price of a symbol is searched. */
const LOOK_BACK_MS = 30 * MINUTE_MS;
const LARGEST_BODY_BYTES = 64 * 1024;
const PAPER_PATHS = /^\/v2\/(orders|orders:by_client_order_id|positions|account|clock)(\/|$)/;

/** Whether a path is the paper account's, not the history's. */
export const isPaperPath = (path: string): boolean => PAPER_PATHS.test(path);

/** The paper account over REST: keys and faults in front of the venue. */
export class PaperServer {
  readonly venue: PaperVenue;
  readonly #options: PaperServerOptions;

  constructor(options: PaperServerOptions) {
    this.#options = options;
    const { faults, updates } = options;
    this.venue = new PaperVenue({
      now: () => options.now(),
      tell: (event) => updates.tell(event),
      part: (order, shares) =>
        shares > 1 && faults.take('partial_fills', options.now(), order.terms.symbol) !== undefined
          ? Math.ceil(shares / 2)
          : shares,
    });
  }

  /** The minute that opened at `openMs` is over. */
  async tellMinute(openMs: number): Promise<void> {
    const { tape, calendar } = this.#options;
    const session = calendar.tradingSession(calendar.dayOf(asEpochMs(openMs)));
    if (session === undefined || openMs < session.open || openMs >= session.close) return;
    const concerned = new Set([
      ...this.venue.all.filter(({ isOpen }) => isOpen).map(({ terms }) => terms.symbol),
      ...this.venue.positions.keys(),
    ]);
    for (const symbol of concerned) {
      const range = { from: asEpochMs(openMs), to: asEpochMs(openMs + MINUTE_MS) };
      const read = await tape.bars(asTicker(symbol), '1m', range);
      if (!read.ok || read.value.length === 0) continue;
      const { value: bars } = read;
      const row = [bars.openMs, bars.open, bars.high, bars.low, bars.close, bars.volume].map(firstOf);
      this.venue.onBar(symbol, venueBar(row as [number, number, number, number, number, number], MINUTE_MS));
    }
    if (openMs + MINUTE_MS >= session.close) this.venue.endDay();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    const keys = { key: headers['apca-api-key-id'], secret: headers['apca-api-secret-key'] };
    const answer = await this.answer({ method, url, ...keys, body: await readBody(request) });
    if (answer === undefined) return void response.socket?.destroy();
    response.writeHead(answer.status, {
      'content-type': 'application/json; charset=UTF-8',
      ...answer.headers,
    });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  /** Undefined where a fault breaks the connection before the answer, whether or not the request was executed. */
  async answer(request: PaperHttp): Promise<PaperAnswer | undefined> {
    const { faults } = this.#options;
    const { method, body } = request;
    const url = new URL(`http://host${request.url}`);
    const now = this.#options.now();
    const isNewOrder = method === 'POST' && url.pathname === '/v2/orders';
    if (isNewOrder && faults.take('order_lost', now) !== undefined) return undefined;
    const answer = this.#refuse(request) ?? (await this.#answer(method, url, body));
    const changes = method === 'POST' || method === 'PATCH';
    const isLost = changes && answer.status === 200 && faults.take('order_timeout', now) !== undefined;
    return isLost ? undefined : answer;
  }

  #refuse(request: PaperHttp): PaperAnswer | undefined {
    const { key, secret, faults } = this.#options;
    if (request.key !== key || request.secret !== secret) {
      return { status: 401, body: { code: 40110000, message: 'request is not authorized' } };
    }
    const now = this.#options.now();
    const limited = faults.take('order_429', now);
    if (limited !== undefined) {
      const headers = { 'retry-after': String(limited.retryAfter ?? 1) };
      return { status: 429, body: { code: 42910000, message: 'rate limit exceeded' }, headers };
    }
    if (faults.take('order_500', now) === undefined) return undefined;
    return { status: 500, body: { code: 50010000, message: 'internal server error occurred' } };
  }

  #answer(method: string, url: URL, body: unknown): PaperAnswer | Promise<PaperAnswer> {
    const { venue } = this;
    const [, , resource = '', id] = url.pathname.split('/');
    const query = url.searchParams;
    switch (`${method} ${resource}${id === undefined ? '' : '/'}`) {
      case 'POST orders':
        return this.#place(body);
      case 'GET orders':
        return { status: 200, body: this.#listOrders(query) };
      case 'DELETE orders':
        return { status: 207, body: this.#cancelAll() };
      case 'GET orders/':
        return printed(venue.find(id ?? ''));
      case 'GET orders:by_client_order_id':
        return printed(venue.byClientId(query.get('client_order_id') ?? ''));
      case 'PATCH orders/':
        return this.#replace(venue.find(id ?? ''), body);
      case 'DELETE orders/':
        return this.#cancel(venue.find(id ?? ''));
      case 'GET positions':
        return { status: 200, body: [...venue.positions].map(([symbol]) => printPosition(venue, symbol)) };
      case 'GET positions/':
        return venue.positions.has(id ?? '')
          ? { status: 200, body: printPosition(venue, id ?? '') }
          : { status: 404, body: { code: 40410000, message: 'position does not exist' } };
      case 'GET account':
        return { status: 200, body: printAccount(venue, this.#options.now()) };
      case 'GET account/':
        return id === 'activities' ? { status: 200, body: this.#listActivities(query) } : NOT_FOUND;
      case 'GET clock':
        return { status: 200, body: printClock(this.#options.calendar, this.#options.now()) };
      default:
        return NOT_FOUND;
    }
  }

  async #place(body: unknown): Promise<PaperAnswer> {
    const { faults } = this.#options;
    const read = readPaperRequest(body, randomUUID);
    if (!read.ok) return { status: 422, body: { code: 42210000, message: read.failure.message } };
    await this.#knowPrice(read.value.symbol);
    const rejects = faults.take('order_reject', this.#options.now(), read.value.symbol) !== undefined;
    return toAnswer(this.venue.place(read.value, rejects));
  }

  #replace(order: PaperOrder | undefined, body: unknown): PaperAnswer {
    if (order === undefined) return NO_ORDER;
    const read = readPaperChange(body);
    if (!read.ok) return { status: 422, body: { code: 42210000, message: read.failure.message } };
    return toAnswer(this.venue.replace(order, read.value));
  }

  #cancel(order: PaperOrder | undefined): PaperAnswer {
    if (order === undefined) return NO_ORDER;
    const problem = this.venue.cancel(order);
    return problem === undefined ? { status: 204 } : toAnswer(problem);
  }

  #cancelAll(): unknown {
    const open = this.venue.orders.filter(({ isOpen }) => isOpen);
    for (const order of open) this.venue.cancel(order);
    return open.map(({ id }) => ({ id, status: 200 }));
  }

  #listOrders(query: URLSearchParams): unknown {
    const status = query.get('status') ?? 'open';
    const after = Date.parse(query.get('after') ?? '') || 0;
    const limit = Math.min(MOST_ORDERS, Number(query.get('limit') ?? PAGE));
    const nested = query.get('nested')?.toLowerCase() === 'true';
    const isWanted = (order: PaperOrder): boolean => status === 'all' || (status === 'open') === order.isOpen;
    const all = nested ? this.venue.orders : this.venue.all;
    const wanted = all.filter(
      (order) => order.submittedAt > after && (isWanted(order) || (nested && order.legs.some(isWanted))),
    );
    const sorted = query.get('direction') === 'asc' ? wanted : [...wanted].reverse();
    return sorted.slice(0, limit).map((order) => order.print(nested));
  }

  #listActivities(query: URLSearchParams): unknown {
    const after = Date.parse(query.get('after') ?? '') || 0;
    const size = Math.min(100, Number(query.get('page_size') ?? 100));
    const all = this.venue.executions.filter(({ at }) => at > after);
    const sorted = query.get('direction') === 'asc' ? all : [...all].reverse();
    const token = query.get('page_token');
    const from = token === null ? 0 : sorted.findIndex(({ id }) => id === token) + 1;
    return sorted.slice(from, from + size).map(printActivity);
  }

  /** Market orders fill at the last close that the market has published. */
  async #knowPrice(symbol: string): Promise<void> {
    const now = this.#options.now();
    const boundary = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    const range = { from: asEpochMs(boundary - LOOK_BACK_MS), to: asEpochMs(boundary) };
    const read = await this.#options.tape.bars(asTicker(symbol), '1m', range);
    const last = read.ok ? read.value.close[read.value.length - 1] : undefined;
    if (last !== undefined) this.venue.prices.set(symbol, last);
  }
}

const firstOf = (column: { readonly [row: number]: number }): number => column[0] as number;

const NO_ORDER: PaperAnswer = { status: 404, body: { code: 40410000, message: 'order not found' } };
const NOT_FOUND: PaperAnswer = { status: 404, body: { message: 'endpoint not found.' } };

const printed = (order: PaperOrder | undefined): PaperAnswer =>
  order === undefined ? NO_ORDER : { status: 200, body: order.print() };

const toAnswer = (done: PaperOrder | Refused): PaperAnswer =>
  done instanceof PaperOrder
    ? { status: 200, body: done.print() }
    : { status: done.status, body: { code: done.code, message: done.message } };

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= LARGEST_BODY_BYTES) parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}
