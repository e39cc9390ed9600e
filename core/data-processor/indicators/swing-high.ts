import { swing } from './swing.ts';

/** Price of the last swing high: a high above those of `period` bars on both sides. Undefined before the first. */
export const swingHigh = swing('swing_high', 1);
