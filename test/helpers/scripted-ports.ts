import type { Batch } from '../../electron/contract/batch.ts';
import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import type { Port } from '../../electron/contract/port.ts';
import { Emitter } from '../../core/base/emitter.ts';

/** The host's side of an engine that does what the test says, at once. */
export class ScriptedEngine implements Port<ClientMessage, EngineMessage> {
  /** The host's messages, in order. */
  readonly posted: ClientMessage[] = [];
  readonly messages = new Emitter<EngineMessage>();
  closed = false;

  post(message: ClientMessage): void {
    this.posted.push(message);
  }

  onMessage(listener: (message: EngineMessage) => void): Disposable {
    return this.messages.subscribe(listener);
  }

  close(): void {
    this.closed = true;
  }

  batch(seq: number): void {
    this.messages.emit({ kind: 'batch', batch: emptyBatch(seq) });
  }

  answer(id: number, value: unknown): void {
    this.messages.emit({ kind: 'response', id, ok: true, value });
  }
}

/** The window's side of a wire: keeps what it was sent, and says what the test lets it say. */
export class ScriptedClient implements Port<EngineMessage, unknown> {
  readonly received: EngineMessage[] = [];
  readonly messages = new Emitter<unknown>();
  closed = false;

  post(message: EngineMessage): void {
    this.received.push(message);
  }

  onMessage(listener: (message: unknown) => void): Disposable {
    return this.messages.subscribe(listener);
  }

  close(): void {
    this.closed = true;
  }

  say(message: unknown): void {
    this.messages.emit(message);
  }

  request(id: number, name: string): void {
    this.say({ kind: 'request', id, name, params: {} });
  }
}

const emptyBatch = (seq: number): Batch => ({
  seq,
  full: false,
  session: null,
  symbols: [],
  removedSymbols: [],
  figures: null,
  sparks: [],
  charts: [],
  relisted: false,
  signals: [],
  log: [],
  marks: [],
  catchups: [],
  trading: null,
});
