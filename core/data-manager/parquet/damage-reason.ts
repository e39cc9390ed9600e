/**
 * Why a Parquet file cannot be read, in words for people. A decoder that trips over nonsense (a TypeError, a RangeError)
 * says nothing that helps: the file's own description of itself is wrong then.
 */
export function damageReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isNonsense = error instanceof TypeError || error instanceof RangeError;
  return isNonsense ? 'what it says of its columns and pages makes no sense' : error.message;
}
