/**
 * Events of orders and the account, as `events.jsonl` has them. Prices are in the instrument's currency, as the bars have
 * them; money is in the account's currency, exact to 1e-8; quantities are in shares, contracts or coins.
 */
export type TradingEventBody =
  | {
      /** One for each step of an order's life: placed, refused, replaced, released, filled, cancelled, expired. */
      readonly type: 'order';
      readonly symbol: string;
      readonly order: number;
      readonly status: string;
      readonly side: 'buy' | 'sell';
      readonly order_type: string;
      readonly quantity: number;
      readonly filled: number;
      readonly average_price: number | null;
      readonly limit_price: number | null;
      readonly stop_price: number | null;
      /** Of trailing stops alone: the distance, one of the two. */
      readonly trail_amount?: number | null;
      readonly trail_percent?: number | null;
      readonly time_in_force: string;
      readonly role: string;
      readonly parent: number | null;
      readonly oco_with: number | null;
      readonly owner: 'user' | 'account' | 'strategy';
      readonly strategy: string | null;
      readonly tag: string | null;
      /**
       * The rule that rejected or ended it, for example `max_per_trade`; null for an order that still works or is
       * filled.
       */
      readonly rule: string | null;
      readonly reason: string | null;
    }
  | {
      readonly type: 'fill';
      readonly symbol: string;
      readonly fill: number;
      readonly order: number;
      readonly side: 'buy' | 'sell';
      readonly quantity: number;
      readonly price: number;
      readonly slippage: number;
      readonly fee: number;
      /** The point of the bar: `open`, `gap`, `limit`, `stop`, `close`. */
      readonly rule: string;
      /** Open of the bar in which it happened, ISO 8601 UTC; the event's clock is that bar's close. */
      readonly bar_open: string;
      readonly owner: 'user' | 'account' | 'strategy';
      readonly strategy: string | null;
      /** Shares that it closed, by their owner, where it closed any of another owner. */
      readonly lots?: readonly {
        readonly owner: 'user' | 'account' | 'strategy';
        readonly strategy: string | null;
        readonly quantity: number;
      }[];
      /** Shares held after it, negative when short, and the account's cash. */
      readonly position: number;
      readonly cash: number;
    }
  | {
      /** A split or dividend changed a position, before the first bar of its ex-date. */
      readonly type: 'corporate_action';
      readonly symbol: string;
      readonly kind: string;
      readonly ex_date: string;
      /** Of a split: what prices are multiplied with. */
      readonly factor: number | null;
      /** Of a dividend: money for one share. */
      readonly amount: number | null;
      readonly position_before: number;
      readonly position: number;
      /** Money that came in; negative when it was paid. */
      readonly cash: number;
    }
  | { readonly type: 'account_opened'; readonly cash: number; readonly positions: number }
  | { readonly type: 'account_link'; readonly connected: boolean; readonly reason: string }
  | {
      /** A broker's account differs from the session's records, or holds something that is not the session's. */
      readonly type: 'account_finding';
      readonly kind: string;
      readonly symbol: string | null;
      readonly detail: string;
    }
  | {
      /** A held symbol has no bars on a day, or its price jumps like a split. */
      readonly type: 'position_warning';
      readonly symbol: string;
      readonly kind: 'no_bars' | 'price_jump';
      readonly reason: string;
    }
  | { readonly type: 'trading_halted'; readonly rule: string; readonly reason: string }
  | { readonly type: 'trading_resumed' };
