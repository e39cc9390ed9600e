import { describe, expect, it } from 'vitest';
import { asEpochMs, asTicker } from '../../../core/base/epoch-ms.ts';
import { toMoney } from '../../../core/execution/money.ts';
import { BrokerBench, fillText, orderOf, START } from '../../helpers/broker-harness.ts';

const AAPL = asTicker('AAPL');
const FLAT = '100 100 100 100 1e9';

/** The reason why an order is rejected after some others were filled at 100; `taken` when it is not. */
function refusalOf(
  trading: Readonly<Record<string, unknown>>,
  before: readonly string[],
  order: string,
): string {
  const bench = new BrokerBench(trading);
  for (const text of before) {
    const [symbol = '', ...rest] = text.split(' ');
    const answer = bench.submit(rest.join(' '), symbol);
    if (!answer.ok) throw new Error(answer.failure.message);
  }
  bench.minute({ AAPL: FLAT, MSFT: FLAT, NVDA: FLAT });
  const [symbol = '', ...rest] = order.split(' ');
  const answer = bench.submit(rest.join(' '), symbol);
  expect(answer.ok || answer.failure.code === 'order_refused').toBe(true);
  const last = bench.orders.at(-1);
  if (!answer.ok)
    expect(last).toMatchObject({ status: 'refused', refusal: { reason: answer.failure.message } });
  return answer.ok ? 'taken' : `${last?.refusal?.rule ?? ''} | ${answer.failure.message}`;
}

