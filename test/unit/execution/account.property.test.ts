import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { OrderOwner } from '../../../core/execution/order.ts';
import type { Orders } from '../../../core/execution/orders.ts';
import { toMoney } from '../../../core/execution/money.ts';
import { BrokerBench, orderOf, START } from '../../helpers/broker-harness.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

/** Random bars, orders and costs. After each minute the account must add up, reckoned again from nothing but its fills. */
const SYMBOLS = ['AAPL', 'MSFT', 'NVDA'] as const;
/** The user and two strategies. */
const OWNERS = [undefined, 'one', 'two'] as const;
const cents = (min: number, max: number) => fc.integer({ min, max }).map((each) => each / 100);

const bar = fc
  .tuple(
    cents(8_000, 12_000),
    cents(0, 400),
    cents(0, 400),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 0, max: 500 }),
  )
  .map(([open, up, down, where, volume]) => {
    const [high, low] = [open + up, open - down];
    return `${open} ${high} ${low} ${(low + (high - low) * where).toFixed(4)} ${volume}`;
  });

const side = fc.constantFrom('buy', 'sell');
const price = cents(8_000, 12_000);
const order = fc.oneof(
  fc.tuple(side, fc.integer({ min: 1, max: 60 })).map(([way, shares]) => `${way} ${shares} market`),
  fc
    .tuple(side, fc.integer({ min: 1, max: 60 }), fc.constantFrom('limit', 'stop'), price)
    .map((each) => each.join(' ')),
  fc
    .tuple(side, fc.integer({ min: 1, max: 60 }), price, price)
    .map(([way, shares, stop, limit]) => `${way} ${shares} stop_limit ${stop} ${limit}`),
  fc
    .tuple(fc.integer({ min: 1, max: 60 }), cents(100, 900), cents(100, 900))
    .map(([shares, up, down]) => `buy ${shares} limit 100 tp ${100 + up} sl ${100 - down}`),
  fc
    .tuple(side, fc.integer({ min: 1, max: 60 }), cents(100, 900), fc.constantFrom('1%', '2', '5'))
    .map(
      ([way, shares, up, trail]) =>
        `${way} ${shares} market tp ${way === 'buy' ? 100 + up : 100 - up} trail ${trail}`,
    ),
  fc
    .tuple(side, fc.integer({ min: 1, max: 60 }), cents(100, 900), cents(100, 900))
    .map(([way, shares, up, down]) => {
      const sign = way === 'buy' ? 1 : -1;
      return `${way} ${shares} stop ${100 + sign} tp ${100 + sign * (1 + up)} sl ${100 + sign * (1 - down)}`;
    }),
  fc
    .tuple(side, fc.integer({ min: 1, max: 60 }), fc.constantFrom('ioc', 'fok', 'open', 'close'))
    .map(([way, shares, time]) => `${way} ${shares} market ${time}`),
  fc
    .tuple(side, fc.integer({ min: 1, max: 60 }), fc.constantFrom('1%', '3'))
    .map(([way, shares, trail]) => `${way} ${shares} stop trail ${trail}`),
  fc
    .tuple(side, fc.integer({ min: 1, max: 20 }), price, fc.integer({ min: 1, max: 12 }))
    .map(([way, shares, limit, other]) => `${way} ${shares} limit ${limit} oco ${other}`),
);

const minute = fc.record({
  bars: fc.tuple(...SYMBOLS.map(() => fc.option(bar, { nil: undefined }))),
  orders: fc.array(fc.tuple(fc.constantFrom(...OWNERS), fc.constantFrom(...SYMBOLS), order), {
    maxLength: 3,
  }),
  isLast: fc.boolean(),
  afterwards: fc.constantFrom(
    'nothing',
    'nothing',
    'nothing',
    'cancel',
    'replace',
    'flatten',
    'flatten AAPL',
    'flatten one',
    'remove two',
    'resume',
    'day',
  ),
});

