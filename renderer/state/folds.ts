/** A place in a list where rows are missing: they came too fast to be sent, or are older than the listed ones. */
export interface Fold {
  readonly kind: 'fold';
  /** Number of the first row that is missing. */
  readonly from: number;
  readonly count: number;
}

export const isFold = (entry: unknown): entry is Fold =>
  typeof entry === 'object' && entry !== null && (entry as Partial<Fold>).kind === 'fold';

/** A list, oldest first, with a fold at every jump of its numbers, which otherwise count up by one. */
export function withFolds<T extends object>(
  rows: readonly T[],
  numberOf: (row: T) => number,
): readonly (T | Fold)[] {
  const entries: (T | Fold)[] = [];
  let expected = 1;
  for (const row of rows) {
    const number = numberOf(row);
    if (number > expected) entries.push({ kind: 'fold', from: expected, count: number - expected });
    entries.push(row);
    expected = number + 1;
  }
  return entries;
}
