import type { EpochMs } from '../../../core/base/epoch-ms.ts';
import type { FeedChoice } from '../../contract/live-requests.ts';

/** What a live session is connected to: enough to be connected to the same again after a crash. Holds no key. */
export interface FeedOrigin {
  readonly on: FeedChoice;
  /** A simulated market's time at a time of the wall clock, both UTC epoch ms: it goes on without who watches it. */
  readonly market_ms: EpochMs;
  readonly wall_ms: number;
}
