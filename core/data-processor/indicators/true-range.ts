/**
 * Greatest of high − low, |high − previous close| and |low − previous close|: how far price went since the last close.
 * Source: Wilder, New Concepts in Technical Trading Systems, 1978.
 */
export function trueRange(high: number, low: number, previousClose: number): number {
  return Math.max(high - low, Math.abs(high - previousClose), Math.abs(low - previousClose));
}
