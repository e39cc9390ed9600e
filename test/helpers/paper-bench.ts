import { asEpochMs, asTicker, MINUTE_MS } from '../../core/base/epoch-ms.ts';
import { silentLogger } from '../../core/base/logger.ts';
import { fail, ok } from '../../core/base/result.ts';
import type { BrokerReport } from '../../core/execution/broker-report.ts';
import { fromMoney } from '../../core/execution/money.ts';
import type { Fill, Order, OrderChange, OrderId, OrderRequest } from '../../core/execution/order.ts';
import type { OrderGateway } from '../../core/execution/order-gateway.ts';
import { PaperBroker, type PaperHost } from '../../core/execution/paper-broker.ts';
import type { HttpRequest, RequestPort } from '../../core/live-feed/alpaca/http-port.ts';
import { mirrorOf } from '../../core/live-feed/alpaca/paper/account-mirror.ts';
import { PaperGateway } from '../../core/live-feed/alpaca/paper/paper-gateway.ts';
import { TradingClient } from '../../core/live-feed/alpaca/paper/trading-client.ts';
import { UpdatesLink } from '../../core/live-feed/alpaca/paper/updates-link.ts';
import { UPDATES_TIMING, UpdatesMachine } from '../../core/live-feed/alpaca/paper/updates-machine.ts';
import type { SocketEvents, SocketPort } from '../../core/live-feed/stream-link.ts';
import { FaultPlan, parseFaults } from '../../electron/simulator/fault-plan.ts';
import { PaperServer } from '../../electron/simulator/paper-server.ts';
import type { PaperVenue } from '../../electron/simulator/paper-venue.ts';
import { UpdatesFeed } from '../../electron/simulator/updates-feed.ts';
import { walkTape } from '../../electron/simulator/market-tape.ts';
import { at, calendar } from './bar-builder.ts';
import { wideRules } from './broker-harness.ts';
import { turn } from './session-harness.ts';

/** Time that only a test moves: what waits is called in its order. */
class BenchTime {
  now = at('2025-11-03 10:00:00') as number;
  #timers: { readonly at: number; readonly call: () => void }[] = [];

  after(ms: number, call: () => void): Disposable {
    const timer = { at: this.now + Math.max(0, ms), call };
    this.#timers.push(timer);
    return {
      [Symbol.dispose]: () => {
        this.#timers = this.#timers.filter((each) => each !== timer);
      },
    };
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  async advance(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await quiet();
      const next = this.#timers.reduce((first, each) => (each.at < first.at ? each : first), {
        at: Number.POSITIVE_INFINITY,
        call() {},
      });
      if (next.at > end) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.now = next.at;
      next.call();
    }
    this.now = end;
  }
}

/** Runs all pending work that waits only for its turn. */
async function quiet(): Promise<void> {
  for (let turns = 0; turns < 6; turns++) await turn();
}

const KEYS = { key: 'KEY', secret: 'SECRET' };
const NO_GATEWAY: OrderGateway = { place() {}, cancel() {}, replace() {} };

type Said = (broker: PaperBroker) => void;

/**
 * A session's side of a paper account, the account's side, and the connection between them, in one place without a
 * socket: the real broker, gateway, machine and link against the real simulated account. `restart` is a kill: the
 * session's inputs are replayed, and all requests in progress are lost.
 */
export class PaperBench {
  readonly time = new BenchTime();
  readonly server: PaperServer;
  readonly venue: PaperVenue;
  /** Every request that changes something, as it left. */
  readonly sent: { readonly method: string; readonly url: string; readonly body: Record<string, unknown> }[] =
    [];
  readonly reports: BrokerReport[] = [];
  broker!: PaperBroker;
  gateway!: PaperGateway;
  fills: Fill[] = [];
  findings: string[] = [];
  readonly #feed: UpdatesFeed;
  readonly #said: Said[] = [];
  #lines: { readonly events: SocketEvents; isListening: boolean }[] = [];
  #link!: UpdatesLink;
  #life = { aborted: false };
  #minute: number;

