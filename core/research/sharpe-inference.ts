import { normalCdf, normalQuantile } from './normal-distribution.ts';

/** Moments of a series of periodic returns. All are of one period, not of a year. */
export interface ReturnMoments {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation with n - 1 in the denominator. */
  readonly deviation: number;
  /** Third standardised moment, of the population; 0 of a normal distribution. */
  readonly skewness: number;
  /** Fourth standardised moment, of the population; 3 of a normal distribution. */
  readonly kurtosis: number;
}

/** The moments of a series of returns. With fewer than two returns, or returns without variance, the ratios are NaN. */
export function returnMoments(returns: ArrayLike<number>): ReturnMoments {
  const { length: count } = returns;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += returns[index] ?? 0;
  const mean = sum / count;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let index = 0; index < count; index++) {
    const distance = (returns[index] ?? 0) - mean;
    second += distance ** 2;
    third += distance ** 3;
    fourth += distance ** 4;
  }
  const variance = second / count;
  return {
    count,
    mean,
    deviation: count > 1 ? Math.sqrt(second / (count - 1)) : Number.NaN,
    skewness: third / count / variance ** 1.5,
    kurtosis: fourth / count / variance ** 2,
  };
}

/** Mean return by its deviation, of one period. */
export const sharpeOf = ({ mean, deviation }: ReturnMoments): number => mean / deviation;

/** The inputs of the inference: the Sharpe ratio of one period and the shape of the returns. */
export interface SharpeEstimate {
  readonly sharpe: number;
  readonly count: number;
  readonly skewness: number;
  readonly kurtosis: number;
}

/** Variance of the estimate, times the number of returns less one: Mertens (2002), as in Bailey and López de Prado (2012). */
const spread = ({ sharpe, skewness, kurtosis }: SharpeEstimate): number =>
  1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2;

/**
 * Probability that the true Sharpe ratio exceeds `benchmark`, both of one period: the probabilistic Sharpe ratio of Bailey
 * and López de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15 (2012).
 */
export function sharpeProbability(estimate: SharpeEstimate, benchmark = 0): number {
  const { sharpe, count } = estimate;
  return normalCdf(((sharpe - benchmark) * Math.sqrt(count - 1)) / Math.sqrt(spread(estimate)));
}

const EULER_GAMMA = 0.577_215_664_901_532_9;

/**
 * Sharpe ratio that the best of `trials` independent trials without any skill is expected to reach, where the trials' ratios
 * have the variance `variance`: Bailey and López de Prado, "The Deflated Sharpe Ratio", Journal of Portfolio Management 40
 * (2014), equation 1. One trial has no selection: 0.
 */
export function expectedBestSharpe(trials: number, variance: number): number {
  if (trials < 2) return 0;
  const first = normalQuantile(1 - 1 / trials);
  const second = normalQuantile(1 - 1 / (trials * Math.E));
  return Math.sqrt(variance) * ((1 - EULER_GAMMA) * first + EULER_GAMMA * second);
}

/** The probabilistic Sharpe ratio against the ratio that the best of all trials reaches by luck (the same paper). */
export const deflatedSharpe = (estimate: SharpeEstimate, trials: number, variance: number): number =>
  sharpeProbability(estimate, expectedBestSharpe(trials, variance));

/**
 * Returns that it takes until the Sharpe ratio exceeds `benchmark` with the given confidence: the minimum track record length
 * of Bailey and López de Prado (2012). Infinity where the ratio does not exceed the benchmark.
 */
export function minimumTrackRecord(estimate: SharpeEstimate, benchmark = 0, confidence = 0.95): number {
  const { sharpe } = estimate;
  if (!(sharpe > benchmark)) return Number.POSITIVE_INFINITY;
  return 1 + spread(estimate) * (normalQuantile(confidence) / (sharpe - benchmark)) ** 2;
}
