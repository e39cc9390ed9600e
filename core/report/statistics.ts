/** Trading days of a year. Daily figures are annualised by it. */
const DAYS_PER_YEAR = 252;
/** The worst part of the days that value at risk and expected shortfall look at. */
const TAIL = 0.05;
/** Below this a deviation is rounding noise: nothing varied. */
const NO_DEVIATION = 1e-12;

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** All returns compounded, as part of 1: 0.1 for 10 %. */
export const compounded = (returns: readonly number[]): number =>
  returns.reduce((growth, each) => growth * (1 + each), 1) - 1;

/** Standard deviation of a sample (n - 1); null for fewer than two values. */
function sampleDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  const squares = values.reduce((sum, each) => sum + (each - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Standard deviation (n - 1) of daily returns × √252; null for fewer than two. */
export function volatility(returns: readonly number[]): number | null {
  const deviation = sampleDeviation(returns);
  return deviation === null ? null : deviation * Math.sqrt(DAYS_PER_YEAR);
}

/**
 * Mean ÷ standard deviation (n - 1) × √252, riskless rate 0. Null for fewer than two days, and where nothing varies.
 * (W. F. Sharpe, The Sharpe Ratio, 1994.)
 */
export function sharpe(returns: readonly number[]): number | null {
  const deviation = sampleDeviation(returns);
  if (deviation === null || deviation < NO_DEVIATION) return null;
  return (mean(returns) / deviation) * Math.sqrt(DAYS_PER_YEAR);
}

/**
 * Mean ÷ √(mean of the squares of the losses, other days counted as 0) × √252, target 0. Null for fewer than two days, and
 * where no day loses. (F. A. Sortino, L. N. Price, Performance Measurement in a Downside Risk Framework, 1994.)
 */
export function sortino(returns: readonly number[]): number | null {
  if (returns.length < 2) return null;
  const downside = Math.sqrt(mean(returns.map((each) => Math.min(each, 0) ** 2)));
  return downside < NO_DEVIATION ? null : (mean(returns) / downside) * Math.sqrt(DAYS_PER_YEAR);
}

/** Compound annual growth rate: growth ^ (252 ÷ days) - 1. Null without a day. */
export function annualGrowth(returns: readonly number[]): number | null {
  if (returns.length === 0) return null;
  return (1 + compounded(returns)) ** (DAYS_PER_YEAR / returns.length) - 1;
}

/** Falls of compounded returns below their highest value so far, from the start on, as parts of 1: 0 or less. */
function fallsOf(returns: readonly number[]): readonly number[] {
  let [value, peak] = [1, 1];
  return returns.map((each) => {
    value *= 1 + each;
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}

/** The deepest fall at the closes of days, as part of the peak: 0 or more. */
export const deepestFall = (returns: readonly number[]): number =>
  fallsOf(returns).reduce((deepest, each) => Math.max(deepest, -each), 0);

/** Annual growth ÷ deepest fall at closes; null where nothing falls. (T. W. Young, Calmar Ratio, Futures, 1991.) */
export function calmar(returns: readonly number[]): number | null {
  const [growth, fall] = [annualGrowth(returns), deepestFall(returns)];
  return growth === null || fall === 0 ? null : growth / fall;
}

/** √(sum of squared falls at closes ÷ (n - 1)); null for fewer than two days. (P. G. Martin, B. McCann, 1989.) */
export function ulcerIndex(returns: readonly number[]): number | null {
  if (returns.length < 2) return null;
  const squares = fallsOf(returns).reduce((sum, each) => sum + each * each, 0);
  return Math.sqrt(squares / (returns.length - 1));
}

/** Sum of powers of the distances from the mean. */
function centralSum(values: readonly number[], power: number): number {
  const middle = mean(values);
  return values.reduce((sum, each) => sum + (each - middle) ** power, 0);
}

/** Skewness of a sample (Fisher-Pearson, bias removed); null for fewer than three days, and where nothing varies. */
export function skewness(returns: readonly number[]): number | null {
  const n = returns.length;
  const deviation = sampleDeviation(returns);
  if (n < 3 || deviation === null || deviation < NO_DEVIATION) return null;
  return (n * centralSum(returns, 3)) / ((n - 1) * (n - 2) * deviation ** 3);
}

/** Excess kurtosis of a sample (bias removed, 0 for a normal one); null for fewer than four days. */
export function kurtosis(returns: readonly number[]): number | null {
  const n = returns.length;
  const deviation = sampleDeviation(returns);
  if (n < 4 || deviation === null || deviation < NO_DEVIATION) return null;
  const fourth = (n * (n + 1) * centralSum(returns, 4)) / ((n - 1) * (n - 2) * (n - 3) * deviation ** 4);
  return fourth - (3 * (n - 1) ** 2) / ((n - 2) * (n - 3));
}

/** Value below which `part` of the values lie, between two of them by their distance (numpy's `linear`). */
function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const low = Math.floor(at);
  const [below, above] = [sorted[low] as number, sorted[Math.min(low + 1, sorted.length - 1)] as number];
  return below + (above - below) * (at - low);
}

/** The return that 95 % of the days exceed, by the days themselves; null without a day. */
export const valueAtRisk = (returns: readonly number[]): number | null =>
  returns.length === 0 ? null : percentile(returns, TAIL);

/** Mean return of the worst 5 % of the days, at least one; null without a day. */
export function expectedShortfall(returns: readonly number[]): number | null {
  if (returns.length === 0) return null;
  const sorted = [...returns].sort((a, b) => a - b);
  return mean(sorted.slice(0, Math.floor((returns.length - 1) * TAIL) + 1));
}

/** 95th percentile ÷ 5th percentile, without signs; null for fewer than two days, and where the 5th is 0. */
export function tailRatio(returns: readonly number[]): number | null {
  if (returns.length < 2) return null;
  const low = percentile(returns, TAIL);
  return low === 0 ? null : Math.abs(percentile(returns, 1 - TAIL) / low);
}

/** Sum of the gains ÷ sum of the losses, day by day; null where no day loses. (C. Keating, W. F. Shadwick, 2002.) */
export function omega(returns: readonly number[]): number | null {
  const gains = returns.reduce((sum, each) => sum + Math.max(each, 0), 0);
  const losses = returns.reduce((sum, each) => sum - Math.min(each, 0), 0);
  return returns.length < 2 || losses === 0 ? null : gains / losses;
}

/**
 * Probability that the true Sharpe ratio is above 0, by the number of days, skewness and kurtosis. Null for fewer than four
 * days, and where nothing varies. (D. H. Bailey, M. López de Prado, The Sharpe Ratio Efficient Frontier, 2012.)
 */
export function probabilisticSharpe(returns: readonly number[]): number | null {
  const [annual, skew, excess] = [sharpe(returns), skewness(returns), kurtosis(returns)];
  if (annual === null || skew === null || excess === null) return null;
  const daily = annual / Math.sqrt(DAYS_PER_YEAR);
  const variance = (1 - skew * daily + ((excess + 2) / 4) * daily * daily) / (returns.length - 1);
  return variance <= 0 ? null : normalProbability(daily / Math.sqrt(variance));
}

/** P(X < x) of the standard normal distribution. (G. Marsaglia, Evaluating the Normal Distribution, 2004.) */
function normalProbability(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [sum, term, before] = [x, x, 0];
  for (let power = 3; sum !== before; power += 2) {
    before = sum;
    term *= (x * x) / power;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

/** Sharpe ratio of each `window` days that end with a day; one value per day from the `window`-th on. */
export function rollingSharpe(returns: readonly number[], window: number): readonly (number | null)[] {
  return returns.slice(window - 1).map((_, index) => sharpe(returns.slice(index, index + window)));
}

/** How daily returns relate to those of a benchmark on the same days. */
export interface RelativeStatistics {
  /** Covariance ÷ variance of the benchmark (n - 1). */
  readonly beta: number | null;
  /** (mean - beta × mean of the benchmark) × 252. (M. C. Jensen, 1968; riskless rate 0.) */
  readonly alpha: number | null;
  readonly correlation: number | null;
  /** Standard deviation (n - 1) of the differences × √252. */
  readonly trackingError: number | null;
  /** Mean ÷ standard deviation (n - 1) of the differences × √252. */
  readonly informationRatio: number | null;
}

/** Null where two days are missing or nothing varies. Both lists are of the same days. */
export function relativeStatistics(
  returns: readonly number[],
  benchmark: readonly number[],
): RelativeStatistics {
  const differences = returns.map((each, index) => each - (benchmark[index] as number));
  const [own, others] = [sampleDeviation(returns), sampleDeviation(benchmark)];
  const base = { trackingError: volatility(differences), informationRatio: sharpe(differences) };
  if (own === null || others === null || others < NO_DEVIATION) {
    return { beta: null, alpha: null, correlation: null, ...base };
  }
  const [ownMean, othersMean] = [mean(returns), mean(benchmark)];
  const products = returns.map(
    (each, index) => (each - ownMean) * ((benchmark[index] as number) - othersMean),
  );
  const covariance = products.reduce((sum, each) => sum + each, 0) / (returns.length - 1);
  const beta = covariance / (others * others);
  return {
    beta,
    alpha: (ownMean - beta * othersMean) * DAYS_PER_YEAR,
    correlation: own < NO_DEVIATION ? null : covariance / (own * others),
    ...base,
  };
}
