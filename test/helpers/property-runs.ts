/**
 * Number of random cases of a property test. `TAPEDECK_RUNS` sets it: a number for each test, or `night` for all of the
 * `full` ones. Without it a third of them run, as in CI.
 */
export function propertyRuns(full: number): number {
  const asked = process.env['TAPEDECK_RUNS'];
  if (asked === 'night') return full;
  const count = Number(asked);
  if (asked !== undefined && Number.isSafeInteger(count) && count > 0) return count;
  if (asked !== undefined) throw new Error(`TAPEDECK_RUNS=${asked}: expected a number above 0, or night`);
  return Math.ceil(full / 3);
}
