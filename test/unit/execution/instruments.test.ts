import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { fromMoney, toMoney } from '../../../core/execution/money.ts';
import type { InstrumentTable } from '../../../core/model/instrument.ts';
import { BrokerBench, START } from '../../helpers/broker-harness.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const RUNS = propertyRuns(100);

const INSTRUMENTS: InstrumentTable = {
  'BTC/USD': { asset_class: 'CRYPTO' },
  'PEPE/USD': { asset_class: 'CRYPTO' },
  'ES*': { asset_class: 'FUTURE', initial_margin: 15_000, maintenance_margin: 13_500 },
  'MES*': { asset_class: 'FUTURE' },
  XYZM5: { asset_class: 'FUTURE' },
  USDJPY: { asset_class: 'FOREX' },
  SIE: { currency: 'EUR' },
  '7203.T': { currency: 'JPY' },
  NOVO: { currency: 'DKK' },
  BRNZ5: { asset_class: 'FUTURE', multiplier: 10, currency: 'EUR', tick_size: 0.5 },
};

const bench = (trading: Readonly<Record<string, unknown>> = {}): BrokerBench => {
  const made = new BrokerBench({ currency: 'USD', currency_rates: { EURUSD: 1.1 }, ...trading }, INSTRUMENTS);
  made.firstPrice.set(asTicker('USDJPY'), 150);
  made.firstPrice.set(asTicker('AAPL'), 100);
  return made;
};

/** Fills and the account after them: bought at the first price, sold at the second. */
const ROUND_TRIPS: readonly [
  symbol: string,
  quantity: number,
  bought: number,
  sold: number,
  cashHeld: string,
  profit: string,
][] = [
  ['AAPL', 100, 100.01, 101.26, '989999', '125'],
  ['BTC/USD', 0.00012345, 97_431.27, 98_000, '999987.97210972', '0.07020972'],
  ['BTC/USD', 1.5, 97_431.27, 97_431.28, '853853.095', '0.015'],
  ['PEPE/USD', 100_000_000, 0.000020911, 0.000020912, '997908.9', '0.1'],
  ['PEPE/USD', 1_000_000_000, 0.000020911, 0.00002, '979089', '-911'],
  ['ESM5', 2, 6_050.25, 6_051.5, '1000000', '125'],
  ['ESM5', 1, 6_050.25, 6_050, '1000000', '-12.5'],
  ['MESM5', 3, 6_050.25, 6_051.5, '1000000', '18.75'],
  ['USDJPY', 100_000, 150, 151, '900000', '662.25165563'],
  ['USDJPY', 100_000, 150, 149, '900000', '-671.1409396'],
  ['SIE', 10, 200, 210, '997800', '110'],
  ['BRNZ5', 4, 500.5, 501, '1000000', '22'],
]; // prettier-ignore

describe('a position of any instrument', () => {
  it.each(ROUND_TRIPS)(
    '%s × %d from %d to %d is worth its money to the last unit',
    (symbol, quantity, bought, sold, cashHeld, profit) => {
      const made = bench();
      const { account } = made.broker;
      made.firstPrice.set(asTicker(symbol), bought);
      expect(made.submit(`buy ${quantity} market`, symbol)).toMatchObject({ ok: true });
      made.minute({ [symbol]: `${bought} ${bought} ${bought} ${bought} 1e12` });
      expect(made.fills.at(-1)).toMatchObject({ quantity, price: bought, position: quantity });
      expect(account.cash).toBe(toMoney(Number(cashHeld)));
      expect(account.equity).toBe(toMoney(1_000_000));
      expect(made.submit(`sell ${quantity} market`, symbol)).toMatchObject({ ok: true });
      made.minute({ [symbol]: `${sold} ${sold} ${sold} ${sold} 1e12` });
      expect(made.fills.at(-1)).toMatchObject({ quantity, price: sold, position: 0 });
      expect(account.realised).toBe(toMoney(Number(profit)));
      expect(account.cash).toBe(toMoney(1_000_000 + Number(profit)));
      expect(account.isFlat).toBe(true);
    },
  );

  it.each(ROUND_TRIPS)(
    '%s × %d sold short from %d to %d loses what a purchase gains',
    (symbol, quantity, bought, sold, _cash, profit) => {
      const made = bench();
      made.firstPrice.set(asTicker(symbol), bought);
      expect(made.submit(`sell ${quantity} market`, symbol)).toMatchObject({ ok: true });
      made.minute({ [symbol]: `${bought} ${bought} ${bought} ${bought} 1e12` });
      made.minute({ [symbol]: `${sold} ${sold} ${sold} ${sold} 1e12` });
      const { account } = made.broker;
      expect(fromMoney(account.unrealised)).toBeCloseTo(-Number(profit), 7);
      expect(account.equity).toBe(account.startingCash + account.unrealised);
      expect(made.submit(`buy ${quantity} market`, symbol)).toMatchObject({ ok: true });
      made.minute({ [symbol]: `${sold} ${sold} ${sold} ${sold} 1e12` });
      expect(account.realised).toBe(toMoney(-Number(profit)));
    },
  );

  it('of a part leaves the rest to the last unit', () => {
    const made = bench();
    const symbol = 'BTC/USD';
    made.firstPrice.set(asTicker(symbol), 97_431.27);
    made.submit('buy 0.1 market', symbol);
    made.minute({ [symbol]: '97431.27 97431.27 97431.27 97431.27' });
    for (const part of ['0.03333333', '0.03333333', '0.03333334']) {
      made.submit(`sell ${part} market`, symbol);
      made.minute({ [symbol]: '97431.27 97431.27 97431.27 97431.27' });
    }
    const { account } = made.broker;
    expect(account.isFlat).toBe(true);
    expect(account.cash).toBe(account.startingCash + account.realised);
    // Three parts are rounded once each.
    expect(Math.abs(Number(account.realised))).toBeLessThanOrEqual(2);
  });
});

