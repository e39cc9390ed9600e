import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { parseClientOrderId } from '../../../core/live-feed/alpaca/paper/client-order-id.ts';
import { bothSides, PaperBench } from '../../helpers/paper-bench.ts';

/**
 * For any faults of connection and account (answers lost, orders lost, updates twice, in disorder, not at all, the
 * connection broken in the middle of a fill, the program killed): once they are compared, session and account are the
 * same, no order was placed twice, and no execution counted twice. More seeds:
 * `PAPER_RUNS=2000 npx vitest run --project unit …`.
 */

const RUNS = Number(process.env['PAPER_RUNS'] ?? 40);
const SYMBOLS = ['AAPL', 'KO'] as const;
const FAULTS = [
  'order_timeout',
  'order_lost',
  'order_reject',
  'order_429',
  'order_500',
  'partial_fills',
  'duplicate_fills',
  'disordered_fills',
  'lose_updates',
  'drop_updates',
] as const;

const fault = fc.record({
  kind: fc.constantFrom(...FAULTS),
  at: fc.integer({ min: 0, max: 9 }).map((minute) => `10:0${minute}`),
  seconds: fc.integer({ min: 5, max: 240 }),
  times: fc.integer({ min: 1, max: 6 }),
});

const symbol = fc.constantFrom(...SYMBOLS);
const quantity = fc.integer({ min: 1, max: 40 });
const side = fc.constantFrom('buy' as const, 'sell' as const);
/** Away from the price, in percent of it. */
const away = fc.integer({ min: -3, max: 3 });

const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('market' as const), symbol, side, quantity }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('limit' as const), symbol, side, quantity, away }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bracket' as const), symbol, side, quantity }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), order: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('replace' as const), order: fc.nat(20), away, quantity }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flatten' as const), symbol }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);
const step = fc.record({ action, ms: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40_000 })) });
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const priced = (bench: PaperBench, name: string, percent: number): number =>
  Math.round(((bench.venue.prices.get(name) ?? 1_000_000) / 10_000) * (100 + percent)) / 100;

async function act(bench: PaperBench, one: Action): Promise<void> {
  switch (one.do) {
    case 'market':
      return bench.submit({
        symbol: asTicker(one.symbol),
        side: one.side,
        quantity: one.quantity,
        type: 'market',
      });
    case 'limit': {
      const limitPrice = priced(bench, one.symbol, one.away);
      const { side: way, quantity: shares } = one;
      return bench.submit({
        symbol: asTicker(one.symbol),
        side: way,
        quantity: shares,
        type: 'limit',
        limitPrice,
      });
    }
    case 'bracket': {
      const up = one.side === 'buy' ? 1 : -1;
      return bench.submit({
        symbol: asTicker(one.symbol),
        side: one.side,
        quantity: one.quantity,
        type: 'market',
        takeProfit: priced(bench, one.symbol, up),
        stopLoss: priced(bench, one.symbol, -up),
      });
    }
    case 'cancel':
      return bench.cancel(one.order);
    case 'replace': {
      const order = bench.orders.find(({ id }) => id === one.order);
      if (order?.type !== 'limit') return undefined;
      const limitPrice = priced(bench, order.symbol, one.away);
      return bench.replace(
        one.order,
        order.parent === null ? { limitPrice, quantity: one.quantity } : { limitPrice },
      );
    }
    case 'flatten':
      return bench.flatten(one.symbol);
    case 'drop':
      return bench.dropLine();
    case 'restart':
      return bench.restart();
  }
}

/** After the last fault: the line is up, everything sent is concluded, and both are compared. */
async function settle(bench: PaperBench): Promise<void> {
  await bench.advance(20 * 60_000);
  bench.gateway.reconcileSoon();
  await bench.advance(30_000);
}

const bySize = (one: readonly unknown[], other: readonly unknown[]): number =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;

function expectSame(bench: PaperBench): void {
  const { account, session } = bothSides(bench);
  expect(session).toEqual(account);
  expect(bench.findings.filter((text) => /^(position|cash)_differs/.test(text))).toEqual([]);
  // Each order of the session once, under one name for each of its revisions.
  const names = bench.venue.all
    .map(({ terms }) => terms.clientOrderId)
    .filter((name) => name.startsWith('td-'));
  expect(new Set(names).size).toBe(names.length);
  for (const { body } of bench.sent.filter(({ method }) => method === 'POST')) {
    expect(parseClientOrderId(String(body['client_order_id']))).toMatchObject({ run: 'bench', revision: 0 });
  }
  const placed = bench.sent
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => body['client_order_id']);
  const orders = bench.orders.filter(({ parent }) => parent === null);
  expect(new Set(placed).size).toBeLessThanOrEqual(orders.length);
  // Each execution once.
  const told = bench.fills.map((fill) => [fill.symbol, fill.side, fill.quantity, fill.price]).sort(bySize);
  const made = bench.venue.executions
    .map(({ order, qty, price }) => [order.terms.symbol, order.terms.side, qty, price])
    .sort(bySize);
  expect(told).toEqual(made);
  // The orders that work there work here, and no others.
  const open = bench.orders.filter(({ status }) => ['pending', 'held', 'working'].includes(status));
  expect(open.length).toBe(bench.venue.all.filter(({ isOpen }) => isOpen).length);
}

describe('a paper account', () => {
  it('is the same on both sides after any faults of orders, answers and updates', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 5 }),
        fc.array(step, { minLength: 3, maxLength: 25 }),
        async (faults, steps) => {
          const bench = new PaperBench(faults);
          await bench.advance(2_000);
          for (const one of steps) {
            await act(bench, one.action);
            await bench.advance(one.ms);
          }
          await settle(bench);
          expectSame(bench);
        },
      ),
      { numRuns: RUNS },
    );
  }, 120_000);
});
