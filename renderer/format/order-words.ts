import type { Order, OrderOwner, OrderStatus, TimeInForce } from '../../core/execution/order.ts';
import { formatPrice, formatQuantity, type Ticks } from './number.ts';

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

/** Times in force that are said: an order for the day or until it is cancelled has a column of its own. */
const TIMES: Readonly<Partial<Record<TimeInForce, string>>> = {
  open: 'on open',
  close: 'on close',
  ioc: 'immediate or cancel',
  fok: 'fill or kill',
};

function trailText({ trailAmount, trailPercent }: Order, ticks?: Ticks): string | undefined {
  if (trailAmount !== null) return `trail ${formatPrice(trailAmount, ticks)}`;
  return trailPercent === null ? undefined : `trail ${trailPercent} %`;
}

/** `stop 21.40, limit 21.30, take profit`; `stop 98.00, trail 2 %`. */
export function orderTerms(order: Order, ticks?: Ticks): string {
  const { type, limitPrice, stopPrice, role, timeInForce } = order;
  const trail = trailText(order, ticks);
  const prices = [
    ...(stopPrice === null ? [] : [`stop ${formatPrice(stopPrice, ticks)}`]),
    ...(trail === undefined ? [] : [trail]),
    ...(limitPrice === null ? [] : [`limit ${formatPrice(limitPrice, ticks)}`]),
  ];
  const time = TIMES[timeInForce];
  return [
    ...(prices.length === 0 ? [TYPES[type]] : prices),
    ...(time === undefined ? [] : [time]),
    ...(role === 'plain' ? [] : [ROLES[role]]),
  ].join(', ');
}

export const ownerText = (owner: OrderOwner): string =>
  owner.kind === 'user' ? 'you' : owner.kind === 'account' ? 'account' : owner.name;

/** An order's remaining work in one word and figure: `+100`, `−100`. */
export const signedShares = (side: 'buy' | 'sell', quantity: number): string =>
  `${side === 'buy' ? '+' : '−'}${formatQuantity(quantity)}`;
