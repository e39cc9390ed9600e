import type { Ticker } from '../base/epoch-ms.ts';
import { printRatio, splitRatioOf, type CorporateAction } from '../model/corporate-action.ts';
import type { Account } from './account.ts';
import { fromMoney } from './money.ts';
import type { OrderStore } from './order-store.ts';

/** The effect of an action on the account. */
export interface AppliedAction {
  readonly symbol: Ticker;
  readonly action: CorporateAction;
  /** The account's quantity before and after it, negative when short. */
  readonly before: number;
  readonly after: number;
  /** Money that came in: for fractions of a share, or as a dividend; negative when it was paid. */
  readonly cash: number;
}

/**
 * Applies an action to a symbol's positions and resting orders, before the first bar of its ex-date: a split multiplies
 * shares and divides prices, and pays fractions of a share in cash; long positions receive a dividend and short ones
 * pay it. Undefined where it changes nothing.
 */
export function applyAction(
  account: Account,
  orders: OrderStore,
  symbol: Ticker,
  action: CorporateAction,
): AppliedAction | undefined {
  const before = account.netQuantity(symbol);
  const { kind, factor, amount } = action;
  if (kind === 'split' && factor !== undefined && factor !== 1) {
    const cash = account.split(symbol, splitRatioOf(factor));
    splitOrders(orders, symbol, factor);
    return { symbol, action, before, after: account.netQuantity(symbol), cash: fromMoney(cash) };
  }
  if (kind !== 'cash_dividend' || amount === undefined) return undefined;
  const cash = fromMoney(account.payDividend(symbol, amount));
  return cash === 0 ? undefined : { symbol, action, before, after: before, cash };
}

/** An order that has no whole share left ends. */
function splitOrders(orders: OrderStore, symbol: Ticker, factor: number): void {
  const ratio = splitRatioOf(factor);
  for (const order of orders.active) {
    if (!order.isActive || order.symbol !== symbol) continue;
    order.split(ratio);
    if (order.quantity > order.filled) orders.announce(order);
    else if (order.filled > 0) orders.end(order, 'filled');
    else {
      const reason = `The split of ${printRatio(ratio)} leaves no whole share of it.`;
      orders.end(order, 'cancelled', { rule: 'corporate_action', reason });
    }
  }
}
