import type { EpochMs } from '../base/epoch-ms.ts';

/** The session's now. Readers get this face; only the coordinator holds one that can be moved. */
export interface Clock {
  now(): EpochMs;
}