  constructor(faults: readonly object[] = []) {
    const parsed = parseFaults(JSON.stringify({ faults }), calendar, '2025-11-03' as never);
    if (!parsed.ok) throw new Error(parsed.failure.message);
    const plan = new FaultPlan(parsed.value);
    const now = (): number => this.time.now;
    this.#feed = new UpdatesFeed(now, plan, {
      send: (text) => this.#tell(text),
      drop: () => this.dropLine(),
    });
    this.server = new PaperServer({
      ...KEYS,
      tape: walkTape('paper', calendar),
      calendar,
      faults: plan,
      updates: this.#feed,
      now,
    });
    this.venue = this.server.venue;
    this.#minute = Math.floor(this.time.now / MINUTE_MS) * MINUTE_MS;
    this.#begin();
  }

  /** Moves market time; minutes that end on the way are passed to the account. */
  async advance(ms: number): Promise<void> {
    const end = this.time.now + ms;
    while (this.#minute + MINUTE_MS <= end) {
      await this.time.advance(this.#minute + MINUTE_MS - this.time.now);
      await this.server.tellMinute(this.#minute);
      this.#minute += MINUTE_MS;
    }
    await this.time.advance(end - this.time.now);
  }

  submit(request: OrderRequest): void {
    this.#say((broker) => void user(broker).submit(request));
  }

  cancel(id: OrderId): void {
    this.#say((broker) => void user(broker).cancel(id));
  }

  replace(id: OrderId, change: OrderChange): void {
    this.#say((broker) => void user(broker).replace(id, change));
  }

  flatten(symbol: string): void {
    this.#say((broker) => user(broker).flatten(asTicker(symbol)));
  }

  get orders(): readonly Order[] {
    return Array.from({ length: this.broker.orders.count }, (_, index) =>
      user(this.broker).order(index + 1),
    ).filter((order) => order !== undefined);
  }

  dropLine(): void {
    const lines = this.#lines;
    this.#lines = [];
    for (const { events } of lines) void this.time.after(0, () => events.closed('the line broke'));
  }

  /** Killed, and started again after `ms`. */
  async restart(ms = 2_000): Promise<void> {
    this.#life.aborted = true;
    this.#link[Symbol.dispose]();
    this.#lines = [];
    await this.advance(ms);
    this.#begin();
  }

  #begin(): void {
    this.#life = { aborted: false };
    this.fills = [];
    this.findings = [];
    let gateway: OrderGateway = NO_GATEWAY;
    const present: OrderGateway = {
      place: (order, exits) => gateway.place(order, exits),
      cancel: (order) => gateway.cancel(order),
      replace: (order, change) => gateway.replace(order, change),
    };
    this.broker = new PaperBroker(wideRules(), this.#host(), present);
    this.broker.startDay();
    for (const again of this.#said) again(this.broker);
    const life = this.#life;
    const clock = {
      now: () => this.time.now,
      wait: (ms: number) => this.time.wait(ms),
      random: () => 0.5,
    };
    const { broker } = this;
    const made = new PaperGateway({
      client: new TradingClient({
        http: this.#http(life),
        clock,
        keys: KEYS,
        address: ADDRESS,
        signal: life,
      }),
      clock,
      logger: silentLogger,
      run: 'bench',
      now: () => this.time.now,
      signal: life,
      mirror: () => mirrorOf(broker),
      report: async (report) => {
        if (life.aborted) return;
        this.reports.push(report);
        this.#say((each) => each.take(report));
      },
    });
    this.gateway = made;
    gateway = made;
    const machine = new UpdatesMachine({ keys: KEYS, timing: UPDATES_TIMING, random: () => 0.5 });
    const linkClock = {
      now: () => this.time.now,
      after: (ms: number, call: () => void) => this.time.after(ms, call),
    };
    this.#link = new UpdatesLink(machine, this.#sockets(), linkClock, made);
    this.#link.start();
  }

  #say(what: Said): void {
    this.#said.push(what);
    what(this.broker);
  }

  #host(): PaperHost {
    return {
      now: () => asEpochMs(this.time.now),
      refusal: () => undefined,
      priceOf: (symbol) => this.venue.prices.get(symbol) ?? 100,
      tickHolds: () => true,
      metadataOf: () => undefined,
      orderChanged() {},
      filled: (fill) => void this.fills.push(fill),
      halted() {},
      nothingToClose() {},
      accountLink() {},
      accountFinding: ({ kind, detail }) => void this.findings.push(`${kind}: ${detail}`),
    };
  }

  #http(life: { readonly aborted: boolean }): RequestPort {
    return {
      send: async ({ method, url, body, headers }: HttpRequest) => {
        await this.time.wait(3);
        if (life.aborted) return fail('cancelled', 'killed');
        const content = body === undefined ? undefined : (JSON.parse(body) as Record<string, unknown>);
        if (method !== 'GET') this.sent.push({ method, url, body: content ?? {} });
        const keys = { key: headers['APCA-API-KEY-ID'], secret: headers['APCA-API-SECRET-KEY'] };
        const path = url.slice(ADDRESS.rest.length);
        const answer = await this.server.answer({ method, url: path, ...keys, body: content });
        await this.time.wait(3);
        if (answer === undefined || life.aborted) return fail('unreachable', 'the line broke');
        return ok({
          status: answer.status,
          header: (name) => answer.headers?.[name],
          body: answer.body === undefined ? '' : JSON.stringify(answer.body),
        });
      },
    };
  }

  #sockets(): SocketPort {
    return {
      open: (events) => {
        const line = { events, isListening: false };
        this.#lines.push(line);
        const say = (message: object): void =>
          void this.time.after(1, () => events.message(JSON.stringify(message)));
        void this.time.after(1, () => events.opened());
        return {
          ping: () => void this.time.after(1, () => events.pong()),
          terminate: () => {
            this.#lines = this.#lines.filter((each) => each !== line);
          },
          send: (text) => {
            const { action, data } = JSON.parse(text) as { action: string; data?: { streams: string[] } };
            if (action === 'auth') return say({ stream: 'authorization', data: { status: 'authorized' } });
            line.isListening = true;
            return say({ stream: 'listening', data: { streams: data?.streams } });
          },
        };
      },
    };
  }

  #tell(text: string): void {
    for (const { events, isListening } of this.#lines) {
      if (isListening) void this.time.after(2, () => events.message(text));
    }
  }
}

const ADDRESS = { rest: 'http://127.0.0.1:1', stream: 'ws://127.0.0.1:1/stream' };
const user = (broker: PaperBroker) => broker.ordersOf({ kind: 'user' });

const bySymbol = (positions: Iterable<readonly [string, number]>): readonly (readonly [string, number])[] =>
  [...positions].sort(([one], [other]) => one.localeCompare(other));

/** Shares by symbol and cash, of the account and of the session. */
export const bothSides = ({ venue, broker }: PaperBench) => ({
  account: {
    cash: venue.cash,
    positions: bySymbol([...venue.positions].map(([symbol, { qty }]) => [symbol, qty])),
  },
  session: {
    cash: fromMoney(broker.account.cash),
    positions: bySymbol(broker.account.holdings().map(({ symbol, quantity }) => [symbol, quantity])),
  },
});
