import { Emitter } from '../base/emitter.ts';
import { isoUtc, type EpochMs } from '../base/epoch-ms.ts';
import type { SessionEvent, SessionEventBody } from '../model/session-event.ts';

/** The ordered record of what happened. Holds no wall-clock value, so that equal runs give equal logs. */
export class EventLog {
  readonly events: SessionEvent[] = [];
  readonly #added = new Emitter<SessionEvent>();
  readonly #now: () => EpochMs;
  #printed = Number.NaN;
  #text = '';

  constructor(now: () => EpochMs) {
    this.#now = now;
  }

  add(body: SessionEventBody): void {
    const event = { seq: this.events.length + 1, clock: this.#clock(), ...body };
    this.events.push(event);
    this.#added.emit(event);
  }

  /** The clock as events have it; those of one instant share it. */
  #clock(): string {
    const now = this.#now();
    if (now !== this.#printed) {
      this.#printed = now;
      this.#text = isoUtc(now);
    }
    return this.#text;
  }

  subscribe(listener: (event: SessionEvent) => void): Disposable {
    return this.#added.subscribe(listener);
  }
}

/** One line of `events.jsonl`, without the line feed. */
export const printEvent = (event: SessionEvent): string => JSON.stringify(event);