describe('a limit', () => {
  it.each([
    [{ max_per_trade: 1_000 }, [], 'AAPL buy 10 market', 'taken'],
    [
      { max_per_trade: 1_000 },
      [],
      'AAPL buy 11 market',
      'max_per_trade | max_per_trade: buying 11 AAPL at 100.00 takes 1,100.00 in one order; the most is 1,000.00.',
    ],
    [
      { max_per_trade: 1_000 },
      [],
      'AAPL buy 9 limit 111.12',
      'max_per_trade | max_per_trade: buying 9 AAPL at 111.12 takes 1,000.08 in one order; the most is 1,000.00.',
    ],
    [
      { max_per_symbol: 1_000 },
      ['AAPL buy 6 market'],
      'AAPL buy 5 market',
      'max_per_symbol | max_per_symbol: buying 5 AAPL at 100.00 brings the symbol to 1,100.00; the most is 1,000.00.',
    ],
    [
      { max_per_symbol: 1_000 },
      ['AAPL buy 6 limit 90'],
      'AAPL buy 5 market',
      'max_per_symbol | max_per_symbol: buying 5 AAPL at 100.00 brings the symbol to 1,040.00; the most is 1,000.00.',
    ],
    [{ max_per_symbol: 1_000 }, ['MSFT buy 6 market'], 'AAPL buy 5 market', 'taken'],
    [
      { max_open_positions: 2 },
      ['AAPL buy 1 market', 'MSFT buy 1 limit 90'],
      'NVDA buy 1 market',
      'max_open_positions | max_open_positions: NVDA would be position 3, orders counted; the most is 2.',
    ],
    [{ max_open_positions: 2 }, ['AAPL buy 1 market', 'MSFT buy 1 market'], 'MSFT buy 1 market', 'taken'],
    [
      { max_buying_power: 2_000 },
      ['AAPL buy 10 market', 'MSFT sell 5 market'],
      'NVDA buy 6 market',
      'max_buying_power | max_buying_power: buying 6 NVDA at 100.00 brings all positions to 2,100.00; the most is 2,000.00.',
    ],
    // No limit holds back an order that only makes a position smaller.
    [
      { max_per_trade: 1_000, max_buying_power: 1_000 },
      ['AAPL buy 10 market'],
      'AAPL sell 10 market',
      'taken',
    ],
    [{ max_per_trade: 1_000, max_per_symbol: 1_000 }, ['AAPL buy 10 market'], 'AAPL sell 20 market', 'taken'],
    [
      { max_per_trade: 1_000 },
      ['AAPL buy 10 market'],
      'AAPL sell 21 market',
      'max_per_trade | max_per_trade: selling short 11 AAPL at 100.00 takes 1,100.00 in one order; the most is 1,000.00.',
    ],
    [
      { account: 'cash', starting_cash: 1_000 },
      [],
      'AAPL buy 11 market',
      'cash | cash: buying 11 AAPL at 100.00 takes 1,100.00 with fees; 1,000.00 is free.',
    ],
    [
      { account: 'cash', starting_cash: 1_000 },
      ['MSFT buy 5 limit 90'],
      'AAPL buy 6 market',
      'cash | cash: buying 6 AAPL at 100.00 takes 600.00 with fees; 550.00 is free.',
    ],
    [
      { account: 'cash' },
      [],
      'AAPL sell 1 market',
      'shorting | shorting: a cash account cannot sell AAPL short.',
    ],
    [
      { starting_cash: 1_000 },
      [],
      'AAPL buy 21 market',
      'margin | margin: buying 21 AAPL at 100.00 needs 1,050.00 of equity behind all positions; there is 1,000.00.',
    ],
    [{ starting_cash: 1_000 }, [], 'AAPL buy 20 market', 'taken'],
    [
      { shorting: { allowed: false, not_borrowable: [], borrow_percent_per_year: 0 } },
      [],
      'AAPL sell 1 market',
      'shorting | shorting: selling AAPL short is switched off.',
    ],
    [
      { shorting: { allowed: true, not_borrowable: ['AAPL'], borrow_percent_per_year: 0 } },
      [],
      'AAPL sell 1 market',
      'shorting | shorting: no shares of AAPL can be borrowed.',
    ],
    [
      {},
      [],
      'AAPL buy 0 market',
      'request | quantity: 0 is not a whole number of shares from 1 to 100000000.',
    ],
    [
      {},
      [],
      'AAPL buy 1.5 market',
      'request | quantity: 1.5 is not a whole number of shares; the nearest: 1 or 2.',
    ],
    [{}, [], 'AAPL buy 1 iceberg', 'request | type: expected one of market, limit, stop, stop_limit.'],
    [{}, [], 'AAPL buy 1 limit 0', 'request | limit price: 0 is not a price over 0.'],
    [
      {},
      [],
      'AAPL buy 1 limit 99 tp 98',
      'request | The take-profit price of a buy order must be over its price, 99.',
    ],
    [
      {},
      [],
      'AAPL sell 1 limit 99 sl 98',
      'request | The stop-loss price of a sell order must be over its price, 99.',
    ],
    [{}, [], 'AAPL buy 1 limit 99 oco 7', 'request | Order 7 is not a working order of AAPL to pair with.'],
  ] as const)('%j after %j: %s', (trading, before, order, expected) => {
    expect(refusalOf(trading, before, order)).toBe(expected);
  });

  it('holds a market order without a price back', () => {
    const bench = new BrokerBench();
    bench.priceOf = () => undefined;
    const answer = bench.submit('buy 1 market');
    expect(answer).toMatchObject({
      failure: { message: 'AAPL has no price yet today; wait for its first bar or give a limit price.' },
    });
  });

  it('of the session comes first, with the reason that the session gives', () => {
    const bench = new BrokerBench();
    bench.refused = { rule: 'catch_up', reason: 'Orders are not taken during a catch-up.' };
    expect(bench.submit('buy 1 market')).toMatchObject({ ok: false, failure: { code: 'order_refused' } });
    expect(bench.orders.at(-1)?.refusal).toEqual(bench.refused);
  });
});

describe('a cash account', () => {
  it('buys no more than its cash pays for when the price has run away, and says so', () => {
    const bench = new BrokerBench({
      account: 'cash',
      starting_cash: 1_000,
      costs: { ...free, fee_per_order: 1 },
    });
    bench.submit('buy 9 market');
    bench.minute({ AAPL: '150 151 149 150' });
    expect(bench.fills.map(fillText)).toEqual(['#1 buy 6 @ 150 open']);
    expect(bench.user.account()).toMatchObject({ cash: 99, fees: 1 });
    expect(bench.user.order(1)).toMatchObject({ status: 'cancelled', refusal: { rule: 'cash' } });
  });
});

const free = {
  fee_per_order: 0,
  fee_per_share: 0,
  slippage_per_share: 0,
  spread_basis_points: 0,
  max_volume_share: 0,
  volume_impact: 0,
};

