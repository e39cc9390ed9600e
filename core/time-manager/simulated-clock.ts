import { type EpochMs, isoUtc } from '../base/epoch-ms.ts';
import { invariant } from '../base/invariant.ts';
import type { TradingSession } from './market-calendar.ts';

/** The session's current time. Readers get this interface; only the coordinator holds one that can be moved. */
interface Clock {
  now(): EpochMs;
}

/** `[open, close]`, both included: the range of a session's clock. */
export type SessionBounds = Pick<TradingSession, 'open' | 'close'>;

/**
 * The clock of a backtest. It moves only on request, never goes back and never leaves `[open, close]` of the session it
 * was set for; a caller that breaks one of these has a bug and gets an `InvariantError`.
 */
export class SimulatedClock implements Clock {
  #session: SessionBounds | undefined;
  #now = Number.NEGATIVE_INFINITY as EpochMs;

  constructor(session?: SessionBounds) {
    if (session !== undefined) this.startSession(session);
  }

  now(): EpochMs {
    invariant(this.#session !== undefined, 'a session to be started before the clock is read');
    return this.#now;
  }

  /** The session the clock was set for; undefined before the first. */
  get session(): SessionBounds | undefined {
    return this.#session;
  }

  /** Sets the clock to the open of the next session, which must not begin before the time already reached. */
  startSession(session: SessionBounds): void {
    const { open, close } = session;
    invariant(
      open < close,
      () => `a session that opens before it closes, got ${isoUtc(open)} to ${isoUtc(close)}`,
    );
    invariant(
      open >= this.#now,
      () => `a session from ${isoUtc(this.#now)} on, got one that opens ${isoUtc(open)}`,
    );
    this.#session = { open, close };
    this.#now = open;
  }

  /** Moves the clock to an instant; moving to the current time is allowed and does nothing. */
  moveTo(instant: EpochMs): void {
    const session = this.#session;
    invariant(session !== undefined, 'a session to be started before the clock is moved');
    invariant(
      instant >= this.#now && instant <= session.close,
      () => `a time from ${isoUtc(this.#now)} to the close ${isoUtc(session.close)}, got ${isoUtc(instant)}`,
    );
    this.#now = instant;
  }
}
