import { Emitter } from '../../base/emitter.ts';
import { type Failure, type Result } from '../../base/result.ts';
import type { PlannedCommand, SessionCommand } from './command.ts';

export interface PostedCommand {
  readonly command: SessionCommand;
  /** Reports the outcome to the caller, once it was applied. */
  readonly answer: (result: Result<null>) => void;
}

const NO_ANSWER = (): void => {};

/** Commands that wait to be applied between two instants: planned ones by their time, posted ones immediately. */
export class CommandQueue {
  #planned: PlannedCommand[] = [];
  #posted: PostedCommand[] = [];
  readonly #arrived = new Emitter<null>();
  /** Why commands are no longer accepted. */
  #closed: Failure | undefined;
  /** While a day loads, commands planned by clock time wait for its open; those of a journal have their step. */
  waitsForOpen = false;

  /** Plans commands; those of equal time keep the order in which they were planned. */
  plan(commands: readonly PlannedCommand[]): void {
    this.#planned = [...this.#planned, ...commands].sort(
      (a, b) => a.at - b.at || (a.step ?? 0) - (b.step ?? 0),
    );
  }

  post(command: SessionCommand): Promise<Result<null>> {
    const failure = this.#closed;
    if (failure !== undefined) return Promise.resolve({ ok: false, failure });
    return new Promise((answer) => {
      this.#posted.push({ command, answer });
      this.#arrived.emit(null);
    });
  }

  /** True when a posted command waits. */
  get hasPosted(): boolean {
    return this.#posted.length > 0;
  }

  /** Earliest time of the next planned command; it may be in the past and wait for its step. */
  get nextPlanned(): number {
    return this.#planned[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** True when a command can be applied now. */
  isDue(now: number, step: number): boolean {
    if (this.#posted.length > 0) return true;
    const next = this.#planned[0];
    return next !== undefined && next.at <= now && this.#planned.some((each) => this.#isDue(each, now, step));
  }

  /**
   * Takes the due commands, planned ones before posted ones. A planned command that its strategy issues again is a
   * placeholder for the next posted one, so that a replay keeps the order of a strategy's commands among a trader's.
   */
  take(now: number, step: number): PostedCommand[] {
    const posted = this.#posted.splice(0);
    const reached = this.#planned.filter((entry) => isReached(entry, now, step));
    const due = reached.filter((entry) => this.#isDue(entry, now, step));
    if (due.length === 0) return posted;
    const taken: PostedCommand[] = [];
    for (const entry of reached) {
      if (entry.reissuedOnReplay !== true) {
        if (due.includes(entry)) taken.push({ command: entry.command, answer: NO_ANSWER });
      } else taken.push(...posted.splice(0, 1));
    }
    this.#planned = this.#planned.filter((entry) => !due.includes(entry));
    return [...taken, ...posted];
  }

  /** The next planned time after `now`: the clock stops there. */
  nextStop(now: number): number {
    for (const { at, reissuedOnReplay } of this.#planned)
      if (at > now && reissuedOnReplay !== true) return at;
    return Number.POSITIVE_INFINITY;
  }

  /** Calls `wake` when a command is posted, until disposed; immediately when one is already waiting. */
  onArrival(wake: () => void): Disposable {
    if (this.#posted.length > 0) wake();
    return this.#arrived.subscribe(wake);
  }

  /** Planned commands whose time has not come; a matching journal leaves none. */
  get unplayed(): readonly PlannedCommand[] {
    return this.#planned.filter(({ reissuedOnReplay }) => reissuedOnReplay !== true);
  }

  #isDue(entry: PlannedCommand, now: number, step: number): boolean {
    if (entry.reissuedOnReplay === true || (this.waitsForOpen && entry.step === undefined)) return false;
    return isReached(entry, now, step);
  }

  /** Refuses every waiting command when the session ends, and every later one. */
  refuseRest(failure: Failure): void {
    this.#closed = failure;
    for (const { answer } of this.#posted.splice(0)) answer({ ok: false, failure });
  }
}

const isReached = (entry: PlannedCommand, now: number, step: number): boolean =>
  entry.at <= now && (entry.step === undefined || entry.step === step);
