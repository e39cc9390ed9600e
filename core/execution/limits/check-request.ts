import { printNumber } from '../../base/decimal.ts';
import type { OrderRequest, OrderType, Refusal, TimeInForce } from '../order.ts';
import type { Tradable } from '../tradable.ts';

/** In units of the instrument: coins of very small prices trade by the billion. */
const MOST = 1_000_000_000_000;
const MOST_SHARES = 100_000_000;
const HIGHEST_PRICE = 10_000_000_000;

const TYPES: readonly unknown[] = ['market', 'limit', 'stop', 'stop_limit'] satisfies OrderType[];
const TIMES_IN_FORCE: readonly unknown[] = [
  'day',
  'gtc',
  'open',
  'close',
  'ioc',
  'fok',
] satisfies TimeInForce[];
/** Only market and limit orders can have these. */
const ONE_CHANCE: readonly unknown[] = ['open', 'close', 'ioc', 'fok'] satisfies TimeInForce[];

const wrong = (reason: string): Refusal => ({ rule: 'request', reason });

/**
 * The error of an order on its own, without the account and the market; undefined without one. `onTick`: false where
 * the symbol's own bars are off the tick, so that it does not bind prices.
 */
export function checkRequest(
  request: OrderRequest,
  tradable: Tradable,
  onTick: boolean,
): Refusal | undefined {
  const { tag } = request;
  if (tag !== undefined && (typeof tag !== 'string' || tag.length > 40))
    return wrong('tag: a text of at most 40 characters.');
  return (
    checkInstrument(tradable) ??
    checkQuantity(request.quantity, tradable) ??
    checkKind(request) ??
    checkTrail(request) ??
    checkPrices(request, tradable) ??
    checkExits(request, tradable) ??
    (onTick ? checkTicks(request, tradable) : undefined)
  );
}

function checkInstrument({ instrument }: Tradable): Refusal | undefined {
  const { symbol, assetClass, multiplier } = instrument;
  if (assetClass === 'INDEX') {
    const reason = `${symbol} is an index, which cannot be traded; trade a fund or a future on it.`;
    return { rule: 'instrument', reason };
  }
  if (multiplier !== undefined) return undefined;
  const reason = `${symbol} is a future whose multiplier is not known; give it in the config: "instruments": {"${symbol}": {"multiplier": …, "tick_size": …}}.`;
  return { rule: 'instrument', reason };
}

function checkQuantity(quantity: number, tradable: Tradable): Refusal | undefined {
  const { quantityStep: step, assetClass } = tradable.instrument;
  const most = step === 1 ? MOST_SHARES : MOST;
  const steps = Number.isFinite(quantity) ? tradable.stepsOf(quantity) : undefined;
  if (steps !== undefined && steps >= 1 && quantity <= most) return undefined;
  const whole = assetClass === 'FUTURE' ? 'contracts' : 'shares';
  const what = step === 1 ? `a whole number of ${whole}` : `a multiple of ${printNumber(step)}`;
  if (!Number.isFinite(quantity) || quantity <= 0 || quantity > most) {
    return wrong(`quantity: ${quantity} is not ${what} from ${printNumber(step)} to ${most}.`);
  }
  const below = tradable.quantityOf(tradable.stepsWithin(quantity));
  const above = tradable.quantityOf(tradable.stepsWithin(quantity) + 1);
  const nearest = below > 0 ? `${printNumber(below)} or ${printNumber(above)}` : printNumber(above);
  return wrong(`quantity: ${printNumber(quantity)} is not ${what}; the nearest: ${nearest}.`);
}

/** A strategy without types may pass any value. */
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
  if (trailAmount !== undefined && !(trailAmount >= 1e-12 && trailAmount <= HIGHEST_PRICE))
    return wrong(`trail: ${trailAmount} is not an amount over 0.`);
  if (trailPercent !== undefined && !(trailPercent > 0 && trailPercent < 100))
    return wrong(`trail: ${trailPercent} is not a percentage over 0 and under 100.`);
  if (type !== 'stop' && stopLoss !== undefined)
    return wrong('trail: a bracket has one loss, fixed or trailing, not both.');
  return undefined;
}

function checkPrices(
  { type, limitPrice, stopPrice, trailAmount, trailPercent }: OrderRequest,
  tradable: Tradable,
): Refusal | undefined {
  const trails = trailAmount !== undefined || trailPercent !== undefined;
  const needsLimit = type === 'limit' || type === 'stop_limit';
  const needsStop = (type === 'stop' && !trails) || type === 'stop_limit';
  return (
    checkPrice('limit price', limitPrice, needsLimit, type, tradable) ??
    checkPrice('stop price', stopPrice, needsStop, type, tradable)
  );
}

function checkPrice(
  what: string,
  price: number | undefined,
  needed: boolean,
  type: string,
  tradable: Tradable,
): Refusal | undefined {
  if (price === undefined) return needed ? wrong(`A ${named(type)} order needs a ${what}.`) : undefined;
  if (!needed) return wrong(`A ${named(type)} order takes no ${what}.`);
  return isPrice(price, tradable) ? undefined : wrong(`${what}: ${price} is not a price over 0.`);
}

/** Exits must lie on their sides of the entry's own price, where it has one. */
function checkExits(
  { side, type, limitPrice, stopPrice, takeProfit, stopLoss }: OrderRequest,
  tradable: Tradable,
): Refusal | undefined {
  for (const price of [takeProfit, stopLoss]) {
    if (price !== undefined && !isPrice(price, tradable)) return wrong(`${price} is not a price over 0.`);
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

function checkTicks(request: OrderRequest, tradable: Tradable): Refusal | undefined {
  const { limitPrice, stopPrice, takeProfit, stopLoss } = request;
  const prices = {
    'limit price': limitPrice,
    'stop price': stopPrice,
    'take-profit price': takeProfit,
    'stop-loss price': stopLoss,
  };
  for (const [what, price] of Object.entries(prices)) {
    if (price === undefined || tradable.isOnTick(price)) continue;
    const [below, above] = tradable.nearestTicks(price).map(printNumber);
    const { symbol } = tradable.instrument;
    const tick = printNumber(tradable.tickAt(price));
    return wrong(
      `${what}: ${printNumber(price)} is off the tick of ${symbol}, ${tick}; the nearest: ${below} or ${above}.`,
    );
  }
  return undefined;
}

/** Futures have traded below 0; nothing else has. */
const isPrice = (price: number, { instrument }: Tradable): boolean =>
  Number.isFinite(price) &&
  Math.abs(price) <= HIGHEST_PRICE &&
  (price >= 1e-12 || instrument.assetClass === 'FUTURE');

const named = (type: string): string => type.replace('_', '-');
