import type { FeedBar, LinkState, RefusedSymbol, TradingStatus } from './feed-events.ts';
import type { FlightRecorder } from './flight-recorder.ts';
import type { StreamEffect, StreamInput, StreamMachine } from './alpaca/stream-machine.ts';

/** One connection, open or connecting. */
export interface FeedSocket {
  send(text: string): void;
  ping(): void;
  /** Ends it immediately; it sends no further events. */
  terminate(): void;
}

export interface SocketEvents {
  opened(): void;
  message(text: string): void;
  pong(): void;
  /** It is over, or was never established. */
  closed(reason: string): void;
}

/** Opens connections to a feed. */
export interface SocketPort {
  open(events: SocketEvents): FeedSocket;
}

/** Time for a link: ms of a clock that never goes back. */
export interface LinkClock {
  now(): number;
  after(ms: number, call: () => void): Disposable;
}

/** Events of a link. */
export interface LinkListener {
  link(state: LinkState, reason: string): void;
  bars(bars: readonly FeedBar[]): void;
  status(status: TradingStatus): void;
  subscribed(held: ReadonlySet<string>, refused: readonly RefusedSymbol[]): void;
  unreadable(count: number): void;
  /** Any data came in. */
  heard(): void;
}

/** A running stream machine: it carries out the machine's effects on a socket and ticks by a clock. */
export class StreamLink implements Disposable {
  readonly #machine: StreamMachine;
  readonly #sockets: SocketPort;
  readonly #clock: LinkClock;
  readonly #listener: LinkListener;
  readonly #recorder: FlightRecorder | undefined;
  #socket: FeedSocket | undefined;
  #timer: Disposable | undefined;

  constructor(
    machine: StreamMachine,
    sockets: SocketPort,
    clock: LinkClock,
    listener: LinkListener,
    recorder?: FlightRecorder,
  ) {
    this.#recorder = recorder;
    this.#machine = machine;
    this.#sockets = sockets;
    this.#clock = clock;
    this.#listener = listener;
  }

  get wanted(): ReadonlySet<string> {
    return this.#machine.subscriptions.wanted;
  }

  get held(): ReadonlySet<string> {
    return this.#machine.subscriptions.held;
  }

  get refused(): readonly RefusedSymbol[] {
    return this.#machine.subscriptions.refused;
  }

  start(): void {
    this.#take({ type: 'start' });
  }

  want(symbols: Iterable<string>): void {
    this.#take({ type: 'want', symbols: [...symbols] });
  }

  /** The connection is closed and opened again, as after an interruption. */
  reopen(reason: string): void {
    this.#take({ type: 'reopen', reason });
  }

  [Symbol.dispose](): void {
    this.#take({ type: 'stop' });
    this.#timer?.[Symbol.dispose]();
  }

  #take(input: StreamInput): void {
    const now = this.#clock.now();
    const effects = this.#machine.handle(input, now);
    this.#recorder?.took(now, input, effects, this.wanted);
    for (const effect of effects) this.#do(effect);
    this.#timer?.[Symbol.dispose]();
    const wait = this.#machine.dueAt - this.#clock.now();
    this.#timer = Number.isFinite(wait)
      ? this.#clock.after(Math.max(0, wait), () => this.#take({ type: 'tick' }))
      : undefined;
  }

  #do(effect: StreamEffect): void {
    switch (effect.type) {
      case 'open':
        return this.#open();
      case 'send':
        return this.#socket?.send(effect.text);
      case 'ping':
        return this.#socket?.ping();
      case 'terminate': {
        const socket = this.#socket;
        this.#socket = undefined;
        return socket?.terminate();
      }
      case 'link':
        return this.#listener.link(effect.state, effect.reason);
      case 'bars':
        return this.#listener.bars(effect.bars);
      case 'status':
        return this.#listener.status(effect.status);
      case 'subscribed':
        return this.#listener.subscribed(new Set(effect.held), effect.refused);
      case 'unreadable':
        return this.#listener.unreadable(effect.count);
    }
  }

  /** Messages of an older connection are ignored. */
  #open(): void {
    const current = (): boolean => this.#socket === socket;
    const socket = this.#sockets.open({
      opened: () => void (current() && this.#take({ type: 'opened' })),
      message: (text) => {
        if (!current()) return;
        this.#listener.heard();
        this.#take({ type: 'frame', text });
      },
      pong: () => void (current() && this.#take({ type: 'pong' })),
      closed: (reason) => void (current() && this.#take({ type: 'closed', reason })),
    });
    this.#socket = socket;
  }
}
