import { toUnits } from './money.ts';
import type { OrderRequest, OrderType, Refusal, TimeInForce } from './order.ts';

const MOST_SHARES = 100_000_000;
const HIGHEST_PRICE = 10_000_000;

const TYPES: readonly unknown[] = ['market', 'limit', 'stop', 'stop_limit'] satisfies OrderType[];
const TIMES_IN_FORCE: readonly unknown[] = [
  'day',
  'gtc',
  'open',
  'close',
  'ioc',
  'fok',
] satisfies TimeInForce[];
/** Of these only market and limit orders can be. */
const ONE_CHANCE: readonly unknown[] = ['open', 'close', 'ioc', 'fok'] satisfies TimeInForce[];

const wrong = (reason: string): Refusal => ({ rule: 'request', reason });

/** What is wrong with an order in itself, whatever the account and the market; undefined when nothing is. */
export function checkRequest(request: OrderRequest): Refusal | undefined {
  const { quantity, tag } = request;
  if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > MOST_SHARES) {
    return wrong(`quantity: ${quantity} is not a whole number of shares from 1 to ${MOST_SHARES}.`);
  }
  if (tag !== undefined && (typeof tag !== 'string' || tag.length > 40))
    return wrong('tag: a text of at most 40 characters.');
  return checkKind(request) ?? checkTrail(request) ?? checkPrices(request) ?? checkExits(request);
}

/** A strategy without types may ask for anything. */
function checkKind({ type, timeInForce = 'day' }: OrderRequest): Refusal | undefined {
  if (!TYPES.includes(type)) return wrong(`type: expected one of ${TYPES.join(', ')}.`);
  if (!TIMES_IN_FORCE.includes(timeInForce))
    return wrong(`timeInForce: expected one of ${TIMES_IN_FORCE.join(', ')}.`);
  if (ONE_CHANCE.includes(timeInForce) && type !== 'market' && type !== 'limit')
    return wrong(
      `timeInForce: only market and limit orders can be ${timeInForce}, not a ${named(type)} order.`,
    );
  return undefined;
}

function checkTrail({ type, trailAmount, trailPercent, stopLoss }: OrderRequest): Refusal | undefined {
  if (trailAmount === undefined && trailPercent === undefined) return undefined;
  if (trailAmount !== undefined && trailPercent !== undefined)
    return wrong('trail: expected an amount or a percentage, not both.');
  if (trailAmount !== undefined && !isPrice(trailAmount))
    return wrong(`trail: ${trailAmount} is not an amount over 0.`);
  if (trailPercent !== undefined && !(trailPercent > 0 && trailPercent < 100))
    return wrong(`trail: ${trailPercent} is not a percentage over 0 and under 100.`);
  if (type !== 'stop' && stopLoss !== undefined)
    return wrong('trail: a bracket has one loss, fixed or trailing, not both.');
  return undefined;
}

function checkPrices({ type, limitPrice, stopPrice, ...request }: OrderRequest): Refusal | undefined {
  const trails = request.trailAmount !== undefined || request.trailPercent !== undefined;
  const needsLimit = type === 'limit' || type === 'stop_limit';
  const needsStop = (type === 'stop' && !trails) || type === 'stop_limit';
  return (
    checkPrice('limit price', limitPrice, needsLimit, type) ??
    checkPrice('stop price', stopPrice, needsStop, type)
  );
}

function checkPrice(
  what: string,
  price: number | undefined,
  needed: boolean,
  type: string,
): Refusal | undefined {
  if (price === undefined) return needed ? wrong(`A ${named(type)} order needs a ${what}.`) : undefined;
  if (!needed) return wrong(`A ${named(type)} order takes no ${what}.`);
  return isPrice(price) ? undefined : wrong(`${what}: ${price} is not a price over 0.`);
}

/** Exits must lie on their sides of the entry's own price, where it has one. */
function checkExits({
  side,
  type,
  limitPrice,
  stopPrice,
  takeProfit,
  stopLoss,
}: OrderRequest): Refusal | undefined {
  for (const price of [takeProfit, stopLoss]) {
    if (price !== undefined && !isPrice(price)) return wrong(`${price} is not a price over 0.`);
  }
  const up = side === 'buy' ? 1 : -1;
  const entry = type === 'market' ? undefined : (limitPrice ?? stopPrice);
  const [above, below] = up === 1 ? ['over', 'under'] : ['under', 'over'];
  if (
    stopLoss !== undefined &&
    type === 'stop_limit' &&
    stopPrice !== undefined &&
    (stopPrice - stopLoss) * up <= 0
  ) {
    return wrong(`The stop-loss price of a ${side} order must be ${below} its stop price, ${stopPrice}.`);
  }
  if (takeProfit !== undefined && entry !== undefined && (takeProfit - entry) * up <= 0) {
    return wrong(`The take-profit price of a ${side} order must be ${above} its price, ${entry}.`);
  }
  if (stopLoss !== undefined && entry !== undefined && (entry - stopLoss) * up <= 0) {
    return wrong(`The stop-loss price of a ${side} order must be ${below} its price, ${entry}.`);
  }
  if (takeProfit !== undefined && stopLoss !== undefined && (takeProfit - stopLoss) * up <= 0) {
    return wrong(`The take-profit price of a ${side} order must be ${above} its stop-loss price.`);
  }
  return undefined;
}

const isPrice = (price: number): boolean =>
  Number.isFinite(price) && price <= HIGHEST_PRICE && toUnits(price) > 0;

const named = (type: string): string => type.replace('_', '-');
