import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asEpochMs, asTicker, MINUTE_MS, type EpochMs } from '../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { printRfc3339 } from '../../core/live-feed/alpaca/rfc3339.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { dailyMessage, scheduleMinute, statusMessage, type ScheduledMessage } from './bar-schedule.ts';
import { FaultPlan, type Fault } from './fault-plan.ts';
import { HistoryServer } from './history-server.ts';
import { haltedTape, type MarketTape } from './market-tape.ts';
import type { MarketTime } from './market-time.ts';
import { isPaperPath, PaperServer } from './paper-server.ts';
import { BAR_CHANNELS, StreamClients } from './stream-clients.ts';
import { UpdatesClients } from './updates-clients.ts';
import { UpdatesFeed } from './updates-feed.ts';

const ADDRESS = '127.0.0.1';
const UPDATES_PATH = /^\/stream\/?$/;
const STREAM_PATH = /^\/v2\/(iex|sip|test)\/?$/;
/** Permissions of an account with the larger plan. */
const DEFAULTS = {
  feeds: ['iex', 'sip', 'test'],
  connectionLimit: 1,
  symbolLimit: Number.POSITIVE_INFINITY,
  rateLimit: 10_000,
  authTimeoutMs: 10_000,
} as const;

export interface FeedSimulatorOptions {
  readonly tape: MarketTape;
  readonly calendar: MarketCalendar;
  readonly time: MarketTime;
  /** 0 takes any free port. */
  readonly port: number;
  readonly faults?: readonly Fault[];
  readonly key?: string;
  readonly secret?: string;
  readonly feeds?: readonly string[];
  readonly connectionLimit?: number;
  readonly symbolLimit?: number;
  readonly rateLimit?: number;
  readonly authTimeoutMs?: number;
}

/**
 * A market data vendor on this machine: Alpaca's stream (`{stream}/v2/iex`, `/v2/sip`) and history
 * (`{rest}/v2/stocks/bars`) over a tape, with faults where they are planned. Loopback only.
 */
export class FeedSimulator {
  readonly key: string;
  readonly secret: string;
  readonly time: MarketTime;
  /** The true market, with halts taken out. */
  readonly tape: MarketTape;
  readonly clients: StreamClients;
  readonly history: HistoryServer;
  /** A paper account with play money: `{rest}/v2/orders` and related paths, updates at `{stream}/stream`. */
  readonly paper: PaperServer;
  readonly updates: UpdatesClients;
  readonly #faults: FaultPlan;
  readonly #calendar: MarketCalendar;
  readonly #server: Server;
  readonly #timers = new Set<Disposable>();
  #port = 0;
  #reached: number;

