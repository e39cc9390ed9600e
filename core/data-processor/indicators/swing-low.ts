import { swing } from './swing.ts';

/** Price of the last swing low: a low below those of `period` bars on both sides. Undefined before the first. */
export const swingLow = swing('swing_low', -1);
