import type { Ticker } from '../../base/epoch-ms.ts';
import { printNumber } from '../../base/decimal.ts';
import { feesOf } from '../matching/costs.ts';
import { fromMoney, printAmount, tidy, toMoney } from '../money.ts';
import type { Refusal, RefusalRule } from '../order.ts';
import type { OrderState } from '../order-state.ts';
import type { TradingRules } from '../trading-rules.ts';
import {
  leftToClose,
  maintenanceOf,
  openingShares,
  openingWeight,
  weigh,
  weightOf,
  weightWithout,
  type Exposure,
  type Weight,
} from './weights.ts';

const refused = (rule: RefusalRule, reason: string): Refusal => ({ rule, reason });

/** The most that an account counts. */
const MOST_MONEY = 9e11;

const tooMuch = ({ symbol }: OrderState, notional: number): Refusal =>
  refused(
    'request',
    `quantity: ${symbol} for ${printNumber(Math.round(notional))} is more than an account counts, 900,000,000,000.`,
  );

const withoutRate = ({ symbol, tradable }: OrderState, { rates }: TradingRules): Refusal => {
  const { currency } = tradable.instrument;
  const pair = `${currency}${rates.account}`;
  return refused(
    'currency',
    `currency: ${symbol} is priced in ${currency} and the account is in ${rates.account}; add a pair such as ${pair} to the session, or "currency_rates": {"${pair}": …} to trading_config.`,
  );
};

/** Prices in the usual form: cents at least, all places where there are more. */
function printPrice(price: number): string {
  const [, places = ''] = printNumber(price).split('.');
  return places.length > 4 ? printNumber(price) : printAmount(price);
}

