/**
 * Reports of a broker's account to a session: journaled like any other command, so that a replay needs no broker.
 * Prices in the currency, shares whole, instants UTC epoch ms.
 */
export type BrokerReport =
  /**
   * The account as the session finds it, once, before any other report. `run` marks the session's orders at the broker.
   */
  | {
      readonly type: 'account_opened';
      readonly run: string;
      readonly opened_ms: number;
      readonly cash: number;
      readonly positions: readonly ReportedPosition[];
    }
  | { readonly type: 'account_link'; readonly connected: boolean; readonly reason: string }
  /** The state of an order. `filled` never comes: fills report it. Omitted fields have not changed. */
  | {
      readonly type: 'order_report';
      readonly order: number;
      readonly status: 'held' | 'working' | 'cancelled' | 'expired' | 'refused';
      readonly reason?: string;
      readonly quantity?: number;
      readonly limit_price?: number;
      readonly stop_price?: number;
    }
  /**
   * Shares `[from, to)` of the broker's order `execution_of`, counted from its first one: reported twice, or through
   * two channels, they are the same shares.
   */
  | {
      readonly type: 'fill_report';
      readonly order: number;
      readonly execution_of: string;
      readonly from: number;
      readonly to: number;
      readonly price: number;
    }
  /**
   * The account differs from the session's records, or holds something that is not the session's. The session changes
   * nothing.
   */
  | {
      readonly type: 'account_finding';
      readonly kind: AccountFindingKind;
      readonly symbol: string | null;
      readonly detail: string;
    };

export interface ReportedPosition {
  readonly symbol: string;
  /** Whole shares, negative when short. */
  readonly quantity: number;
  readonly average_price: number;
  readonly price: number;
}

export type AccountFindingKind =
  | 'position_differs'
  | 'cash_differs'
  | 'foreign_order'
  | 'unknown_outcome'
  | 'not_changed'
  | 'filled_after_end'
  | 'not_followed';
