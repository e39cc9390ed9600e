import type { Failure, Result } from '../../core/base/result.ts';

/** A failure as an exception, for whoever does not want to look at each `Result`; `code` is for programs. */
export class TapedeckError extends Error {
  override readonly name = 'TapedeckError';
  readonly code: Failure['code'];
  readonly hint: string | undefined;

  constructor({ code, message, hint }: Failure) {
    super(hint === undefined ? message : `${message} ${hint}`);
    this.code = code;
    this.hint = hint;
  }
}

/** The value, or the failure thrown as a `TapedeckError`. */
export function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new TapedeckError(result.failure);
}
