/** A command's access to the world: results go to `stdout`, everything for people to `stderr`. */
export interface CommandIo {
  stdout(text: string): void;
  /** The same for binary results; absent where only text is possible. */
  stdoutBytes?(bytes: Uint8Array): void;
  stderr(text: string): void;
  /** True when standard error is a terminal, so that a progress bar can be drawn. */
  readonly isTty: boolean;
  /** Asks a question that is answered with yes or no; absent without a terminal. */
  ask?(question: string): Promise<boolean>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by Ctrl-C: the command closes its open files and returns 130. */
  readonly signal: AbortSignal;
}

/** Exit codes of the command line (a contract: scripts read them). */
export const EXIT = { done: 0, failed: 1, usage: 2, missing: 3, interrupted: 130 } as const;
