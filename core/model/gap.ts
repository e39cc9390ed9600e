/** A run of missing base bars: `openMs` of the first and the last missing one, and how many there are. */
export interface Gap {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
}

/**
 * A gap of a running session. Unconfirmed: the bars may be missing from the data, or nobody traded (a backtest cannot
 * tell). Confirmed: the vendor was asked and has none.
 */
export interface SessionGap extends Gap {
  readonly confirmed: boolean;
}
