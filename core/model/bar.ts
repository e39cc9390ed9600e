import type { EpochMs } from '../base/epoch-ms.ts';

/**
 * One bar as an object, for the edges of the API only (columns carry bars everywhere else).
 * Covers `[openMs, closeMs)`; known at `closeMs`, never earlier.
 */
export interface Bar {
  readonly openMs: EpochMs;
  readonly closeMs: EpochMs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Base bars present / base bars possible; 1 for a base bar. */
  readonly coverage: number;
}
