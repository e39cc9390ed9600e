/**
 * Thins a long series to the lowest and the highest point of each stretch, and the last one: the points that are
 * visible in a chart.
 */
export function thinned<T>(points: readonly T[], valueOf: (point: T) => number, most: number): readonly T[] {
  if (points.length <= most) return points;
  const size = Math.ceil((2 * points.length) / most);
  const kept: T[] = [];
  for (let from = 0; from < points.length; from += size) {
    let [low, high] = [from, from];
    for (let at = from; at < Math.min(from + size, points.length); at++) {
      if (valueOf(points[at] as T) < valueOf(points[low] as T)) low = at;
      if (valueOf(points[at] as T) > valueOf(points[high] as T)) high = at;
    }
    kept.push(points[Math.min(low, high)] as T);
    if (low !== high) kept.push(points[Math.max(low, high)] as T);
  }
  const last = points.at(-1) as T;
  return kept.at(-1) === last ? kept : [...kept, last];
}
