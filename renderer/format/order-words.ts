import type { Order, OrderOwner, OrderStatus } from '../../core/execution/order.ts';
import { formatPrice } from './number.ts';

/** Each with a sign: colour is never the only difference. */
export const ORDER_STATUS: Readonly<Record<OrderStatus, string>> = {
  pending: '◌ sent',
  held: '◷ held',
  working: '● working',
  filled: '✓ filled',
  cancelled: '○ cancelled',
  expired: '○ expired',
  refused: '✕ refused',
};

const TYPES = { market: 'market', limit: 'limit', stop: 'stop', stop_limit: 'stop limit' } as const;
const ROLES = { plain: '', take_profit: 'take profit', stop_loss: 'stop loss', flatten: 'flatten' } as const;

/** `stop 21.40, limit 21.30, take profit` */
export function orderTerms({ type, limitPrice, stopPrice, role }: Order): string {
  const prices = [
    ...(stopPrice === null ? [] : [`stop ${formatPrice(stopPrice)}`]),
    ...(limitPrice === null ? [] : [`limit ${formatPrice(limitPrice)}`]),
  ];
  return [...(prices.length === 0 ? [TYPES[type]] : prices), ...(role === 'plain' ? [] : [ROLES[role]])].join(
    ', ',
  );
}

export const ownerText = (owner: OrderOwner): string =>
  owner.kind === 'user' ? 'you' : owner.kind === 'account' ? 'account' : owner.name;

/** An order's remaining work in one word and figure: `+100`, `−100`. */
export const signedShares = (side: 'buy' | 'sell', quantity: number): string =>
  `${side === 'buy' ? '+' : '−'}${quantity.toLocaleString('en-US')}`;
