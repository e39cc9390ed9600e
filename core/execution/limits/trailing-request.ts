import type { OrderRequest } from '../order.ts';

/** True for a request that names the distance of a trailing stop. */
export const isTrailing = ({ trailAmount, trailPercent }: OrderRequest): boolean =>
  trailAmount !== undefined || trailPercent !== undefined;

/** True for an order with only a quantity and a distance to trail. */
export const isPlainMarket = ({ type, takeProfit, stopLoss, timeInForce }: OrderRequest): boolean =>
  type === 'market' &&
  takeProfit === undefined &&
  stopLoss === undefined &&
  (timeInForce === undefined || timeInForce === 'day' || timeInForce === 'gtc');

/** The entry of a bracket does not trail itself. */
export function withoutTrail({
  trailAmount: _amount,
  trailPercent: _percent,
  ...request
}: OrderRequest): OrderRequest {
  return request;
}
