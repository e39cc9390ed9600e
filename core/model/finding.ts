import type { Interval } from '../base/interval.ts';

export type FindingKind =
  | 'duplicate'
  | 'disorder'
  | 'impossible_ohlc'
  | 'negative_volume'
  | 'not_a_number'
  | 'off_grid'
  | 'outside_month'
  | 'price_jump'
  | 'zero_volume_with_range'
  | 'unfinished_bar'
  | 'future_bar';

/** Bad market data: counted and shown, never an exception, never silently repaired. */
export interface Finding {
  readonly symbol: string;
  readonly interval: Interval;
  readonly kind: FindingKind;
  /** `openMs` of the first and last bar concerned. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
  /** In words, with the values. */
  readonly detail: string;
}
