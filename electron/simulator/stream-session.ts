import { z } from 'zod';
import {
  STREAM_CHANNELS,
  STREAM_ERRORS,
  type StreamChannel,
  type StreamErrorCode,
} from '../../core/live-feed/alpaca/protocol.ts';
import { isTapeSymbol } from './market-tape.ts';

const channelSymbols = z.array(z.string()).optional();

const requestSchema = z.union([
  z.object({ action: z.literal('auth'), key: z.string(), secret: z.string() }),
  z.strictObject({
    action: z.enum(['subscribe', 'unsubscribe']),
    ...(Object.fromEntries(STREAM_CHANNELS.map((name) => [name, channelSymbols])) as Record<
      StreamChannel,
      typeof channelSymbols
    >),
  }),
]);

type SubscriptionRequest = Extract<z.infer<typeof requestSchema>, { action: 'subscribe' | 'unsubscribe' }>;

export interface StreamMessage {
  readonly T: string;
  readonly [field: string]: unknown;
}

/** The parts of the server that a session uses. */
export interface StreamAccess {
  /** The code to refuse with; undefined admits the client. */
  refuseAuth(key: string, secret: string): StreamErrorCode | undefined;
  refuseSubscription(symbols: ReadonlySet<string>): StreamErrorCode | undefined;
}

/** Trades come with these, requested or not. */
const WITH_TRADES: readonly StreamChannel[] = ['corrections', 'cancelErrors'];

const error = (code: StreamErrorCode): StreamMessage => ({ T: 'error', code, msg: STREAM_ERRORS[code] });

/** One client's side of the stream protocol: its permissions, its subscriptions, its answers. */
export class StreamSession {
  readonly #access: StreamAccess;
  #authenticated = false;
  readonly #held = new Map<StreamChannel, Set<string>>(STREAM_CHANNELS.map((name) => [name, new Set()]));

  constructor(access: StreamAccess) {
    this.#access = access;
  }

  get authenticated(): boolean {
    return this.#authenticated;
  }

  wants(channel: StreamChannel, symbol: string): boolean {
    const held = this.#held.get(channel);
    return held !== undefined && (held.has(symbol) || held.has('*'));
  }

  held(channel: StreamChannel): ReadonlySet<string> {
    return this.#held.get(channel) ?? new Set();
  }

  /** Answers a message; `closes` when the connection ends afterwards. */
  receive(message: unknown): { readonly answer: StreamMessage; readonly closes: boolean } {
    const request = requestSchema.safeParse(message);
    if (!request.success) return this.#answer(this.#unknown(message));
    if (request.data.action === 'auth') return this.authenticate(request.data.key, request.data.secret);
    if (!this.#authenticated) return this.#answer(error(401));
    return this.#answer(this.#changeSubscription(request.data));
  }

  authenticate(key: string, secret: string): { readonly answer: StreamMessage; readonly closes: boolean } {
    if (this.#authenticated) return this.#answer(error(403));
    const refused = this.#access.refuseAuth(key, secret);
    if (refused !== undefined) return { answer: error(refused), closes: refused !== 402 };
    this.#authenticated = true;
    return this.#answer({ T: 'success', msg: 'authenticated' });
  }

  #answer(answer: StreamMessage): { readonly answer: StreamMessage; readonly closes: boolean } {
    return { answer, closes: false };
  }

  /** A channel that this feed lacks is distinguished from a message that makes no sense. */
  #unknown(message: unknown): StreamMessage {
    if (typeof message !== 'object' || message === null) return error(400);
    const { action, ...rest } = message as Record<string, unknown>;
    const asks = action === 'subscribe' || action === 'unsubscribe';
    const foreign = Object.keys(rest).some((name) => !(STREAM_CHANNELS as readonly string[]).includes(name));
    return error(asks && foreign ? (this.#authenticated ? 410 : 401) : 400);
  }

  #changeSubscription(request: SubscriptionRequest): StreamMessage {
    const next = new Map([...this.#held].map(([name, symbols]) => [name, new Set(symbols)]));
    for (const name of STREAM_CHANNELS) {
      for (const symbol of request[name] ?? []) {
        if (symbol !== '*' && !isTapeSymbol(symbol)) return error(400);
        for (const channel of name === 'trades' ? [name, ...WITH_TRADES] : [name]) {
          if (request.action === 'subscribe') next.get(channel)?.add(symbol);
          else next.get(channel)?.delete(symbol);
        }
      }
    }
    if (request.action === 'subscribe') {
      const refused = this.#access.refuseSubscription(
        new Set([...next.values()].flatMap((each) => [...each])),
      );
      if (refused !== undefined) return error(refused);
    }
    for (const [name, symbols] of next) this.#held.set(name, symbols);
    return this.#subscription();
  }

  /** Always the complete set. */
  #subscription(): StreamMessage {
    const held = Object.fromEntries([...this.#held].map(([name, symbols]) => [name, [...symbols]]));
    return { T: 'subscription', ...held };
  }
}
