import { backoffMs, type Backoff } from '../backoff.ts';
import type { FeedBar, LinkState, RefusedSymbol, TradingStatus } from '../feed-events.ts';
import type { AlpacaKeys } from './history-client.ts';
import { readFrame, type StreamFrame } from './stream-frame.ts';
import { Subscriptions } from './subscriptions.ts';

/** Events of a connection. */
export type StreamInput =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  /** The connection cannot be trusted any more: another one replaces it. */
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'want'; readonly symbols: readonly string[] }
  | { readonly type: 'opened' }
  | { readonly type: 'frame'; readonly text: string }
  | { readonly type: 'pong' }
  | { readonly type: 'closed'; readonly reason: string }
  /** Time has passed: `due` was reached, or the machine woke up. */
  | { readonly type: 'tick' };

/** Effects that the caller must carry out. */
export type StreamEffect =
  | { readonly type: 'open' }
  /** `shown` replaces the text in every record: it holds no key. */
  | { readonly type: 'send'; readonly text: string; readonly shown: string }
  | { readonly type: 'ping' }
  | { readonly type: 'terminate' }
  | { readonly type: 'link'; readonly state: LinkState; readonly reason: string }
  | { readonly type: 'bars'; readonly bars: readonly FeedBar[] }
  | { readonly type: 'status'; readonly status: TradingStatus }
  | {
      readonly type: 'subscribed';
      readonly held: readonly string[];
      readonly refused: readonly RefusedSymbol[];
    }
  | { readonly type: 'unreadable'; readonly count: number };

/** All in ms. */
export interface StreamTiming {
  /** From opening to authentication. */
  readonly handshakeMs: number;
  readonly pingEveryMs: number;
  /** The connection is dead when nothing at all was received for this long, pings included. */
  readonly deadAfterMs: number;
  /** Pings are answered, but in trading hours no bar of any symbol came for this long. */
  readonly muteAfterMs: number;
  readonly backoff: Backoff;
}

export const STREAM_TIMING: StreamTiming = {
  handshakeMs: 10_000,
  pingEveryMs: 10_000,
  deadAfterMs: 25_000,
  muteAfterMs: 90_000,
  backoff: { firstMs: 1_000, mostMs: 60_000 },
};

export interface StreamMachineOptions {
  readonly keys: AlpacaKeys;
  readonly timing: StreamTiming;
  /** True while bars are expected. */
  readonly inSession: () => boolean;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

type Phase =
  | 'idle'
  | 'opening'
  | 'greeting'
  | 'authenticating'
  | 'streaming'
  | 'waiting'
  | 'failed'
  | 'stopped';

const NEVER = Number.POSITIVE_INFINITY;
/** Retrying helps with none of these: the key, the plan, the feed are wrong. */
const FATAL: Readonly<Record<number, string>> = {
  402: 'the key or its secret is wrong',
  409: 'the plan does not include this feed',
  410: 'the feed has no such channel',
};
/** The request was refused, the connection continues. */
const REFUSED_REQUEST: Readonly<Record<number, string>> = {
  400: 'the feed does not know the symbol',
  405: "the plan's limit of symbols is reached",
};
const authText = (key: string, secret: string): string => JSON.stringify({ action: 'auth', key, secret });

const INTERNAL_ERROR = 500;
const ALREADY_AUTHENTICATED = 403;

/**
 * Alpaca's stream as its client sees it: connects, authenticates, subscribes, notices a dead or mute connection,
 * reconnects after every failure but a fatal one. Pure: inputs and the time in, effects out; `dueAt` says when it wants
 * a tick.
 */
export class StreamMachine {
  readonly subscriptions = new Subscriptions();
  readonly #options: StreamMachineOptions;
  #phase: Phase = 'idle';
  #effects: StreamEffect[] = [];
  #deadline = NEVER;
  #nextPing = NEVER;
  #lastHeard = 0;
  #lastBar = 0;
  #attempt = 0;
  /** Mutes in a row: each doubles the patience, since a market may be quiet as a whole. */
  #mutes = 0;
  #now = 0;