/** An order, and the reason it is refused with. */
const REFUSED: readonly [symbol: string, order: string, reason: RegExp, trading?: Record<string, unknown>][] = [
  ['XYZM5', 'buy 1 limit 100', /^XYZM5 is a future whose multiplier is not known; give it in the config/],
  ['^GSPC', 'buy 1 limit 100', /^\^GSPC is an index, which cannot be traded/],
  ['NOVO', 'buy 1 limit 100', /^currency: NOVO is priced in DKK and the account is in USD; add a pair such as DKKUSD/],
  ['ESM5', 'buy 1 limit 6050.3', /6050\.3 is off the tick of ESM5, 0\.25; the nearest: 6050\.25 or 6050\.5/],
  ['ESM5', 'buy 1 limit 6050.25 tp 6060.1', /take-profit price: 6060\.1 is off the tick/],
  ['ESM5', 'buy 0.5 limit 6050.25', /0\.5 is not a whole number of contracts; the nearest: 1\./],
  ['AAPL', 'buy 1 limit 100.005', /100\.005 is off the tick of AAPL, 0\.01; the nearest: 100 or 100\.01/],
  ['AAPL', 'buy 1 limit 0.12345', /0\.12345 is off the tick of AAPL, 0\.0001; the nearest: 0\.1234 or 0\.1235/],
  ['BTC/USD', 'buy 0.000000015 limit 100', /0\.000000015 is not a multiple of 0\.00000001; the nearest: 0\.00000001 or 0\.00000002/],
  ['USDJPY', 'buy 1000 limit 150.0005', /150\.0005 is off the tick of USDJPY, 0\.001; the nearest: 150 or 150\.001/],
  ['AAPL', 'buy 1 limit -5', /-5 is not a price over 0/],
  ['ESM5', 'buy 67 limit 6050.25', /^margin: buying 67 ESM5 at 6,050\.25 needs 1,005,000\.00 of equity/],
  ['MESM5', 'buy 67 limit 6050.25', /^margin: buying 67 MESM5 at 6,050\.25 needs 1,013,416\.8750 of equity/],
  ['ESM5', 'buy 1 limit 6050.25', /^cash: ESM5 is a future; futures need a margin account/, { account: 'cash' }],
]; // prettier-ignore

describe('an order', () => {
  it.each(REFUSED)('of %s, %s, is refused in words', (symbol, order, reason, trading = {}) => {
    const made = bench(trading);
    const answer = made.submit(order, symbol);
    expect(answer.ok ? 'taken' : answer.failure.message).toMatch(reason);
    expect(made.orders.map(({ status }) => status)).toEqual(['refused']);
    made.minute({ [symbol]: '100 100 100 100' });
    expect(made.fills).toEqual([]);
  });

  it('of a future may name a price below zero', () => {
    const made = new BrokerBench({}, { CLK0: { asset_class: 'FUTURE' } });
    expect(made.submit('buy 1 limit -37.63', 'CLK0')).toMatchObject({ ok: true });
    made.minute({ CLK0: '-30 -29 -38 -35' });
    expect(made.fills).toMatchObject([{ price: -37.63 }]);
    expect(made.broker.account.unrealised).toBe(toMoney(2_630));
  });

  it('takes the margin of a contract against the limits, and its notional without one', () => {
    const limits = { max_per_trade: 30_000 };
    expect(bench(limits).submit('buy 2 limit 6050.25', 'ESM5')).toMatchObject({ ok: true });
    expect(bench(limits).submit('buy 1 limit 6050.25', 'MESM5')).toMatchObject({ ok: false });
  });

  it('is called when maintenance margin is missing', () => {
    const made = bench({ starting_cash: 30_000 });
    made.firstPrice.set(asTicker('ESM5'), 6_050);
    made.submit('buy 2 market', 'ESM5');
    made.minute({ ESM5: '6050 6050 6050 6050' });
    made.minute({ ESM5: '6050 6050 6010 6020.25' });
    expect(made.halts).toEqual([]);
    made.minute({ ESM5: '6020 6020 6010 6019.75' });
    expect(made.halts.map((halt) => halt?.reason)).toEqual([
      'margin: positions of 601,975.00 must have 27,000.00 of equity; there is 26,975.00.',
    ]);
  });
});

