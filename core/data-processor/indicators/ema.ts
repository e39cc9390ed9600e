import { meanOfSeries } from './mean-of-series.ts';
import { ExponentialMean } from './moving-means.ts';

/** Exponential moving average of the close, alpha 2 / (period + 1), seeded with the mean of the first `period`. TA-Lib `EMA`. */
export const ema = meanOfSeries('ema', 'close', (period) => new ExponentialMean(period));
