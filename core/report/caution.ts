type CautionKind =
  | 'wiped_out'
  | 'strategy_stopped'
  | 'position'
  | 'orders_refused'
  | 'few_returns'
  | 'few_trades';

/** A sentence that a reader must know before the figures. */
export interface Caution {
  readonly kind: CautionKind;
  readonly text: string;
}
