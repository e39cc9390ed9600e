/** Equity at an instant, in the account's currency. */
export interface Valued {
  readonly clock: number;
  readonly equity: number;
}

/** A fall from a peak: in money, as part of that peak, and when. Instants are UTC epoch ms. */
export interface Drawdown {
  readonly money: number;
  readonly part: number;
  readonly peakAt: number;
  readonly troughAt: number;
  /** When the peak is reached again; null when it is not. */
  readonly recoveredAt: number | null;
}

/** Every fall from a peak to the next value at or above it, in the order of time. Values in time's order. */
export function drawdownsOf(points: readonly Valued[]): readonly Drawdown[] {
  const found: Drawdown[] = [];
  let peak: Valued | undefined;
  let trough: Valued | undefined;
  const note = (recoveredAt: number | null): void => {
    if (peak === undefined || trough === undefined) return;
    const money = peak.equity - trough.equity;
    const part = peak.equity > 0 ? money / peak.equity : 0;
    found.push({ money, part, peakAt: peak.clock, troughAt: trough.clock, recoveredAt });
  };
  for (const point of points) {
    if (peak === undefined || point.equity >= peak.equity) {
      note(point.clock);
      [peak, trough] = [point, undefined];
    } else if (trough === undefined || point.equity < trough.equity) {
      trough = point;
    }
  }
  note(null);
  return found;
}

/** The deepest falls by their part of the peak, the deepest first; of equal ones the earlier first. */
export const deepestDrawdowns = (drawdowns: readonly Drawdown[], most: number): readonly Drawdown[] =>
  drawdowns
    .filter(({ part }) => part > 0)
    .sort((a, b) => b.part - a.part || a.peakAt - b.peakAt)
    .slice(0, most);
