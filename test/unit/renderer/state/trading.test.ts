import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { asEpochMs, asTicker } from '../../../../core/base/epoch-ms.ts';
import type { Order } from '../../../../core/execution/order.ts';
import type { TradingUpdate } from '../../../../electron/contract/trading.ts';
import { applyBatch } from '../../../../renderer/state/apply-batch.ts';
import { newOrder, readOrder, type OrderDraft } from '../../../../renderer/state/order-draft.ts';
import { EMPTY_COPY, visibleAnalysis } from '../../../../renderer/state/session-copy.ts';
import { mergedTrading, NO_TRADING } from '../../../../renderer/state/trading-copy.ts';
import { orderTerms } from '../../../../renderer/format/order-words.ts';
import { batch, header } from '../../../helpers/batches.ts';

const account: TradingUpdate['account'] = {
  kind: 'margin',
  currency: 'USD',
  startingCash: 100_000,
  cash: 100_000,
  marketValue: 0,
  grossExposure: 0,
  equity: 100_000,
  realised: 0,
  unrealised: 0,
  fees: 0,
  borrowFees: 0,
  dividends: 0,
  buyingPower: 100_000,
  dayStartEquity: 100_000,
  halted: null,
};

const order = (id: number, over: Partial<Order> = {}): Order => ({
  id,
  symbol: asTicker('RIVN'),
  side: 'buy',
  quantity: 100,
  type: 'market',
  limitPrice: null,
  stopPrice: null,
  trailAmount: null,
  trailPercent: null,
  timeInForce: 'day',
  role: 'plain',
  parent: null,
  ocoWith: null,
  owner: { kind: 'user' },
  tag: null,
  status: 'working',
  refusal: null,
  filled: 0,
  averagePrice: null,
  placedAt: asEpochMs(0),
  workingFrom: asEpochMs(0),
  ...over,
});

const update = (orders: readonly Order[]): TradingUpdate => ({ account, positions: [], orders, fills: [] });

test('an order has one row, which says what it was last', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }), { maxLength: 9 }),
      (updates) => {
        let copy = NO_TRADING;
        const last = new Map<number, number>();
        for (const [round, ids] of updates.entries()) {
          copy = mergedTrading(
            copy,
            update([...new Set(ids)].map((id) => order(id, { filled: round }))),
            1_000,
          );
          for (const id of ids) last.set(id, round);
        }
        const rows = copy.orders.map(({ id, filled }) => [id, filled]);
        expect(rows).toEqual([...last].sort(([a], [b]) => a - b));
      },
    ),
  );
});

test('while the session is blocked, orders and account do not change', () => {
  const apply = (copy: typeof EMPTY_COPY, next: ReturnType<typeof batch>) => {
    const applied = applyBatch(copy, next);
    if (applied.kind !== 'applied') throw new Error(applied.kind);
    return applied.copy;
  };
  let copy = apply(EMPTY_COPY, batch(1, { full: true, session: header(), trading: update([order(1)]) }));
  copy = apply(copy, batch(2, { session: header({ blocked: true }) }));
  copy = apply(copy, batch(3, { trading: update([order(2)]) }));
  expect(visibleAnalysis(copy).trading.orders.map(({ id }) => id)).toEqual([1]);
  copy = apply(copy, batch(4, { session: header({ blocked: false }) }));
  expect(visibleAnalysis(copy).trading.orders.map(({ id }) => id)).toEqual([1, 2]);
});

test.each<readonly [Partial<OrderDraft>, string]>([
  [{ symbol: '' }, 'Which symbol?'],
  [{ quantity: '1.5' }, 'Shares are a whole number, 1 or more'],
  [{ quantity: '' }, 'Shares are a whole number, 1 or more'],
  [{ type: 'limit' }, 'The limit needs a price'],
  [{ type: 'stop_limit', stop: '20' }, 'The limit needs a price'],
  [{ type: 'stop', stop: 'abc' }, 'The stop is not a price'],
  [{ stopLoss: '-1' }, 'Stop loss is not a price'],
])('what is typed and no order is said: %j', (typed, problem) => {
  expect(readOrder({ ...newOrder('RIVN'), ...typed })).toBe(problem);
});

test('prices that the type does not take are left out', () => {
  expect(readOrder({ ...newOrder('RIVN'), limit: '20', stop: '19', takeProfit: '22.5' })).toEqual({
    symbol: 'RIVN',
    side: 'buy',
    quantity: 100,
    order_type: 'market',
    time_in_force: 'day',
    take_profit: 22.5,
  });
});

test('terms of an order are its prices, and what it is for', () => {
  expect(orderTerms(order(1))).toBe('market');
  const exit = order(2, { type: 'stop_limit', stopPrice: 19, limitPrice: 18.5, role: 'stop_loss' });
  expect(orderTerms(exit)).toBe('stop 19.00, limit 18.50, stop loss');
});
