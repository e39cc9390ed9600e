import { describe, expect, it } from 'vitest';
import { estimateOverfitting } from '../../../core/research/backtest-overfitting.ts';
import { normalCdf, normalQuantile } from '../../../core/research/normal-distribution.ts';
import {
  deflatedSharpe,
  expectedBestSharpe,
  minimumTrackRecord,
  sharpeProbability,
  returnMoments,
  sharpeOf,
} from '../../../core/research/sharpe-inference.ts';
import { sobolPoints } from '../../../core/research/sobol.ts';
import truth from '../../fixtures/research-statistics.json' with { type: 'json' };

/** Equal to `digits` significant digits. */
const near = (value: number, wanted: number, relative = 1e-9): void => {
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(Math.abs(wanted) * relative);
};

const moments = returnMoments(truth.series);
const estimate = { ...moments, sharpe: sharpeOf(moments) };

describe('the normal distribution', () => {
  it.each(truth.normal.cdf)('has the same probability at %f as scipy', (z = 0, wanted = 0) =>
    near(normalCdf(z), wanted, 1e-13),
  );
  it.each(truth.normal.quantile)('has the same quantile at %f as scipy', (p = 0, wanted = 0) =>
    near(normalQuantile(p), wanted, 1e-13),
  );
  it('has no quantile outside 0 to 1', () => {
    expect(normalQuantile(-0.1)).toBeNaN();
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('inference on a Sharpe ratio', () => {
  it('measures the moments as scipy does', () => {
    near(sharpeOf(moments), truth.moments.sharpe);
    near(moments.skewness, truth.moments.skewness);
    near(moments.kurtosis, truth.moments.kurtosis);
  });
  it.each(truth.probabilistic)('has the same probability over %f', (benchmark = 0, wanted = 0) =>
    near(sharpeProbability(estimate, benchmark), wanted),
  );
  it.each(truth.expected_best)('expects the same best of %i trials', (trials = 0, variance = 0, wanted = 0) =>
    near(expectedBestSharpe(trials, variance), wanted),
  );
  it.each(truth.track_record)('asks for the same track record at %f', (confidence = 0, wanted = 0) =>
    near(minimumTrackRecord(estimate, 0, confidence), wanted),
  );
  it('works the example of Bailey and López de Prado (2014) to four digits', () => {
    const variance = 0.5 / 250;
    const example = { sharpe: 2.5 / Math.sqrt(250), count: 1_250, skewness: -3, kurtosis: 10 };
    expect(expectedBestSharpe(100, variance)).toBeCloseTo(0.1132, 4);
    expect(deflatedSharpe(example, 100, variance)).toBeCloseTo(0.9004, 4);
  });
  it('needs an endless record where the ratio does not exceed the benchmark', () => {
    expect(minimumTrackRecord({ ...estimate, sharpe: -0.1 })).toBe(Number.POSITIVE_INFINITY);
  });
  it('expects nothing of one trial', () => expect(expectedBestSharpe(1, 0.1)).toBe(0));
});

describe('the probability of backtest overfitting', () => {
  it.each(truth.overfitting)('of $blocks blocks equals the plain reading of the paper', (wanted) => {
    const { probability, logits, probabilityOfLoss } = estimateOverfitting(truth.matrix, wanted.blocks);
    near(probability, wanted.probability);
    near(probabilityOfLoss, wanted.probability_of_loss);
    near(
      logits.reduce((sum, logit) => sum + logit, 0),
      wanted.logits_mean * logits.length,
    );
    near(
      logits.reduce((sum, logit) => sum + logit ** 2, 0),
      wanted.logits_sum_of_squares,
    );
  });
  it('is undefined of one trial and of too few returns', () => {
    expect(estimateOverfitting(truth.matrix.slice(0, 1)).probability).toBeNaN();
    expect(estimateOverfitting(truth.matrix.map((row) => row.slice(0, 20))).probability).toBeNaN();
  });
});

describe('the Sobol sequence', () => {
  it('has the points of scipy in all 21 dimensions', () => {
    let row = 0;
    for (const point of sobolPoints(21)) {
      if (row === truth.sobol.length) break;
      expect([...point]).toEqual(truth.sobol[row++]);
    }
  });
});
