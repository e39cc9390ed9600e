import { decode, encode } from '@msgpack/msgpack';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import {
  STREAM_ERRORS,
  type StreamChannel,
  type StreamErrorCode,
} from '../../core/live-feed/alpaca/protocol.ts';
import { parseRfc3339 } from '../../core/live-feed/alpaca/rfc3339.ts';
import type { ScheduledMessage } from './bar-schedule.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { MarketTime } from './market-time.ts';
import { StreamSession, type StreamMessage } from './stream-session.ts';

export interface StreamRules {
  readonly key: string;
  readonly secret: string;
  /** Feeds that the account may stream (`iex`, `sip`); another one is refused with 409. */
  readonly feeds: ReadonlySet<string>;
  readonly connectionLimit: number;
  readonly symbolLimit: number;
  readonly authTimeoutMs: number;
}

interface Client {
  readonly socket: WebSocket;
  readonly feed: string;
  readonly session: StreamSession;
  readonly binary: boolean;
  /** Market time until which it gets no data, and until which it gets nothing at all. */
  mutedUntil: number;
  deafUntil: number;
}

const REFUSED_AUTH: readonly (readonly [
  'refuse_auth' | 'connection_limit' | 'auth_timeout' | 'insufficient_subscription',
  StreamErrorCode,
])[] = [
  ['refuse_auth', 402],
  ['auth_timeout', 404],
  ['connection_limit', 406],
  ['insufficient_subscription', 409],
];
const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;
const CLOSED_NORMALLY = 1_000;

/** The clients of the stream: admits them, and sends each its subscribed messages. */
export class StreamClients {
  readonly #server = new WebSocketServer({ noServer: true, autoPong: false, maxPayload: MAX_PAYLOAD_BYTES });
  readonly #clients = new Set<Client>();
  readonly #rules: StreamRules;
  readonly #faults: FaultPlan;
  readonly #time: MarketTime;

  constructor(rules: StreamRules, faults: FaultPlan, time: MarketTime) {
    this.#rules = rules;
    this.#faults = faults;
    this.#time = time;
  }

  get count(): number {
    return this.#clients.size;
  }

  /** Takes over a connection to `/v2/{feed}`. */
  accept(feed: string, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#faults.take('refuse_connection', this.#time.now()) !== undefined) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#welcome(feed, request, opened));
  }

