/** Every kind of expected failure. A new kind gets its code here and nowhere else. */
export type FailureCode =
  | 'bad_config'
  | 'bad_usage'
  | 'bad_file'
  | 'cancelled'
  | 'changed_file'
  | 'damaged_file'
  | 'engine_gone'
  | 'locked_symbol'
  | 'missing_base_interval'
  | 'missing_data'
  | 'missing_file'
  | 'not_allowed'
  | 'not_in_session'
  | 'not_writable'
  | 'order_refused'
  | 'unknown_symbol'
  | 'unreachable'
  | 'unsupported'
  | 'untrusted_code';

/** An expected failure: a code for programs, a sentence for people, and the remedy. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly hint?: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export function fail(code: FailureCode, message: string, hint?: string): { ok: false; failure: Failure } {
  return { ok: false, failure: hint === undefined ? { code, message } : { code, message, hint } };
}

/** The values of all, or the first failure among them. */
export function allOk<T>(results: readonly Result<T>[]): Result<readonly T[]> {
  const values: T[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }
  return ok(values);
}