describe('the daily loss stop', () => {
  it('closes all at the next bar, takes no new position that day, and lets the next one trade', () => {
    const bench = new BrokerBench({ max_daily_loss: 100 });
    bench.submit('buy 10 market');
    bench.submit('buy 10 limit 50');
    bench.minute({ AAPL: '100 100 91 91' });
    expect(bench.halts).toEqual([]);
    bench.minute({ AAPL: '91 91 90 90' });
    expect(bench.halts).toEqual([
      { rule: 'max_daily_loss', reason: 'max_daily_loss: the day has lost 100.00; at 100.00 all is closed.' },
    ]);
    expect(bench.user.order(2)).toMatchObject({ status: 'cancelled', refusal: { rule: 'max_daily_loss' } });
    expect(bench.submit('buy 1 market')).toMatchObject({ ok: false });
    expect(bench.orders.at(-1)?.refusal?.rule).toBe('max_daily_loss');
    bench.minute({ AAPL: '89 89 89 89' });
    expect(bench.fills.map(fillText)).toEqual(['#1 buy 10 @ 100 open', '#3 sell 10 @ 89 open']);
    expect(bench.user.account()).toMatchObject({ cash: 999_890, equity: 999_890, realised: -110 });
    bench.broker.endDay({ open: START, close: bench.clock }, 1);
    bench.broker.startDay();
    expect(bench.halts.at(-1)).toBeUndefined();
    expect(bench.submit('buy 1 market').ok).toBe(true);
  });
});

describe('a margin account', () => {
  it('is closed when its equity falls under the maintenance margin', () => {
    const bench = new BrokerBench({ starting_cash: 1_000 });
    bench.submit('buy 20 market');
    bench.minute({ AAPL: '100 100 66 66.8' });
    // 1,336 of shares need 334 of equity; 336 are there.
    expect(bench.halts).toEqual([]);
    bench.minute({ AAPL: '66.8 67 66 66.6' });
    expect(bench.halts).toEqual([
      {
        rule: 'margin',
        reason: 'margin: positions of 1,332.00 must have 333.00 of equity; there is 332.00.',
      },
    ]);
  });

  it('pays for the shares that it borrows, by nights', () => {
    const bench = new BrokerBench({
      shorting: { allowed: true, not_borrowable: [], borrow_percent_per_year: 36 },
    });
    bench.submit('sell 100 market gtc');
    bench.minute({ AAPL: FLAT });
    bench.broker.endDay({ open: START, close: bench.clock }, 3);
    // 10,000 × 36% ÷ 360 × 3 nights.
    expect(bench.user.account()).toMatchObject({ borrowFees: 30, cash: 1_009_970, equity: 999_970 });
  });
});

describe('the kill switch', () => {
  it('cancels and closes everything, keeps trading halted over the day, until it is resumed', () => {
    const bench = new BrokerBench();
    bench.submit('buy 10 market tp 120 sl 80');
    bench.submit('sell 5 market', 'MSFT');
    bench.minute({ AAPL: FLAT, MSFT: FLAT });
    bench.user.flatten();
    bench.broker.endDay({ open: START, close: bench.clock }, 1);
    bench.broker.startDay();
    expect(bench.submit('buy 1 market')).toMatchObject({ ok: false });
    expect(bench.orders.at(-1)?.refusal?.rule).toBe('kill_switch');
    bench.minute({ AAPL: FLAT, MSFT: FLAT });
    expect(bench.user.positions()).toEqual([]);
    expect(bench.user.working()).toEqual([]);
    bench.broker.resume();
    expect(bench.submit('buy 1 market').ok).toBe(true);
  });

  it('works during a catch-up, which holds back every other order', () => {
    const bench = new BrokerBench();
    bench.submit('buy 10 market');
    bench.minute({ AAPL: FLAT });
    bench.refused = { rule: 'catch_up', reason: 'wait' };
    bench.user.flatten(AAPL);
    bench.minute({ AAPL: FLAT });
    expect(bench.user.position(AAPL)).toBeUndefined();
    expect(bench.halts).toEqual([]);
  });

  it('of a strategy closes what it opened, and leaves the rest alone', () => {
    const bench = new BrokerBench();
    const strategy = bench.broker.ordersOf({ kind: 'strategy', name: 'one' });
    strategy.submit(orderOf('buy 10 market'));
    bench.submit('buy 5 market', 'MSFT');
    bench.minute({ AAPL: FLAT, MSFT: FLAT });
    strategy.flatten();
    bench.minute({ AAPL: FLAT, MSFT: FLAT });
    expect(bench.user.positions().map(({ symbol }) => symbol)).toEqual(['MSFT']);
  });
});

