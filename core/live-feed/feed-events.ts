/** A bar as a feed reports it: a completed minute, or the correction of an earlier one. */
export interface FeedBar {
  readonly symbol: string;
  readonly kind: 'new' | 'correction';
  /** UTC epoch ms. */
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** A symbol's trading was halted or resumed. */
export interface TradingStatus {
  readonly symbol: string;
  readonly halted: boolean;
  /** In the exchange's words. */
  readonly reason: string;
  readonly atMs: number;
}

/** The state of the connection to a feed. */
export type LinkState = 'connecting' | 'streaming' | 'waiting' | 'failed' | 'stopped';

/** A symbol that the feed does not give, and why. */
export interface RefusedSymbol {
  readonly symbol: string;
  readonly reason: string;
}
