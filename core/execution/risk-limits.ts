import type { Ticker } from '../base/epoch-ms.ts';
import type { Account } from './account.ts';
import { feesOf } from './matching/costs.ts';
import { printMoney, times, type Units } from './money.ts';
import type { OrderOwner, Refusal, RefusalRule } from './order.ts';
import type { OrderState } from './order-state.ts';
import { isSameOwner } from './owner.ts';
import type { TradingRules } from './trading-rules.ts';

/** What limits look at: the account, the orders that work in it, and a price for those without one of their own. */
export interface Exposure {
  readonly rules: TradingRules;
  readonly account: Account;
  readonly active: readonly OrderState[];
  /** The last price known of a symbol. */
  priceOf(symbol: Ticker): Units | undefined;
}

const refused = (rule: RefusalRule, reason: string): Refusal => ({ rule, reason });

/**
 * Shares of an order that open or enlarge the symbol's net position. What it closes is counted once among the orders on its
 * side that are larger than what they close, in placing order.
 */
function openingShares({ account, active }: Exposure, order: OrderState): number {
  if (order.reduceOnly) return 0;
  const net = account.netShares(order.symbol);
  const closing = (order.buys ? net < 0 : net > 0) ? Math.abs(net) : 0;
  return Math.max(0, order.remaining - leftToClose(active, order, closing));
}

/** What earlier larger orders of the same side leave to close, of `shares`. */
function leftToClose(
  active: readonly OrderState[],
  order: OrderState,
  shares: number,
  owner?: OrderOwner,
): number {
  let left = shares;
  for (const other of active) {
    if (left <= 0 || other.id >= order.id) break;
    const competes = other.symbol === order.symbol && other.buys === order.buys && !other.reduceOnly;
    if (competes && (owner === undefined || isSameOwner(other.owner, owner))) left -= other.remaining;
  }
  return Math.max(0, left);
}

/**
 * The limit that keeps an order from being taken, with its figures; undefined when none does. What only makes a position
 * smaller is held back by none. Prices are the order's own or the last close; what a fill costs more is not asked again.
 */
export function checkLimits(order: OrderState, exposure: Exposure): Refusal | undefined {
  const shorting = checkShorting(order, exposure);
  if (shorting !== undefined) return shorting;
  const { rules } = exposure;
  const opening = openingShares(exposure, order);
  if (opening === 0) return undefined;
  const price = order.ownPrice ?? exposure.priceOf(order.symbol);
  if (price === undefined) {
    return refused(
      'symbol',
      `${order.symbol} has no price yet today; wait for its first bar or give a limit price.`,
    );
  }
  const value = times(price, opening);
  // Sentences are written only where there is a refusal to explain; most orders have none.
  const what = (): string =>
    `${order.buys ? 'buying' : 'selling short'} ${opening} ${order.symbol} at ${printMoney(price)}`;
  return (
    overLimit(
      'max_per_trade',
      rules.maxPerTrade,
      value,
      () => `${what()} takes ${printMoney(value)} in one order`,
    ) ??
    checkSymbol(order, exposure, value, what) ??
    checkPositions(order, exposure) ??
    checkMoney(order, exposure, value, what)
  );
}

function overLimit(rule: RefusalRule, most: Units, value: Units, what: () => string): Refusal | undefined {
  return value <= most ? undefined : refused(rule, `${rule}: ${what()}; the most is ${printMoney(most)}.`);
}

/** The owner's lots must not become short where that is not allowed, whatever the net. */
function checkShorting(order: OrderState, { account, active, rules }: Exposure): Refusal | undefined {
  const { buys, symbol, owner } = order;
  if (
    buys ||
    order.reduceOnly ||
    order.remaining <= leftToClose(active, order, account.closable(order), owner)
  ) {
    return undefined;
  }
  if (rules.kind === 'cash')
    return refused('shorting', `shorting: a cash account cannot sell ${symbol} short.`);
  if (!rules.shortingAllowed)
    return refused('shorting', `shorting: selling ${symbol} short is switched off.`);
  if (!rules.notBorrowable.has(symbol)) return undefined;
  return refused('shorting', `shorting: no shares of ${symbol} can be borrowed.`);
}

function checkSymbol(
  order: OrderState,
  exposure: Exposure,
  value: Units,
  what: () => string,
): Refusal | undefined {
  const held = exposure.account.netValue(order.symbol);
  let sum = value + ((order.buys ? held > 0 : held < 0) ? Math.abs(held) : 0);
  for (const other of exposure.active) {
    if (other !== order && other.symbol === order.symbol && other.buys === order.buys) {
      sum += openingValue(other, exposure);
    }
  }
  const { maxPerSymbol } = exposure.rules;
  return overLimit(
    'max_per_symbol',
    maxPerSymbol,
    sum,
    () => `${what()} brings the symbol to ${printMoney(sum)}`,
  );
}