const SYMBOLS = ['AAPL', 'BTC/USD', 'PEPE/USD', 'ESM5', 'MESM5', 'USDJPY', 'SIE', '7203.T', 'BRNZ5'] as const;
type Name = (typeof SYMBOLS)[number];
/** Price at the start, places of prices, largest order in steps of `step`. */
const SHAPES: Readonly<Record<Name, { at: number; places: number; most: number; step: number }>> = {
  AAPL: { at: 100, places: 2, most: 200, step: 1 },
  'BTC/USD': { at: 97_431.27, places: 2, most: 99_999_999, step: 1e-8 },
  'PEPE/USD': { at: 0.000020911, places: 9, most: 2_000_000_000, step: 1 },
  ESM5: { at: 6_050.25, places: 2, most: 5, step: 1 },
  MESM5: { at: 6_050.25, places: 2, most: 20, step: 1 },
  USDJPY: { at: 149.873, places: 3, most: 200_000, step: 1 },
  SIE: { at: 187.34, places: 2, most: 300, step: 1 },
  '7203.T': { at: 2_812.5, places: 1, most: 3_000, step: 1 },
  BRNZ5: { at: 500.5, places: 1, most: 10, step: 1 },
};

const step = fc.record({
  symbol: fc.constantFrom(...SYMBOLS),
  side: fc.constantFrom('buy', 'sell'),
  size: fc.double({ min: 0, max: 1, noNaN: true }),
  moves: fc.array(fc.double({ min: -0.02, max: 0.02, noNaN: true }), { minLength: 9, maxLength: 9 }),
  flatten: fc.integer({ min: 0, max: 9 }),
});

const costs = fc.record({
  fee_per_order: fc.constantFrom(0, 0.37),
  fee_per_share: fc.constantFrom(0, 0.000013),
  slippage_per_share: fc.constant(0),
  volume_impact: fc.constant(0),
  spread_basis_points: fc.constantFrom(0, 3),
  max_volume_share: fc.constantFrom(0, 0.1),
});

describe('an account of shares, coins, futures and currencies', { timeout: 120_000 }, () => {
  it('adds up to the last unit after every minute', () => {
    let [fills, flat] = [0, 0];
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 30 }), costs, (steps, paid) => {
        const made = bench({
          costs: paid,
          shorting: { allowed: true, not_borrowable: [], borrow_percent_per_year: 7 },
        });
        const { account } = made.broker;
        for (const name of SYMBOLS) made.firstPrice.set(asTicker(name), SHAPES[name].at);
        const prices = new Map<Name, number>(SYMBOLS.map((name) => [name, SHAPES[name].at]));
        for (const { symbol, side, size, moves, flatten } of steps) {
          const { most, step: grid } = SHAPES[symbol];
          const quantity = Number((Math.max(1, Math.round(size * most)) * grid).toFixed(8));
          made.submit(`${side} ${quantity} market`, symbol);
          if (flatten === 0) made.user.flatten(asTicker(symbol));
          const bars: Record<string, string> = {};
          SYMBOLS.forEach((name, index) => {
            const open = prices.get(name) ?? 0;
            const close = Number((open * (1 + (moves[index] ?? 0))).toFixed(SHAPES[name].places));
            const [low, high] = open < close ? [open, close] : [close, open];
            bars[name] = `${open} ${high} ${low} ${close} ${most}`;
            prices.set(name, close);
          });
          made.minute(bars);
          const { cash, marketValue, equity, startingCash, realised, unrealised, fees, borrowFees } = account;
          expect(cash + marketValue).toBe(equity);
          expect(equity).toBe(startingCash + realised + unrealised - fees - borrowFees);
          expect(account.trades().reduce((sum, { profit }) => sum + profit, 0n)).toBe(equity - startingCash);
          expect(account.equityNow).toBeCloseTo(fromMoney(equity), 6);
          expect(account.grossExposureNow).toBeCloseTo(fromMoney(account.grossExposure), 6);
        }
        made.broker.endDay({ open: START, close: made.clock }, 1);
        made.user.flatten();
        for (let minute = 0; minute < 40 && !account.isFlat; minute++) {
          made.minute(
            Object.fromEntries(
              SYMBOLS.map((name) => [
                name,
                `${prices.get(name)} ${prices.get(name)} ${prices.get(name)} ${prices.get(name)} 1e13`,
              ]),
            ),
          );
        }
        expect(account.isFlat).toBe(true);
        expect(account.marketValue).toBe(0n);
        expect(account.cash).toBe(
          account.startingCash + account.realised - account.fees - account.borrowFees,
        );
        fills += made.fills.length;
        flat += 1;
      }),
      { numRuns: RUNS },
    );
    expect(fills).toBeGreaterThan(5 * RUNS);
    expect(flat).toBe(RUNS);
  });
});