const accounts = fc.record({
  account: fc.constantFrom('cash', 'margin'),
  starting_cash: fc.constantFrom(2_000, 20_000, 1_000_000),
  max_daily_loss: fc.constantFrom(0, 0, 200),
  shorting: fc.record({
    allowed: fc.boolean(),
    not_borrowable: fc.constant(['NVDA']),
    borrow_percent_per_year: fc.constantFrom(0, 30),
  }),
  costs: fc.record({
    fee_per_order: fc.constantFrom(0, 1),
    fee_per_share: fc.constantFrom(0, 0.0035),
    slippage_per_share: fc.constantFrom(0, 0.01),
    spread_basis_points: fc.constantFrom(0, 3),
    max_volume_share: fc.constantFrom(0, 0.1),
    volume_impact: fc.constantFrom(0, 0.1),
  }),
});

/** Equity, cash and shares reckoned again from the fills alone, exact. */
function reckon(bench: BrokerBench, lastCloses: ReadonlyMap<string, number>) {
  let cash = bench.broker.rules.startingCash - bench.broker.account.borrowFees;
  let fees = 0n;
  const shares = new Map<string, number>();
  for (const fill of bench.fills) {
    const signed = fill.side === 'buy' ? fill.quantity : -fill.quantity;
    cash -= toMoney(fill.price) * BigInt(signed) + toMoney(fill.fee);
    fees += toMoney(fill.fee);
    shares.set(fill.symbol, (shares.get(fill.symbol) ?? 0) + signed);
  }
  let value = 0n;
  for (const [symbol, held] of shares) value += BigInt(held) * toMoney(lastCloses.get(symbol) ?? 0);
  return { cash, fees, equity: cash + value, shares };
}

function check(bench: BrokerBench, lastCloses: ReadonlyMap<string, number>): void {
  const { account } = bench.broker;
  const again = reckon(bench, lastCloses);
  expect(account.cash).toBe(again.cash);
  expect(account.fees).toBe(again.fees);
  expect(account.equity).toBe(again.equity);
  expect(account.equity).toBe(
    account.startingCash + account.realised + account.unrealised - account.fees - account.borrowFees,
  );
  for (const [symbol, held] of again.shares) {
    expect(account.netQuantity(asTicker(symbol))).toBe(held);
    if (account.startingCash > 0 && bench.broker.rules.kind === 'cash')
      expect(held).toBeGreaterThanOrEqual(0);
  }
  if (bench.broker.rules.kind === 'cash') expect(account.cash).toBeGreaterThanOrEqual(0n);
  const trades = account.trades();
  const sum = trades.reduce((total, { profit }) => total + profit, 0n);
  expect(sum).toBe(account.equity - account.startingCash);
  for (const { worst, best, gross } of trades) {
    expect(worst).toBeLessThanOrEqual(gross < 0n ? gross : 0n);
    expect(best).toBeGreaterThanOrEqual(gross > 0n ? gross : 0n);
  }
}

const ordersOf = (bench: BrokerBench, name: string | undefined): Orders =>
  name === undefined ? bench.user : bench.broker.ordersOf({ kind: 'strategy', name });

const nameOf = (owner: OrderOwner): string => (owner.kind === 'strategy' ? owner.name : owner.kind);

/** The lots of the owners sum to the account's, and follow from the fills: what each closed, and what is left of it. */
function checkOwners(bench: BrokerBench): void {
  const { account } = bench.broker;
  for (const symbol of SYMBOLS.map((name) => asTicker(name))) {
    const held = new Map<string, number>();
    const add = (owner: OrderOwner, shares: number): void =>
      void held.set(nameOf(owner), (held.get(nameOf(owner)) ?? 0) + shares);
    for (const fill of bench.fills.filter((each) => each.symbol === symbol)) {
      const sign = fill.side === 'buy' ? 1 : -1;
      let left = fill.quantity;
      for (const closed of fill.lots ?? []) {
        add(closed.owner, sign * closed.quantity);
        left -= closed.quantity;
      }
      add(fill.owner, sign * left);
    }
    const holdings = account.holdingsOf(symbol);
    for (const holding of holdings) {
      expect(held.get(nameOf(holding.owner))).toBe(holding.quantity);
      if (bench.broker.rules.kind === 'cash') expect(holding.long).toBe(true);
    }
    expect([...held.values()].filter((shares) => shares !== 0).length).toBe(holdings.length);
    expect([...held.values()].reduce((total, each) => total + each, 0)).toBe(account.netQuantity(symbol));
  }
  const trades = account.trades();
  expect(trades.reduce((sum, { fees }) => sum + fees, 0n)).toBe(account.fees);
  expect(trades.reduce((sum, { borrowFees }) => sum + borrowFees, 0n)).toBe(account.borrowFees);
  expect(trades.reduce((sum, { gross }) => sum + gross, 0n)).toBe(account.realised + account.unrealised);
}

