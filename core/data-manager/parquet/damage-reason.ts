/**
 * Why a Parquet file cannot be read, in words for people. A decoder's own error on nonsense (a TypeError, a RangeError)
 * is of no help: the file's description of itself is wrong then.
 */
export function damageReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isNonsense = error instanceof TypeError || error instanceof RangeError;
  return isNonsense ? 'its description of its columns and pages makes no sense' : error.message;
}
