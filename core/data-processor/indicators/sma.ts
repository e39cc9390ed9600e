import { simpleMeanOfSeries } from './mean-of-series.ts';

/** Simple moving average: plain mean of the last `period` closes. TA-Lib `SMA`. */
export const sma = simpleMeanOfSeries('sma', 'close');