  constructor(options: StreamMachineOptions) {
    this.#options = options;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** When the next tick is wanted, in the time of `handle`; `Infinity` for never. */
  get dueAt(): number {
    return Math.min(this.#deadline, this.#nextPing);
  }

  /** `now`: ms of a clock that never goes back. */
  handle(input: StreamInput, now: number): readonly StreamEffect[] {
    this.#effects = [];
    this.#now = now;
    if (this.#phase !== 'failed' || input.type === 'stop' || input.type === 'start') this.#take(input);
    return this.#effects;
  }

  #take(input: StreamInput): void {
    switch (input.type) {
      case 'start':
        if (['idle', 'failed', 'stopped'].includes(this.#phase)) this.#open();
        return;
      case 'stop':
        return this.#stop();
      case 'want':
        this.subscriptions.want(input.symbols);
        if (this.#phase === 'streaming') this.#ask();
        return;
      case 'opened':
        if (this.#phase === 'opening') this.#phase = 'greeting';
        return;
      case 'frame':
        if (this.#isConnected) this.#hear(readFrame(input.text));
        return;
      case 'pong':
        this.#lastHeard = this.#now;
        return;
      case 'closed':
      case 'reopen':
        if (this.#isConnected) this.#retry(input.reason);
        return;
      case 'tick':
        return this.#tick();
    }
  }

  get #isConnected(): boolean {
    return ['opening', 'greeting', 'authenticating', 'streaming'].includes(this.#phase);
  }

  #open(): void {
    this.#phase = 'opening';
    this.#deadline = this.#now + this.#options.timing.handshakeMs;
    this.#nextPing = NEVER;
    this.subscriptions.reset();
    this.#effects.push({ type: 'link', state: 'connecting', reason: '' }, { type: 'open' });
  }

  #stop(): void {
    if (this.#isConnected) this.#effects.push({ type: 'terminate' });
    if (this.#phase !== 'stopped') this.#effects.push({ type: 'link', state: 'stopped', reason: '' });
    this.#rest('stopped');
  }

  #fail(reason: string): void {
    this.#effects.push({ type: 'terminate' }, { type: 'link', state: 'failed', reason });
    this.#rest('failed');
  }

  #rest(phase: 'stopped' | 'failed'): void {
    this.#phase = phase;
    this.#deadline = NEVER;
    this.#nextPing = NEVER;
    this.#attempt = 0;
    this.subscriptions.reset();
  }

  #retry(reason: string): void {
    this.#attempt++;
    this.#phase = 'waiting';
    const wait = backoffMs(this.#options.timing.backoff, this.#attempt, this.#options.random());
    this.#deadline = this.#now + wait;
    this.#nextPing = NEVER;
    this.subscriptions.reset();
    this.#effects.push({ type: 'terminate' }, { type: 'link', state: 'waiting', reason });
  }

  #hear(frame: StreamFrame): void {
    this.#lastHeard = this.#now;
    if (frame.unreadable > 0) this.#effects.push({ type: 'unreadable', count: frame.unreadable });
    for (const { code, msg } of frame.errors) {
      this.#hearError(code, msg);
      if (!this.#isConnected) return;
    }
    for (const word of frame.successes) this.#hearSuccess(word);
    if (this.#phase !== 'streaming') return;
    if (frame.subscription !== undefined) {
      this.subscriptions.hold(frame.subscription);
      this.#tellSubscriptions();
      this.#ask();
    }
    for (const status of frame.statuses) this.#effects.push({ type: 'status', status });
    if (frame.bars.length === 0) return;
    this.#lastBar = this.#now;
    this.#attempt = 0;
    this.#mutes = 0;
    this.#effects.push({ type: 'bars', bars: frame.bars });
  }

  #hearSuccess(word: string): void {
    if (word === 'connected' && (this.#phase === 'greeting' || this.#phase === 'opening')) {
      this.#phase = 'authenticating';
      const { key, secret } = this.#options.keys;
      this.#effects.push({ type: 'send', text: authText(key, secret), shown: authText('…', '…') });
    } else if (word === 'authenticated' && this.#phase === 'authenticating') {
      this.#phase = 'streaming';
      this.#lastBar = this.#now;
      this.#nextPing = this.#now + this.#options.timing.pingEveryMs;
      this.#deadline = this.#watchAgain();
      this.#effects.push({ type: 'link', state: 'streaming', reason: '' });
      this.#ask();
    }
  }

  #hearError(code: number, msg: string): void {
    const fatal = FATAL[code];
    if (fatal !== undefined) return this.#fail(`${fatal} (${code} ${msg})`);
    if (code === ALREADY_AUTHENTICATED) return;
    const refused = REFUSED_REQUEST[code];
    if (refused !== undefined && this.subscriptions.isWaiting) {
      this.subscriptions.refuse(`${refused} (${code} ${msg})`);
      this.#tellSubscriptions();
      return this.#ask();
    }
    this.#retry(code === INTERNAL_ERROR ? `the feed failed (${code} ${msg})` : `${code} ${msg}`);
  }

  #tellSubscriptions(): void {
    const { held, refused } = this.subscriptions;
    this.#effects.push({ type: 'subscribed', held: [...held], refused });
  }

  #ask(): void {
    const change = this.subscriptions.next();
    if (change === undefined) return;
    const { action, symbols } = change;
    const text = JSON.stringify({ action, bars: symbols, updatedBars: symbols, statuses: symbols });
    this.#effects.push({ type: 'send', text, shown: text });
  }

  #tick(): void {
    const { timing } = this.#options;
    if (this.#phase === 'waiting' && this.#now >= this.#deadline) return this.#open();
    if (this.#phase === 'streaming') return this.#watch();
    if (this.#isConnected && this.#now >= this.#deadline) {
      this.#retry(`no answer within ${timing.handshakeMs / 1_000} s`);
    }
  }

  #watch(): void {
    const { timing, inSession } = this.#options;
    if (this.#now - this.#lastHeard >= timing.deadAfterMs) return this.#retry('the line is dead');
    if (!inSession() || this.subscriptions.held.size === 0) this.#lastBar = this.#now;
    if (this.#now - this.#lastBar >= this.#patience) {
      this.#mutes++;
      return this.#retry('the feed is mute: no bar of any symbol came');
    }
    if (this.#now >= this.#nextPing) {
      this.#nextPing = this.#now + timing.pingEveryMs;
      this.#effects.push({ type: 'ping' });
    }
    this.#deadline = this.#watchAgain();
  }

  get #patience(): number {
    return this.#options.timing.muteAfterMs * 2 ** Math.min(this.#mutes, 4);
  }

  #watchAgain(): number {
    const { deadAfterMs, pingEveryMs } = this.#options.timing;
    return Math.min(this.#lastHeard + deadAfterMs, this.#lastBar + this.#patience, this.#now + pingEveryMs);
  }
}
