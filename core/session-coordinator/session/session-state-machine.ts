import { invariant } from '../../base/invariant.ts';
import type { SessionState } from '../../model/session-event.ts';

/** Every transition there is (docs/engine-rules.md#session-life). */
const NEXT: Readonly<Record<SessionState, readonly SessionState[]>> = {
  idle: ['loading', 'failed'],
  loading: ['active', 'paused', 'day_ended', 'completed', 'failed'],
  active: ['catching_up', 'paused', 'day_ended', 'failed'],
  catching_up: ['active', 'paused', 'day_ended', 'failed'],
  paused: ['active', 'catching_up', 'day_ended', 'failed'],
  day_ended: ['loading', 'completed', 'failed'],
  completed: [],
  failed: [],
};

/** The session's state; reports every change to the log, and makes no change that is not in the table. */
export class SessionStateMachine {
  #state: SessionState = 'idle';
  #reason = '';
  readonly #announce: (from: SessionState, to: SessionState, reason: string) => void;

  constructor(announce: (from: SessionState, to: SessionState, reason: string) => void) {
    this.#announce = announce;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Why the session is in its state. */
  get reason(): string {
    return this.#reason;
  }

  /** Changes to `to`; the present state changes nothing. */
  enter(to: SessionState, reason: string): void {
    const from = this.#state;
    if (from === to) return;
    invariant(NEXT[from].includes(to), () => `no transition from ${from} to ${to} (${reason})`);
    this.#state = to;
    this.#reason = reason;
    this.#announce(from, to, reason);
  }
}
