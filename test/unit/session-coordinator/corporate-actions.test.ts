import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asTicker, asTradingDay } from '../../../core/base/epoch-ms.ts';
import type { Ticker } from '../../../core/base/epoch-ms.ts';
import { ok } from '../../../core/base/result.ts';
import { fromMoney } from '../../../core/execution/money.ts';
import { splitRatioOf, type CorporateAction } from '../../../core/model/corporate-action.ts';
import type { TradingCommand } from '../../../core/session-coordinator/session/command.ts';
import { reportRun } from '../../../core/session-coordinator/results/run-summary.ts';
import { bars } from '../../helpers/bar-builder.ts';
import { memoryStore, type MemoryStore } from '../../helpers/memory-store.ts';
import { add, eventsOf, plan, playRun, sessionConfig } from '../../helpers/session-harness.ts';

const AAPL = asTicker('AAPL');
const [FIRST, SECOND] = ['2025-07-01', '2025-07-02'];

const split = (exDate: string, factor: number): CorporateAction => ({
  exDate: asTradingDay(exDate),
  kind: 'split',
  factor,
  amount: undefined,
});

const dividend = (exDate: string, amount: number): CorporateAction => ({
  exDate: asTradingDay(exDate),
  kind: 'cash_dividend',
  factor: undefined,
  amount,
});

/** A store that knows actions of AAPL. */
function withActions(store: MemoryStore, actions: readonly CorporateAction[], adjusted = false): MemoryStore {
  const availability = store.availability.bind(store);
  return Object.assign(store, {
    async availability(symbol: Ticker) {
      const found = await availability(symbol);
      if (!found.ok || found.value === undefined || symbol !== AAPL) return found;
      return ok({ ...found.value, actions, adjusted });
    },
  });
}

/** Minutes of a day at one price, with a wiggle of a dollar. */
const flat = (day: string, price: number, symbol = 'AAPL') =>
  bars(symbol)
    .from(`${day} 09:30`)
    .minutes(30)
    .shaped(() => [price, price, price, price, 1_000])
    .build();

const order = (over: Partial<Extract<TradingCommand, { type: 'place_order' }>> = {}): TradingCommand => ({
  type: 'place_order',
  symbol: 'AAPL',
  side: 'buy',
  quantity: 10,
  order_type: 'market',
  ...over,
});

const wide = (config: ReturnType<typeof sessionConfig>, over: Readonly<Record<string, unknown>> = {}) => ({
  ...config,
  trading_config: {
    ...config.trading_config,
    max_buying_power: 1e9,
    max_per_trade: 1e9,
    max_per_symbol: 1e9,
    ...over,
  },
});

const twoDays = wide(
  sessionConfig({ symbols: ['AAPL', 'MSFT'], streams: ['1m'], day: FIRST, until: SECOND }),
);

