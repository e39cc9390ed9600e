import type { Result } from '../base/result.ts';

/** One minute in a vendor's history; `openMs` in UTC. */
export interface HistoryMinute {
  readonly symbol: string;
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** `[from, to)` in UTC epoch ms, by the open of a minute. */
export interface MinuteRequest {
  readonly symbols: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** A vendor's history of minutes, as a live session asks it. */
export interface MinuteHistory {
  /** Passes on the minutes page after page. Fails with the failure of the vendor's client. */
  minutes(request: MinuteRequest, onPage: (minutes: readonly HistoryMinute[]) => void): Promise<Result<void>>;
}