describe('the life of an order', () => {
  it('of a day ends at its close, of one placed after it at the next; good till cancelled stays', () => {
    const bench = new BrokerBench();
    bench.submit('buy 1 limit 50');
    bench.submit('buy 1 limit 50 gtc');
    const close = asEpochMs(START + 60_000);
    bench.minute({ AAPL: FLAT });
    bench.submit('buy 1 limit 50');
    bench.broker.endDay({ open: START, close: close }, 1);
    expect(bench.user.working().map(({ id }) => id)).toEqual([2, 3]);
    expect(bench.user.order(1)).toMatchObject({ status: 'expired', refusal: { rule: 'day_ended' } });
    bench.broker.end();
    expect(bench.user.order(2)).toMatchObject({ status: 'expired', refusal: { rule: 'run_ended' } });
  });

  it('is not filled by bars outside regular hours, nor by the bar that it was placed in', () => {
    const bench = new BrokerBench();
    bench.submit('buy 1 market');
    bench.minute({ AAPL: FLAT }, {}, false);
    expect(bench.fills).toEqual([]);
    bench.clock = asEpochMs(bench.clock + 30_000);
    bench.submit('buy 1 market');
    bench.clock = asEpochMs(bench.clock - 30_000);
    bench.minute({ AAPL: FLAT });
    expect(bench.fills.map(({ orderId }) => orderId)).toEqual([1]);
    bench.minute({ AAPL: FLAT });
    expect(bench.fills.map(({ orderId }) => orderId)).toEqual([1, 2]);
  });

  it('continues after a change from the next bar on, within the same limits', () => {
    const bench = new BrokerBench({ max_per_trade: 1_000 });
    bench.submit('buy 10 limit 90');
    bench.minute({ AAPL: FLAT });
    expect(bench.user.replace(1, { limitPrice: 101 })).toMatchObject({ ok: false });
    expect(bench.user.order(1)).toMatchObject({ limitPrice: 90, workingFrom: START });
    expect(bench.user.replace(1, { limitPrice: 100, quantity: 9 })).toMatchObject({ ok: true });
    bench.minute({ AAPL: FLAT });
    expect(bench.fills.map(fillText)).toEqual(['#1 buy 9 @ 100 limit']);
    expect(bench.user.cancel(1)).toMatchObject({
      failure: { code: 'not_allowed', message: 'Order 1 is filled already.' },
    });
  });

  it('of a bracket ends with its entry', () => {
    const bench = new BrokerBench();
    bench.submit('buy 10 limit 90 tp 110 sl 80');
    bench.user.cancel(1);
    expect(bench.user.working()).toEqual([]);
    expect([2, 3].map((id) => bench.user.order(id)?.status)).toEqual(['cancelled', 'cancelled']);
  });
});

describe('a trade', () => {
  it('has its worst and best by highs and lows of the bars it was held through', () => {
    const bench = new BrokerBench();
    bench.submit('buy 10 market');
    bench.minute({ AAPL: '100 103 98 101' });
    bench.minute({ AAPL: '101 108 95 104' });
    bench.submit('sell 10 market');
    bench.minute({ AAPL: '106 130 50 100' });
    expect(bench.broker.account.trades()).toMatchObject([
      {
        gross: toMoney(60),
        worst: toMoney(-50),
        best: toMoney(80),
        bars: 2,
        entryValue: toMoney(1_000),
        exitValue: toMoney(1_060),
      },
    ]);
  });

  it('ends where a fill turns the position round, and the next begins there, the fee shared', () => {
    const bench = new BrokerBench({ costs: { ...free, fee_per_share: 0.01 } });
    bench.submit('buy 10 market');
    bench.minute({ AAPL: FLAT });
    bench.submit('sell 30 market');
    bench.minute({ AAPL: '110 110 110 110' });
    const trades = bench.broker.account.trades();
    expect(trades).toMatchObject([
      { direction: 'long', quantity: 10, gross: toMoney(100), fees: toMoney(0.2), exitAt: bench.clock },
      { direction: 'short', quantity: 20, gross: 0n, fees: toMoney(0.2), exitAt: undefined },
    ]);
  });

  it('is reckoned first in, first out', () => {
    const bench = new BrokerBench();
    bench.submit('buy 10 market');
    bench.minute({ AAPL: FLAT });
    bench.submit('buy 10 market');
    bench.minute({ AAPL: '110 110 110 110' });
    bench.submit('sell 10 market');
    bench.minute({ AAPL: '120 120 120 120' });
    expect(bench.user.position(AAPL)).toMatchObject({
      quantity: 10,
      averagePrice: 110,
      realised: 200,
      unrealised: 100,
    });
  });
});
