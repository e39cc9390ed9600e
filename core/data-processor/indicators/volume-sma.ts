import { meanOfSeries } from './mean-of-series.ts';
import { SimpleMean } from './moving-means.ts';

/** Plain mean of the volume of the last `period` bars, the last one included. */
export const volumeSma = meanOfSeries('volume_sma', 'volume', (period) => new SimpleMean(period));
