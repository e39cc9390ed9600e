import type { LinkState } from '../../feed-events.ts';
import type { FeedSocket, LinkClock, SocketPort } from '../../stream-link.ts';
import type { TradeUpdate } from './trading-protocol.ts';
import type { UpdatesEffect, UpdatesInput, UpdatesMachine } from './updates-machine.ts';

export interface UpdatesListener {
  link(state: LinkState, reason: string): void;
  update(update: TradeUpdate): void;
}

/** An updates machine at work on a socket, by a clock. */
export class UpdatesLink implements Disposable {
  readonly #machine: UpdatesMachine;
  readonly #sockets: SocketPort;
  readonly #clock: LinkClock;
  readonly #listener: UpdatesListener;
  #socket: FeedSocket | undefined;
  #timer: Disposable | undefined;

  constructor(machine: UpdatesMachine, sockets: SocketPort, clock: LinkClock, listener: UpdatesListener) {
    this.#machine = machine;
    this.#sockets = sockets;
    this.#clock = clock;
    this.#listener = listener;
  }

  start(): void {
    this.#take({ type: 'start' });
  }

  [Symbol.dispose](): void {
    this.#take({ type: 'stop' });
    this.#timer?.[Symbol.dispose]();
  }

  #take(input: UpdatesInput): void {
    for (const effect of this.#machine.handle(input, this.#clock.now())) this.#do(effect);
    this.#timer?.[Symbol.dispose]();
    const wait = this.#machine.dueAt - this.#clock.now();
    const tick = (): void => this.#take({ type: 'tick' });
    this.#timer = Number.isFinite(wait) ? this.#clock.after(Math.max(0, wait), tick) : undefined;
  }

  #do(effect: UpdatesEffect): void {
    switch (effect.type) {
      case 'open':
        this.#socket = this.#open();
        return;
      case 'send':
        return this.#socket?.send(effect.text);
      case 'ping':
        return this.#socket?.ping();
      case 'terminate':
        this.#socket?.terminate();
        this.#socket = undefined;
        return;
      case 'link':
        return this.#listener.link(effect.state, effect.reason);
      case 'update':
        return this.#listener.update(effect.update);
    }
  }

  /** Messages of an older connection are ignored. */
  #open(): FeedSocket {
    const pass = (input: UpdatesInput): void => {
      if (this.#socket === socket) this.#take(input);
    };
    const socket = this.#sockets.open({
      opened: () => pass({ type: 'opened' }),
      message: (text) => pass({ type: 'frame', text }),
      pong: () => pass({ type: 'pong' }),
      closed: (reason) => pass({ type: 'closed', reason }),
    });
    return socket;
  }
}
