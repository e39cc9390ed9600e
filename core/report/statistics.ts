/** Trading days of a year, by which daily figures are annualised. */
const DAYS_A_YEAR = 252;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** Returns from one value to the next, the first from `start`; parts of 1. */
export const returnsOf = (start: number, values: readonly number[]): readonly number[] =>
  values.map((value, index) => value / (index === 0 ? start : (values[index - 1] as number)) - 1);

/** Standard deviation of a sample (n - 1) of daily returns, for a year; null for fewer than two. */
export function volatility(returns: readonly number[]): number | null {
  const deviation = sampleDeviation(returns);
  return deviation === null ? null : deviation * Math.sqrt(DAYS_A_YEAR);
}

/**
 * Sharpe ratio of daily returns over a riskless 0, for a year: mean ÷ standard deviation (n - 1) × √252. Null for fewer
 * than two days, and where nothing varied. (W. F. Sharpe, The Sharpe Ratio, 1994.)
 */
export function sharpe(returns: readonly number[]): number | null {
  const deviation = sampleDeviation(returns);
  return deviation === null || deviation < 1e-12
    ? null
    : (mean(returns) / deviation) * Math.sqrt(DAYS_A_YEAR);
}

/**
 * Sortino ratio over a target of 0, for a year: mean ÷ √(mean of the squares of the losses, days without one counted as
 * 0) × √252. Null for fewer than two days, and where no day lost.
 */
export function sortino(returns: readonly number[]): number | null {
  if (returns.length < 2) return null;
  const downside = Math.sqrt(mean(returns.map((each) => Math.min(each, 0) ** 2)));
  return downside < 1e-12 ? null : (mean(returns) / downside) * Math.sqrt(DAYS_A_YEAR);
}

function sampleDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  const squares = values.reduce((sum, each) => sum + (each - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** The deepest fall from a peak: by money, as part of that peak, and when. */
export interface Drawdown {
  readonly money: number;
  readonly part: number;
  readonly peakAt: number | null;
  readonly troughAt: number | null;
  /** When the peak was reached again; null when it was not. */
  readonly recoveredAt: number | null;
}

/** The deepest fall by its part of the peak. Values in time's order. */
export function deepestDrawdown(
  points: readonly { readonly clock: number; readonly equity: number }[],
): Drawdown {
  let peak: { clock: number; equity: number } | undefined;
  let worst: Drawdown = { money: 0, part: 0, peakAt: null, troughAt: null, recoveredAt: null };
  let worstPeak = 0;
  for (const point of points) {
    if (peak === undefined || point.equity >= peak.equity) {
      peak = point;
    } else {
      const money = peak.equity - point.equity;
      const part = peak.equity > 0 ? money / peak.equity : 0;
      if (part > worst.part) {
        worst = { money, part, peakAt: peak.clock, troughAt: point.clock, recoveredAt: null };
        worstPeak = peak.equity;
      }
    }
    if (worst.recoveredAt === null && worst.part > 0 && point.equity >= worstPeak) {
      worst = { ...worst, recoveredAt: point.clock };
    }
  }
  return worst;
}