/** A working order that only closes has something to close, so it can never open a position. */
function checkClosers(bench: BrokerBench): void {
  const { account, orders } = bench.broker;
  for (const each of orders.active) {
    if (each.status === 'working' && each.reduceOnly) expect(account.closable(each)).toBeGreaterThan(0);
  }
}

/** The rules for orders after any history. */
function checkOrders(bench: BrokerBench): void {
  const filled = new Map<number, number>();
  for (const { orderId, quantity, clock, barOpen } of bench.fills) {
    filled.set(orderId, (filled.get(orderId) ?? 0) + quantity);
    expect(barOpen).toBeLessThan(clock);
  }
  for (const [id, shares] of filled) {
    const last = bench.user.order(id);
    expect(last?.filled).toBe(shares);
    expect(shares).toBeLessThanOrEqual(last?.quantity ?? 0);
    expect(last?.placedAt).toBeLessThanOrEqual(
      bench.fills.find(({ orderId }) => orderId === id)?.barOpen ?? 0,
    );
  }
  for (const open of bench.user.working()) expect(['working', 'held']).toContain(open.status);
}

describe('an account under random orders', { timeout: 120_000 }, () => {
  it('adds up to the last unit after every minute, and never fills an order in its own bar', () => {
    let fills = 0;
    fc.assert(
      fc.property(accounts, fc.array(minute, { minLength: 5, maxLength: 40 }), (account, minutes) => {
        const bench = new BrokerBench(account);
        const lastCloses = new Map<string, number>();
        for (const { bars, orders, isLast, afterwards } of minutes) {
          for (const [name, symbol, text] of orders) ordersOf(bench, name).submit(orderOf(text, symbol));
          bench.sessionClose = isLast ? bench.clock + 60_000 : Number.POSITIVE_INFINITY;
          const present = SYMBOLS.flatMap((symbol, index) =>
            bars[index] === undefined ? [] : [[symbol, bars[index]] as const],
          );
          bench.minute(Object.fromEntries(present));
          for (const [symbol, text] of present) lastCloses.set(symbol, Number(text.split(' ')[3]));
          const [first] = bench.user.working();
          if (afterwards === 'cancel' && first !== undefined) bench.user.cancel(first.id);
          if (afterwards === 'replace' && first !== undefined)
            bench.user.replace(first.id, { limitPrice: 100 });
          if (afterwards === 'flatten') bench.user.flatten();
          if (afterwards === 'flatten AAPL') bench.user.flatten(asTicker('AAPL'));
          if (afterwards === 'flatten one') ordersOf(bench, 'one').flatten();
          if (afterwards === 'remove two') {
            const refusal = { rule: 'strategy_stopped', reason: 'two was stopped.' } as const;
            bench.broker.removeOwner({ kind: 'strategy', name: 'two' }, refusal);
          }
          if (afterwards === 'resume') bench.broker.resume();
          if (afterwards === 'day') {
            bench.broker.endDay({ open: START, close: bench.clock }, 3);
            bench.broker.startDay();
          }
          check(bench, lastCloses);
          checkOwners(bench);
          checkClosers(bench);
        }
        checkOrders(bench);
        fills += bench.fills.length;
      }),
      { numRuns: propertyRuns(150) },
    );
    // Random orders that never fill would prove nothing.
    expect(fills).toBeGreaterThan(200);
  });
});