describe('a split over night', () => {
  it.each<[string, number, number, number, number]>([
    ['4 for 1', 0.25, 40, 100, 90],
    ['2 for 1', 0.5, 20, 200, 180],
    ['7 for 1, written with six places', 0.142857, 70, 400 / 7, 51.43],
  ])('of %s multiplies the shares and divides the stop', async (_name, factor, shares, price, stop) => {
    const store = withActions(
      memoryStore(flat(FIRST, 400), flat(SECOND, price), flat(FIRST, 50, 'MSFT'), flat(SECOND, 50, 'MSFT')),
      [split(SECOND, factor)],
    );
    const { run } = await playRun(store, twoDays, {
      planned: [plan(`${FIRST} 09:35`, order({ stop_loss: 360 }))],
    });
    const [position] = run.broker.ordersOf({ kind: 'user' }).positions();
    expect(position).toMatchObject({ quantity: shares });
    expect(position?.averagePrice).toBeCloseTo(400 * factor, 3);
    const loss = run.broker.ordersOf({ kind: 'user' }).order(2);
    expect(loss).toMatchObject({ quantity: shares, stopPrice: stop, status: 'expired' });
    expect(eventsOf({ run }, 'corporate_action')).toMatchObject([
      { kind: 'split', ex_date: SECOND, position_before: 10, position: shares, cash: 0 },
    ]);
    expect(eventsOf({ run }, 'position_warning')).toEqual([]);
    expect(fromMoney(run.broker.account.equity)).toBeCloseTo(100_000, 4);
  });

  it('does the same to a symbol that joined late', async () => {
    const store = () =>
      withActions(
        memoryStore(flat(FIRST, 400), flat(SECOND, 100), flat(FIRST, 50, 'MSFT'), flat(SECOND, 50, 'MSFT')),
        [split(SECOND, 0.25)],
      );
    const late = wide(sessionConfig({ symbols: ['MSFT'], streams: ['1m'], day: FIRST, until: SECOND }));
    const planned = [
      plan(`${FIRST} 09:45`, order({ stop_loss: 360 })),
      plan(`${SECOND} 09:40`, order({ side: 'sell', quantity: 40 })),
    ];
    const from = await playRun(store(), twoDays, { planned });
    const joined = await playRun(store(), late, { planned: [add(`${FIRST} 09:40`, 'AAPL'), ...planned] });
    const told = (run: typeof from.run) => [
      run.broker.fills.map(({ quantity, price, position, cash }) => [quantity, price, position, cash]),
      eventsOf({ run }, 'corporate_action').map((event) => ({ ...event, seq: 0 })),
    ];
    expect(told(joined.run)).toEqual(told(from.run));
    expect(joined.run.broker.fills.map(({ quantity }) => quantity)).toEqual([10, 40]);
  });

  it('pays a fraction of a share in cash, and ends an order without a whole share', async () => {
    const store = withActions(
      memoryStore(flat(FIRST, 10), flat(SECOND, 100), flat(FIRST, 50, 'MSFT'), flat(SECOND, 50, 'MSFT')),
      [split(SECOND, 10)],
    );
    const { run } = await playRun(store, twoDays, {
      planned: [
        plan(`${FIRST} 09:35`, order({ quantity: 25 })),
        plan(
          `${FIRST} 09:40`,
          order({ quantity: 9, order_type: 'limit', limit_price: 5, time_in_force: 'gtc' }),
        ),
      ],
    });
    const { account } = run.broker;
    expect(account.netQuantity(AAPL)).toBe(2);
    // Half a share at 100.
    expect(fromMoney(account.cash)).toBe(100_000 - 250 + 50);
    expect(fromMoney(account.equity)).toBe(100_000);
    expect(run.broker.ordersOf({ kind: 'user' }).order(2)).toMatchObject({
      status: 'cancelled',
      refusal: { rule: 'corporate_action' },
    });
    expect(account.equity).toBe(account.startingCash + account.realised + account.unrealised);
  });

  it('before the position was opened changes nothing', async () => {
    const store = withActions(
      memoryStore(flat(FIRST, 400), flat(SECOND, 100), flat(FIRST, 50, 'MSFT'), flat(SECOND, 50, 'MSFT')),
      [split(FIRST, 0.25), split('2025-07-03', 0.5)],
    );
    const { run } = await playRun(store, twoDays, { planned: [plan(`${FIRST} 09:35`, order())] });
    expect(run.broker.account.netQuantity(AAPL)).toBe(10);
    expect(eventsOf({ run }, 'corporate_action')).toEqual([]);
  });
});