  private constructor(options: FeedSimulatorOptions) {
    const { time, calendar } = options;
    this.key = options.key ?? `SIM${randomBytes(8).toString('hex').toUpperCase()}`;
    this.secret = options.secret ?? randomBytes(20).toString('hex');
    this.time = time;
    this.#calendar = calendar;
    this.#faults = new FaultPlan(options.faults ?? []);
    this.tape = haltedTape(options.tape, () => this.#faults.ofKind('halt'));
    const keys = { key: this.key, secret: this.secret };
    this.clients = new StreamClients(
      {
        ...keys,
        feeds: new Set(options.feeds ?? DEFAULTS.feeds),
        connectionLimit: options.connectionLimit ?? DEFAULTS.connectionLimit,
        symbolLimit: options.symbolLimit ?? DEFAULTS.symbolLimit,
        authTimeoutMs: options.authTimeoutMs ?? DEFAULTS.authTimeoutMs,
      },
      this.#faults,
      time,
    );
    const source = { tape: this.tape, calendar, now: () => time.now() };
    const rules = { ...keys, rateLimit: options.rateLimit ?? DEFAULTS.rateLimit };
    this.history = new HistoryServer(rules, this.#faults, source);
    const account = { ...keys, now: () => time.now() };
    this.updates = new UpdatesClients(keys);
    const updates = new UpdatesFeed(account.now, this.#faults, this.updates);
    this.paper = new PaperServer({
      ...account,
      tape: this.tape,
      calendar,
      faults: this.#faults,
      updates,
    });
    this.#reached = time.now();
    this.#server = createServer((request, response) => {
      const isPaper = isPaperPath((request.url ?? '').split('?')[0] ?? '');
      const server = isPaper ? this.paper : this.history;
      // A client that disconnects in the middle of its request gets no answer.
      server.handle(request, response).catch(() => response.destroy());
    });
    // Error listeners are attached first: Node removes its own listener at an upgrade.
    this.#server.on('connection', (socket) => socket.on('error', () => socket.destroy()));
    this.#server.on('upgrade', (request, socket, head) => {
      if (UPDATES_PATH.test(request.url ?? '')) return this.updates.accept(request, socket, head);
      const [, feed] = STREAM_PATH.exec(request.url ?? '') ?? [];
      if (feed !== undefined) return this.clients.accept(feed, request, socket, head);
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
  }

  /** Fails with `bad_usage` when the port cannot be opened. */
  static async open(options: FeedSimulatorOptions): Promise<Result<FeedSimulator>> {
    const simulator = new FeedSimulator(options);
    const failure = await new Promise<string | undefined>((resolve) => {
      simulator.#server.once('error', (error) => resolve(error.message));
      simulator.#server.listen(options.port, ADDRESS, () => resolve(undefined));
    });
    if (failure !== undefined) {
      return fail(
        'bad_usage',
        `Port ${options.port} cannot be opened: ${failure}.`,
        'Choose another with --port.',
      );
    }
    simulator.#port = (simulator.#server.address() as AddressInfo).port;
    simulator.#planFaults();
    simulator.#planMinute(Math.floor(simulator.#reached / MINUTE_MS) * MINUTE_MS);
    return ok(simulator);
  }

  /** `ws://127.0.0.1:…`, without the feed's path. */
  get stream(): string {
    return `ws://${ADDRESS}:${this.#port}`;
  }

  get rest(): string {
    return `http://${ADDRESS}:${this.#port}`;
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.clients.close();
    this.updates.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #at(instant: number, then: () => void | Promise<void>): void {
    const timer = this.time.at(instant, () => {
      this.#timers.delete(timer);
      return then();
    });
    this.#timers.add(timer);
  }

  /** Sends the minute that opens at `openMs`, once it is over. */
  #planMinute(openMs: number): void {
    this.#at(openMs + MINUTE_MS, async () => {
      this.#planMinute(openMs + MINUTE_MS);
      await this.paper.tellMinute(openMs);
      await this.#tellMinute(asEpochMs(openMs));
    });
  }

  async #tellMinute(openMs: EpochMs): Promise<void> {
    if (this.clients.count === 0) return;
    const symbols = await this.#subscribed();
    const messages = await scheduleMinute(openMs, symbols, this.tape, this.#faults);
    messages.push(...(await this.#dailyBars(openMs, symbols)));
    const bySendTime = new Map<number, ScheduledMessage[]>();
    for (const message of messages) {
      const together = bySendTime.get(message.sendAt);
      if (together === undefined) bySendTime.set(message.sendAt, [message]);
      else together.push(message);
    }
    for (const [sendAt, together] of bySendTime) this.#at(sendAt, () => this.clients.send(together));
  }

  /** Symbols that are subscribed by name, and with `*` all symbols on the tape. */
  async #subscribed(): Promise<readonly string[]> {
    const named = this.clients.named(BAR_CHANNELS);
    if (!named.has('*')) return [...named];
    return [...new Set([...named, ...(await this.tape.symbols())])].filter((symbol) => symbol !== '*');
  }

  async #dailyBars(openMs: EpochMs, symbols: readonly string[]): Promise<ScheduledMessage[]> {
    const wanted = this.clients.wanted('dailyBars');
    const session = this.#calendar.tradingSession(this.#calendar.dayOf(openMs));
    const closeMs = openMs + MINUTE_MS;
    if (session === undefined || openMs < session.open || closeMs > session.close) return [];
    const told: ScheduledMessage[] = [];
    for (const symbol of symbols.filter(wanted)) {
      const range = { from: session.open, to: asEpochMs(closeMs) };
      const read = await this.tape.bars(asTicker(symbol), '1m', range);
      const message = read.ok ? dailyMessage(symbol, closeMs, session.dayStart, read.value) : undefined;
      if (message !== undefined) told.push(message);
    }
    return told;
  }

  /** Adds a fault, from its time on or, if that is past, from now. */
  addFault(fault: Fault): void {
    this.#faults.add(fault);
    this.#plan(fault);
  }

  #planFaults(): void {
    for (const fault of this.#faults.faults) if (fault.from > this.#reached) this.#plan(fault);
  }

  #plan(fault: Fault): void {
    this.#at(fault.from, () => this.#begin(fault));
    if (fault.kind === 'halt') this.#at(fault.to, () => this.#tellStatus(fault, 'T', fault.to));
  }

  #begin(fault: Fault): void | Promise<void> {
    switch (fault.kind) {
      case 'drop':
        return this.clients.drop(true);
      case 'drop_without_close':
        return this.clients.drop(false);
      case 'half_open':
        return this.clients.deafen(fault.to);
      case 'mute':
        return this.clients.mute(fault.to);
      case 'slow_client':
        return this.clients.refuseSlow();
      case 'garbage':
        return this.clients.sendGarbage();
      case 'halt':
        return this.#tellStatus(fault, 'H', fault.from);
      default:
        return undefined;
    }
  }

  async #tellStatus({ symbols }: Fault, code: 'H' | 'T', at: number): Promise<void> {
    const concerned = symbols ?? (await this.#subscribed());
    this.clients.send([...concerned].map((symbol) => statusMessage(symbol, at, code, printRfc3339(at))));
  }
}
