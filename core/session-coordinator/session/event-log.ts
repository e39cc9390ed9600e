import { Emitter } from '../../base/emitter.ts';
import type { EpochMs } from '../../base/epoch-ms.ts';
import { IsoPrinter } from '../../base/iso-printer.ts';
import type { SessionEvent, SessionEventBody } from '../../model/session-event.ts';

/** The ordered record of events. Holds no wall-clock value, so that equal runs give equal logs. */
export class EventLog {
  readonly events: SessionEvent[] = [];
  readonly #added = new Emitter<SessionEvent>();
  readonly #now: () => EpochMs;
  readonly #printer = new IsoPrinter();

  constructor(now: () => EpochMs) {
    this.#now = now;
  }

  add(body: SessionEventBody): void {
    this.record(joined, body);
  }

  /**
   * Adds an event that `make` builds from a subject in one object: for frequent events, since merging objects takes far
   * longer.
   */
  record<T>(make: (seq: number, clock: string, subject: T) => SessionEvent, subject: T): void {
    const event = make(this.events.length + 1, this.#printer.print(this.#now()), subject);
    this.events.push(event);
    this.#added.emit(event);
  }

  subscribe(listener: (event: SessionEvent) => void): Disposable {
    return this.#added.subscribe(listener);
  }
}

const joined = (seq: number, clock: string, body: SessionEventBody): SessionEvent => ({
  seq,
  clock,
  ...body,
});

/** One line of `events.jsonl`, without the line feed. */
export const printEvent = (event: SessionEvent): string => JSON.stringify(event);