describe('raw prices with their splits', { timeout: 60_000 }, () => {
  it('give the equity of adjusted prices', async () => {
    const price = fc.integer({ min: 100, max: 500 }).map((each) => each * 4);
    await fc.assert(
      fc.asyncProperty(
        fc.array(price, { minLength: 30, maxLength: 30 }),
        fc.array(price, { minLength: 30, maxLength: 30 }),
        fc.array(
          fc.tuple(
            fc.integer({ min: 1, max: 25 }),
            fc.constantFrom('buy', 'sell'),
            fc.integer({ min: 1, max: 50 }),
          ),
          { minLength: 1, maxLength: 6 },
        ),
        fc.constantFrom(2, 4),
        async (before, after, trades, ratio) => {
          const day = (name: string, prices: readonly number[], by: number) =>
            bars('AAPL')
              .from(`${name} 09:30`)
              .minutes(30)
              .shaped((index) => {
                const at = (prices[index] ?? 1) / by;
                return [at, at, at, at, 1_000];
              })
              .build();
          const planned = (by: number) =>
            trades.map(([minute, side, quantity], index) =>
              plan(
                `${index % 2 === 0 ? FIRST : SECOND} 09:${30 + minute}`,
                order({ side: side as 'buy', quantity: quantity * (index % 2 === 0 ? by : ratio) }),
              ),
            );
          const config = wide(
            sessionConfig({ symbols: ['AAPL'], streams: ['1m'], day: FIRST, until: SECOND }),
            { starting_cash: 1e8 },
          );
          const raw = await playRun(
            withActions(memoryStore(day(FIRST, before, 1), day(SECOND, after, ratio)), [
              split(SECOND, 1 / ratio),
            ]),
            config,
            { planned: planned(1).sort((a, b) => a.at - b.at) },
          );
          const adjusted = await playRun(
            memoryStore(day(FIRST, before, ratio), day(SECOND, after, ratio)),
            config,
            { planned: planned(ratio).sort((a, b) => a.at - b.at) },
          );
          const curve = (run: typeof raw.run) =>
            reportRun(run).equity.map(({ clock, equity }) => [clock, equity]);
          expect(curve(raw.run)).toEqual(curve(adjusted.run));
          expect(raw.run.broker.account.equity).toBe(adjusted.run.broker.account.equity);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a dividend', () => {
  const played = (side: 'buy' | 'sell') =>
    playRun(
      withActions(
        memoryStore(flat(FIRST, 100), flat(SECOND, 99.5), flat(FIRST, 50, 'MSFT'), flat(SECOND, 50, 'MSFT')),
        [dividend(SECOND, 0.5)],
      ),
      twoDays,
      {
        planned: [
          plan(`${FIRST} 09:35`, order({ side })),
          plan(`${SECOND} 09:35`, { type: 'flatten', symbol: 'AAPL' }),
        ],
      },
    );

  it('pays what is long', async () => {
    const { run } = await played('buy');
    const { account } = run.broker;
    expect(fromMoney(account.dividends)).toBe(5);
    expect(fromMoney(account.equity)).toBe(100_000);
    expect(account.trades()).toMatchObject([{ gross: -500_000_000n, dividends: 500_000_000n, profit: 0n }]);
    expect(eventsOf({ run }, 'corporate_action')).toMatchObject([
      { kind: 'cash_dividend', amount: 0.5, cash: 5, position: 10 },
    ]);
    expect(reportRun(run)).toMatchObject({ account: { dividends: 5, realised: -5 } });
  });

  it('is paid by short positions', async () => {
    const { account } = (await played('sell')).run.broker;
    expect(fromMoney(account.dividends)).toBe(-5);
    expect(fromMoney(account.equity)).toBe(100_000);
  });
});

describe('history before the session', () => {
  const history = { historical: { enable_quality: false, data: [{ trailing_days: 1, intervals: ['1m'] }] } };
  const actions = [split(SECOND, 0.25), dividend(SECOND, 0.5), split('2025-07-03', 0.5)];
  it.each([
    ['raw', 400, 1_000],
    ['splits', 100, 4_000],
    ['total', 99.875, 4_000],
  ] as const)('is %s', async (adjustment, close, volume) => {
    const config = sessionConfig({
      symbols: ['AAPL'],
      streams: ['1m'],
      day: SECOND,
      data: { ...history, adjustment },
    });
    const { run } = await playRun(
      withActions(memoryStore(flat(FIRST, 400), flat(SECOND, 100)), actions),
      config,
    );
    const read = run.day?.data.record(AAPL)?.history.get('1m');
    expect(read?.bars.close[29]).toBeCloseTo(close, 9);
    expect(read?.bars.volume[29]).toBe(volume);
  });

  it('is refused when the bars were adjusted at import', async () => {
    const config = sessionConfig({ symbols: ['AAPL'], streams: ['1m'], day: SECOND });
    const { outcome } = await playRun(
      withActions(memoryStore(flat(FIRST, 400), flat(SECOND, 100)), actions, true),
      config,
    );
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(outcome)).toContain('would adjust them again');
  });
});

describe('the ratio of a factor', () => {
  it.each([
    [0.25, 4, 1],
    [0.142857, 7, 1],
    [0.6666667, 3, 2],
    [10, 1, 10],
    [1.5, 2, 3],
    [0.05, 20, 1],
    [0.952381, 21, 20],
    [1, 1, 1],
  ])('%d is %d for %d', (factor, gets, gives) => expect(splitRatioOf(factor)).toEqual({ gets, gives }));
});