/**
 * The limit that rejects an order, with its figures; undefined when none does. No limit rejects an order that only
 * makes a position smaller. Prices are the order's own or the last close; a fill at a worse price is not checked again.
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
  if (rules.kind === 'cash' && order.tradable.paysProfitOnly) {
    return refused('cash', `cash: ${order.symbol} is a future; futures need a margin account.`);
  }
  const rate = exposure.rateOf(order.tradable.instrument.currency);
  if (rate === undefined) return withoutRate(order, rules);
  const notional = Math.abs(order.tradable.value(price, opening)) * rate;
  if (notional > MOST_MONEY) return tooMuch(order, notional);
  const own = weigh(order.tradable, opening, tidy(notional), rate, rules);
  const value = tidy(own.taken);
  // Sentences are built only for a rejection; most orders have none.
  const what = (): string =>
    `${order.buys ? 'buying' : 'selling short'} ${printNumber(order.tradable.quantityOf(opening))} ${order.symbol} at ${printPrice(price)}`;
  return (
    overLimit(
      'max_per_trade',
      rules.maxPerTrade,
      value,
      () => `${what()} takes ${printAmount(value)} in one order`,
    ) ??
    checkSymbol(order, exposure, value, what) ??
    checkPositions(order, exposure) ??
    checkMoney(order, exposure, own, what)
  );
}

function overLimit(rule: RefusalRule, most: number, value: number, what: () => string): Refusal | undefined {
  return value <= most ? undefined : refused(rule, `${rule}: ${what()}; the most is ${printAmount(most)}.`);
}

/** The owner's lots must not become short where that is not allowed, for any net. */
function checkShorting(order: OrderState, { account, active, rules }: Exposure): Refusal | undefined {
  const { buys, symbol, owner, reduceOnly, remaining } = order;
  if (buys || reduceOnly) return undefined;
  if (remaining <= leftToClose(active, order, account.closable(order), owner)) return undefined;
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
  value: number,
  what: () => string,
): Refusal | undefined {
  const net = exposure.account.net(order.symbol);
  const adds = net !== undefined && (order.buys ? net.shares > 0 : net.shares < 0);
  let sum = value + (adds ? weightOf(net, exposure.rules).taken : 0);
  for (const other of exposure.active) {
    if (other !== order && other.symbol === order.symbol && other.buys === order.buys) {
      sum += openingWeight(other, exposure).taken;
    }
  }
  const { maxPerSymbol } = exposure.rules;
  return overLimit(
    'max_per_symbol',
    maxPerSymbol,
    sum,
    () => `${what()} brings the symbol to ${printAmount(sum)}`,
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

function checkMoney(
  order: OrderState,
  exposure: Exposure,
  own: Weight,
  what: () => string,
): Refusal | undefined {
  const { rules, account } = exposure;
  const others = weightWithout(order, exposure);
  const taken = tidy(others.taken + own.taken);
  const over = overLimit(
    'max_buying_power',
    rules.maxBuyingPower,
    taken,
    () => `${what()} brings all positions to ${printAmount(taken)}`,
  );
  if (over !== undefined) return over;
  if (rules.kind === 'cash') return checkCash(order, exposure, own.taken, what);
  const needed = roundUp(others.margin + own.margin);
  const { equityNow } = account;
  if (needed <= equityNow) return undefined;
  return refused(
    'margin',
    `margin: ${what()} needs ${printAmount(needed)} of equity behind all positions; there is ${printAmount(equityNow)}.`,
  );
}

/** Of a cash account: the money of working purchases is reserved. */
function checkCash(
  order: OrderState,
  exposure: Exposure,
  value: number,
  what: () => string,
): Refusal | undefined {
  const { rules, account } = exposure;
  let free = account.cashNow;
  for (const other of exposure.active) if (other !== order) free -= openingWeight(other, exposure).taken;
  free = tidy(free);
  const { fee } = feesOf(rules.costs, order, {
    shares: order.remaining,
    value: toMoney(value),
    traded: account.tradedThisMonth,
  });
  const needed = tidy(value + fromMoney(fee));
  if (needed <= free) return undefined;
  return refused(
    'cash',
    `cash: ${what()} takes ${printAmount(needed)} with fees; ${printAmount(free)} is free.`,
  );
}

/** Money that new positions may still use before a limit on all of them stops them; never below 0. */
export function buyingPower(exposure: Exposure): number {
  const { rules, account } = exposure;
  const { taken, margin } = weightWithout(undefined, exposure);
  const byAccount =
    rules.kind === 'cash'
      ? account.cashNow - taken + account.grossExposureNow
      : roundDown((account.equityNow - margin) / rules.initialMargin);
  return Math.max(0, tidy(Math.min(byAccount, rules.maxBuyingPower - taken)));
}

/** The limit that the account's positions exceed; then everything is closed. `dayStartEquity`: a double. */
export function brokenLimit({ rules, account }: Exposure, dayStartEquity: number): Refusal | undefined {
  const isMarginUsed = rules.kind === 'margin' && !account.isFlat;
  if (rules.maxDailyLoss === 0 && !isMarginUsed) return undefined;
  const { equityNow } = account;
  const loss = tidy(dayStartEquity - equityNow);
  if (rules.maxDailyLoss > 0 && loss >= rules.maxDailyLoss) {
    return refused(
      'max_daily_loss',
      `max_daily_loss: the day has lost ${printAmount(loss)}; at ${printAmount(rules.maxDailyLoss)} all is closed.`,
    );
  }
  if (!isMarginUsed) return undefined;
  const needed = roundUp(maintenanceOf(account, rules));
  if (equityNow >= needed) return undefined;
  return refused(
    'margin',
    `margin: positions of ${printAmount(account.grossExposureNow)} must have ${printAmount(needed)} of equity; there is ${printAmount(equityNow)}.`,
  );
}

/** Required equity is rounded up to 1/10,000, available money is rounded down to it. */
const roundUp = (amount: number): number => Math.ceil(amount * 10_000 - 1e-4) / 10_000;
const roundDown = (amount: number): number => Math.floor(amount * 10_000 + 1e-4) / 10_000;
