/** A run of missing base bars: `openMs` of the first and the last missing one, and their number. */
export interface Gap {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
}

/**
 * A gap of a running session. Unconfirmed: the bars may be missing from the data, or there were no trades (a backtest
 * cannot distinguish). Confirmed: the vendor answered that it has none.
 */
export interface SessionGap extends Gap {
  readonly confirmed: boolean;
}
