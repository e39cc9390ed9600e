import { backoffMs, type Backoff } from '../../backoff.ts';
import type { LinkState } from '../../feed-events.ts';
import type { AlpacaKeys } from '../history-client.ts';
import { readTradingMessage, type TradeUpdate, type TradingMessage } from './trading-protocol.ts';

export type UpdatesInput =
  | { readonly type: 'start' | 'stop' | 'opened' | 'pong' | 'tick' }
  | { readonly type: 'frame'; readonly text: string }
  | { readonly type: 'closed'; readonly reason: string };

export type UpdatesEffect =
  | { readonly type: 'open' | 'ping' | 'terminate' }
  | { readonly type: 'send'; readonly text: string }
  | { readonly type: 'link'; readonly state: LinkState; readonly reason: string }
  | { readonly type: 'update'; readonly update: TradeUpdate };

/** All in ms. */
export interface UpdatesTiming {
  readonly handshakeMs: number;
  readonly pingEveryMs: number;
  /** The connection is dead when nothing was received for this long, pongs included. */
  readonly deadAfterMs: number;
  readonly backoff: Backoff;
}

export const UPDATES_TIMING: UpdatesTiming = {
  handshakeMs: 10_000,
  pingEveryMs: 10_000,
  deadAfterMs: 25_000,
  backoff: { firstMs: 500, mostMs: 30_000 },
};

export interface UpdatesMachineOptions {
  readonly keys: AlpacaKeys;
  readonly timing: UpdatesTiming;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

type Phase =
  | 'idle'
  | 'opening'
  | 'authenticating'
  | 'asking'
  | 'listening'
  | 'waiting'
  | 'failed'
  | 'stopped';

const NEVER = Number.POSITIVE_INFINITY;
const CONNECTED: ReadonlySet<Phase> = new Set(['opening', 'authenticating', 'asking', 'listening']);
const LISTEN = JSON.stringify({ action: 'listen', data: { streams: ['trade_updates'] } });

/**
 * The client's view of the stream of an account's orders: authenticates, listens, notices a dead connection, reconnects
 * after every failure but a refused key. The stream repeats nothing: after a reconnect the caller must request the
 * missed events. Pure: inputs and the time in, effects out; `dueAt` says when it wants a tick.
 */
export class UpdatesMachine {
  readonly #options: UpdatesMachineOptions;
  #phase: Phase = 'idle';
  #effects: UpdatesEffect[] = [];
  #deadline = NEVER;
  #nextPing = NEVER;
  #lastHeard = 0;
  #attempt = 0;
  #now = 0;

  constructor(options: UpdatesMachineOptions) {
    this.#options = options;
  }

  get phase(): Phase {
    return this.#phase;
  }

  get dueAt(): number {
    return Math.min(this.#deadline, this.#nextPing);
  }

  /** `now`: ms of a clock that never goes back. */
  handle(input: UpdatesInput, now: number): readonly UpdatesEffect[] {
    this.#effects = [];
    this.#now = now;
    this.#take(input);
    return this.#effects;
  }

  #take(input: UpdatesInput): void {
    const isConnected = CONNECTED.has(this.#phase);
    switch (input.type) {
      case 'start':
        if (!isConnected && this.#phase !== 'waiting') this.#open();
        return;
      case 'stop':
        return this.#rest('stopped', '');
      case 'opened':
        if (this.#phase === 'opening') this.#authenticate();
        return;
      case 'frame':
        if (isConnected) this.#hear(readTradingMessage(input.text));
        return;
      case 'pong':
        this.#lastHeard = this.#now;
        return;
      case 'closed':
        if (isConnected) this.#retry(input.reason);
        return;
      case 'tick':
        return this.#tick();
    }
  }

  #open(): void {
    this.#phase = 'opening';
    this.#deadline = this.#now + this.#options.timing.handshakeMs;
    this.#nextPing = NEVER;
    this.#effects.push({ type: 'link', state: 'connecting', reason: '' }, { type: 'open' });
  }

  #authenticate(): void {
    this.#phase = 'authenticating';
    const { key, secret } = this.#options.keys;
    this.#effects.push({ type: 'send', text: JSON.stringify({ action: 'auth', key, secret }) });
  }

  #hear(message: TradingMessage | undefined): void {
    this.#lastHeard = this.#now;
    if (message?.stream === 'authorization' && this.#phase === 'authenticating') {
      if (message.data.status !== 'authorized') {
        return this.#rest(
          'failed',
          'the key or its secret is wrong, or it does not belong to a paper account',
        );
      }
      this.#phase = 'asking';
      this.#effects.push({ type: 'send', text: LISTEN });
    } else if (message?.stream === 'listening' && this.#phase === 'asking') {
      if (!message.data.streams.includes('trade_updates'))
        return this.#retry('the account has no trade updates');
      this.#phase = 'listening';
      this.#attempt = 0;
      this.#nextPing = this.#now + this.#options.timing.pingEveryMs;
      this.#deadline = this.#now + this.#options.timing.deadAfterMs;
      this.#effects.push({ type: 'link', state: 'streaming', reason: '' });
    } else if (message?.stream === 'trade_updates' && this.#phase === 'listening') {
      this.#effects.push({ type: 'update', update: message.data });
    }
  }

  #retry(reason: string): void {
    this.#attempt++;
    this.#phase = 'waiting';
    const { timing, random } = this.#options;
    this.#deadline = this.#now + backoffMs(timing.backoff, this.#attempt, random());
    this.#nextPing = NEVER;
    this.#effects.push({ type: 'terminate' }, { type: 'link', state: 'waiting', reason });
  }

  #rest(phase: 'stopped' | 'failed', reason: string): void {
    if (this.#phase === phase) return;
    if (CONNECTED.has(this.#phase)) this.#effects.push({ type: 'terminate' });
    this.#phase = phase;
    this.#deadline = NEVER;
    this.#nextPing = NEVER;
    this.#effects.push({ type: 'link', state: phase, reason });
  }

  #tick(): void {
    const { timing } = this.#options;
    if (this.#phase === 'waiting' && this.#now >= this.#deadline) return this.#open();
    if (this.#phase === 'listening') {
      if (this.#now - this.#lastHeard >= timing.deadAfterMs) return this.#retry('the line is dead');
      this.#deadline = this.#lastHeard + timing.deadAfterMs;
      if (this.#now < this.#nextPing) return;
      this.#nextPing = this.#now + timing.pingEveryMs;
      this.#effects.push({ type: 'ping' });
    } else if (CONNECTED.has(this.#phase) && this.#now >= this.#deadline) {
      this.#retry(`no answer within ${timing.handshakeMs / 1_000} s`);
    }
  }
}
