import { meanOfSeries } from './mean-of-series.ts';
import { WeightedMean } from './moving-means.ts';

/** Weighted moving average: the close of `n` bars ago weighs `period − n`. TA-Lib `WMA`. */
export const wma = meanOfSeries('wma', 'close', (period) => new WeightedMean(period));