function checkPositions(order: OrderState, exposure: Exposure): Refusal | undefined {
  const { account, active } = exposure;
  const { maxOpenPositions } = exposure.rules;
  if (account.holdings().length + active.length < maxOpenPositions) return undefined;
  const symbols = new Set<Ticker>([order.symbol]);
  for (const { symbol } of account.holdings()) symbols.add(symbol);
  for (const other of active) {
    if (openingShares(exposure, other) > 0) symbols.add(other.symbol);
  }
  if (symbols.size <= maxOpenPositions) return undefined;
  return refused(
    'max_open_positions',
    `max_open_positions: ${order.symbol} would be position ${symbols.size}, orders counted; the most is ${maxOpenPositions}.`,
  );
}

/** Money that positions and working orders take, leaving out one order and the position that it would turn round. */
function takenWithout(order: OrderState | undefined, exposure: Exposure): Units {
  let sum = 0;
  for (const symbol of exposure.account.symbols()) {
    const value = exposure.account.netValue(symbol);
    const turned = order !== undefined && symbol === order.symbol && value > 0 !== order.buys;
    if (!turned) sum += Math.abs(value);
  }
  for (const other of exposure.active) if (other !== order) sum += openingValue(other, exposure);
  return sum;
}

function openingValue(order: OrderState, exposure: Exposure): Units {
  const shares = openingShares(exposure, order);
  if (shares === 0) return 0;
  return times(order.ownPrice ?? exposure.priceOf(order.symbol) ?? 0, shares);
}

function checkMoney(
  order: OrderState,
  exposure: Exposure,
  value: Units,
  what: () => string,
): Refusal | undefined {
  const { rules, account } = exposure;
  const taken = takenWithout(order, exposure) + value;
  const over = overLimit(
    'max_buying_power',
    rules.maxBuyingPower,
    taken,
    () => `${what()} brings all positions to ${printMoney(taken)}`,
  );
  if (over !== undefined) return over;
  if (rules.kind === 'cash') return checkCash(order, exposure, value, what);
  const needed = Math.ceil(taken * rules.initialMargin);
  if (needed <= account.equity) return undefined;
  return refused(
    'margin',
    `margin: ${what()} needs ${printMoney(needed)} of equity behind all positions; there is ${printMoney(account.equity)}.`,
  );
}

/** Of a cash account: what buys that work already will take is spoken for. */
function checkCash(
  order: OrderState,
  exposure: Exposure,
  value: Units,
  what: () => string,
): Refusal | undefined {
  const { rules, account } = exposure;
  let free = account.cash;
  for (const other of exposure.active) if (other !== order) free -= openingValue(other, exposure);
  const shares = order.remaining;
  const needed = value + feesOf(rules.costs, order, { shares, value, traded: account.tradedThisMonth }).fee;
  if (needed <= free) return undefined;
  return refused(
    'cash',
    `cash: ${what()} takes ${printMoney(needed)} with fees; ${printMoney(free)} is free.`,
  );
}

/** What new positions may still take before a limit on all of them holds them back; never below 0. */
export function buyingPower(exposure: Exposure): Units {
  const { rules, account } = exposure;
  const taken = takenWithout(undefined, exposure);
  const byAccount =
    rules.kind === 'cash'
      ? account.cash - taken + account.grossExposure
      : Math.floor(account.equity / rules.initialMargin) - taken;
  return Math.max(0, Math.min(byAccount, rules.maxBuyingPower - taken));
}

/** The limit on what is held already that the account is over; then everything is closed. */
export function brokenLimit({ rules, account }: Exposure, dayStartEquity: Units): Refusal | undefined {
  const isMarginUsed = rules.kind === 'margin' && !account.isFlat;
  if (rules.maxDailyLoss === 0 && !isMarginUsed) return undefined;
  const { equity } = account;
  const loss = dayStartEquity - equity;
  if (rules.maxDailyLoss > 0 && loss >= rules.maxDailyLoss) {
    return refused(
      'max_daily_loss',
      `max_daily_loss: the day has lost ${printMoney(loss)}; at ${printMoney(rules.maxDailyLoss)} all is closed.`,
    );
  }
  if (!isMarginUsed) return undefined;
  const needed = Math.ceil(account.grossExposure * rules.maintenanceMargin);
  if (equity >= needed) return undefined;
  return refused(
    'margin',
    `margin: positions of ${printMoney(account.grossExposure)} must have ${printMoney(needed)} of equity; there is ${printMoney(equity)}.`,
  );
}
