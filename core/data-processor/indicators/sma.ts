import { meanOfSeries } from './mean-of-series.ts';
import { SimpleMean } from './moving-means.ts';

/** Simple moving average: plain mean of the last `period` closes. TA-Lib `SMA`. */
export const sma = meanOfSeries('sma', 'close', (period) => new SimpleMean(period));