  /** Whether any client subscribed a symbol on the channel. */
  wanted(channel: StreamChannel): (symbol: string) => boolean {
    const clients = [...this.#clients];
    return (symbol) => clients.some(({ session }) => session.wants(channel, symbol));
  }

  /** The symbols subscribed by any client on one of the channels, including `*`. */
  named(channels: readonly StreamChannel[]): ReadonlySet<string> {
    return new Set(
      [...this.#clients].flatMap(({ session }) => channels.flatMap((channel) => [...session.held(channel)])),
    );
  }

  /** Sends the messages that are due at the same time: to each client one frame with its subscribed ones. */
  send(messages: readonly ScheduledMessage[]): void {
    for (const client of this.#clients) {
      const own = messages.filter(({ channel, symbol }) => client.session.wants(channel, symbol));
      if (own.length > 0 && client.mutedUntil <= this.#time.now()) {
        this.#write(
          client,
          own.map(({ message }) => message),
        );
      }
    }
  }

  mute(until: number): void {
    for (const client of this.#clients) client.mutedUntil = until;
  }

  deafen(until: number): void {
    for (const client of this.#clients) client.deafUntil = until;
  }

  drop(withCloseFrame: boolean): void {
    for (const client of this.#clients) {
      if (withCloseFrame) client.socket.close(CLOSED_NORMALLY, 'going away');
      else client.socket.terminate();
      this.#clients.delete(client);
    }
  }

  refuseSlow(): void {
    for (const client of this.#clients) this.#write(client, [errorMessage(407)]);
    this.drop(false);
  }

  sendGarbage(): void {
    for (const client of this.#clients) {
      client.socket.send('{"T":"b","S":');
      this.#write(client, [{ T: 'zz', what: 'nobody knows' }]);
    }
  }

  close(): void {
    for (const { socket } of this.#clients) socket.terminate();
    this.#clients.clear();
    this.#server.close();
  }

  #welcome(feed: string, request: IncomingMessage, socket: WebSocket): void {
    const session = new StreamSession({
      refuseAuth: (key, secret) => this.#refuseAuth(feed, key, secret),
      refuseSubscription: (symbols) => this.#refuseSubscription(symbols),
    });
    const binary = request.headers['content-type'] === 'application/msgpack';
    const client: Client = { socket, feed, session, binary, mutedUntil: 0, deafUntil: 0 };
    this.#clients.add(client);
    const timeout = setTimeout(() => this.#refuseLate(client), this.#rules.authTimeoutMs);
    socket.on('close', () => {
      clearTimeout(timeout);
      this.#clients.delete(client);
    });
    socket.on('error', () => socket.terminate());
    socket.on('ping', (data) => {
      if (client.deafUntil <= this.#time.now()) socket.pong(data);
    });
    socket.on('message', (data: Buffer, isBinary) => this.#receive(client, data, isBinary));
    this.#write(client, [{ T: 'success', msg: 'connected' }]);
    const { 'apca-api-key-id': key, 'apca-api-secret-key': secret } = request.headers;
    if (typeof key === 'string' && typeof secret === 'string') {
      this.#reply(client, session.authenticate(key, secret));
    }
  }

  #receive(client: Client, data: Buffer, isBinary: boolean): void {
    if (client.deafUntil > this.#time.now()) return;
    let message: unknown;
    try {
      message = isBinary ? decode(data) : JSON.parse(data.toString('utf8'));
    } catch {
      message = undefined;
    }
    this.#reply(client, client.session.receive(message));
  }

  #reply(client: Client, { answer, closes }: ReturnType<StreamSession['receive']>): void {
    this.#write(client, [answer]);
    if (closes) client.socket.close(CLOSED_NORMALLY);
  }

  #refuseLate(client: Client): void {
    if (!client.session.authenticated) this.#reply(client, { answer: errorMessage(404), closes: true });
  }

  #refuseAuth(feed: string, key: string, secret: string): StreamErrorCode | undefined {
    const now = this.#time.now();
    for (const [kind, code] of REFUSED_AUTH) if (this.#faults.take(kind, now) !== undefined) return code;
    if (key !== this.#rules.key || secret !== this.#rules.secret) return 402;
    if (!this.#rules.feeds.has(feed)) return 409;
    const others = [...this.#clients].filter((one) => one.feed === feed && one.session.authenticated);
    return others.length >= this.#rules.connectionLimit ? 406 : undefined;
  }

  #refuseSubscription(symbols: ReadonlySet<string>): StreamErrorCode | undefined {
    const now = this.#time.now();
    if (this.#faults.take('internal_error', now) !== undefined) return 500;
    if (this.#faults.take('symbol_limit', now) !== undefined) return 405;
    return symbols.size > this.#rules.symbolLimit ? 405 : undefined;
  }

  #write(client: Client, messages: readonly StreamMessage[]): void {
    if (client.socket.readyState !== WebSocket.OPEN || client.deafUntil > this.#time.now()) return;
    client.socket.send(client.binary ? encode(messages.map(withTimestamp)) : JSON.stringify(messages));
  }
}

const errorMessage = (code: StreamErrorCode): StreamMessage => ({
  T: 'error',
  code,
  msg: STREAM_ERRORS[code],
});

/** In MessagePack, times are timestamps of its own type, not text. */
function withTimestamp(message: StreamMessage): unknown {
  const instant = typeof message['t'] === 'string' ? parseRfc3339(message['t']) : undefined;
  return instant === undefined ? message : { ...message, t: new Date(instant) };
}

/** Channels whose messages are derived from minute bars. */
export const BAR_CHANNELS: readonly StreamChannel[] = ['bars', 'updatedBars', 'dailyBars'];
