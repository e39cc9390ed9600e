/** Thrown when the program breaks one of its own rules: a bug of ours, never bad input. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws unless the condition holds. `expected` says what was expected, with the values. */
export function invariant(condition: unknown, expected: string | (() => string)): asserts condition {
  if (condition) return;
  throw new InvariantError(typeof expected === 'string' ? expected : expected());
}
