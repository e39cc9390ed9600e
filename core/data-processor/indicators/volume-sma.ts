import { simpleMeanOfSeries } from './mean-of-series.ts';

/** Plain mean of the volume of the last `period` bars, the last one included. */
export const volumeSma = simpleMeanOfSeries('volume_sma', 'volume');
