import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { TradingCommand } from '../../../core/session-coordinator/session/command.ts';
import { plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import type { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { toMoney } from '../../../core/execution/money.ts';
import { add, eventsOf, plan, playRun, remove, sessionConfig } from '../../helpers/session-harness.ts';

const AAPL = asTicker('AAPL');

type PlaceOrder = Extract<TradingCommand, { type: 'place_order' }>;

const market = (side: 'buy' | 'sell', quantity: number, symbol = 'AAPL'): PlaceOrder => ({
  type: 'place_order',
  symbol,
  side,
  quantity,
  order_type: 'market',
});

/** Bar `n` opens at 100 + n, closes half a dollar over, and spans a dollar to either side. */
const rising = (symbol: string, day = '2025-07-02') =>
  bars(symbol)
    .from(`${day} 09:30`)
    .minutes(390)
    .shaped((n) => [100 + n, 101.5 + n, 99 + n, 100.5 + n, 1_000]);

const world = (...more: ReturnType<typeof rising>[]) =>
  memoryStore(...[rising('AAPL'), rising('MSFT'), ...more].map((each) => each.build()));

const config = (trading: Readonly<Record<string, unknown>> = {}, until = '2025-07-02') => ({
  ...sessionConfig({ symbols: ['AAPL'], streams: ['1m'], until }),
  trading_config: {
    ...sessionConfig({ symbols: ['AAPL'] }).trading_config,
    max_per_trade: 50_000,
    max_per_symbol: 50_000,
    ...trading,
  },
});

describe('orders of the user in a session', () => {
  it('are filled at the open of the next bar, and known when it closes', async () => {
    const played = await playRun(world(), config(), {
      planned: [
        plan('2025-07-02 10:00', market('buy', 100)),
        plan('2025-07-02 10:30:20', market('sell', 100)),
      ],
    });
    const fills = eventsOf(played, 'fill').map(({ clock, bar_open, price, position, cash }) => [
      clock,
      bar_open,
      price,
      position,
      cash,
    ]);
    expect(fills).toEqual([
      ['2025-07-02T14:01:00.000Z', '2025-07-02T14:00:00.000Z', 130, 100, 87_000],
      // Placed within the minute of 10:30, so that minute's bar has no part in it.
      ['2025-07-02T14:32:00.000Z', '2025-07-02T14:31:00.000Z', 161, 0, 103_100],
    ]);
    expect(played.run.trading.broker.account.trades()).toMatchObject([
      { symbol: 'AAPL', direction: 'long', quantity: 100, profit: toMoney(3_100), bars: 31 },
    ]);
  });

  it('have no price to go by before the first bar of the day; with a limit they are taken', async () => {
    const limit: PlaceOrder = { ...market('buy', 10), order_type: 'limit', limit_price: 100 };
    const played = await playRun(world(), config(), {
      planned: [plan('2025-07-02 09:30', market('buy', 10)), plan('2025-07-02 09:30', limit)],
    });
    expect(played.outcome).toEqual({ kind: 'completed' });
    expect(eventsOf(played, 'order').map(({ status }) => status)).toEqual(['refused', 'working', 'filled']);
    expect(eventsOf(played, 'fill').map(({ clock, price }) => [clock, price])).toEqual([
      ['2025-07-02T13:31:00.000Z', 100],
    ]);
  });

  it('replay from the journal byte for byte', async () => {
    const first = await playRun(world(), config(), {
      planned: [
        plan('2025-07-02 10:00', market('buy', 100)),
        plan('2025-07-02 10:00', { ...market('sell', 100), order_type: 'limit', limit_price: 140 }),
        plan('2025-07-02 10:05', { type: 'replace_order', order: 2, limit_price: 138 }),
        plan('2025-07-02 10:30', market('buy', 10)),
        plan('2025-07-02 10:31', market('sell', 1_000_000)),
        plan('2025-07-02 10:40', { type: 'flatten' }),
        plan('2025-07-02 10:45', market('buy', 10)),
        plan('2025-07-02 10:50', { type: 'resume_trading' }),
        plan('2025-07-02 10:51', { type: 'cancel_order', order: 99 }),
      ],
    });
    expect(first.outcome).toEqual({ kind: 'completed' });
    expect(eventsOf(first, 'fill').map(({ price, side }) => [side, price])).toEqual([
      ['buy', 130],
      ['sell', 138],
      ['buy', 160],
      ['sell', 170],
    ]);
    const again = await playRun(world(), config(), {
      planned: plannedFromJournal(first.journal),
      fastForwardUntil: Number.POSITIVE_INFINITY,
    });
    expect(again.events).toEqual(first.events);
  });

  it('are refused while a symbol catches up, with the reason; resting ones are left alone', async () => {
    let session: SessionRun | undefined;
    const seen: string[] = [];
    const played = await playRun(world(), config(), {
      planned: [
        plan('2025-07-02 09:31', { ...market('buy', 10), order_type: 'limit', limit_price: 99.5 }),
        add('2025-07-02 11:00', 'MSFT'),
      ],
      onOpen(run) {
        session = run;
        run.log.subscribe(({ type }) => {
          if (type !== 'session_state' || run.gate.active || seen.length > 0) return;
          const user = run.trading.broker.ordersOf({ kind: 'user' });
          for (const symbol of ['AAPL', 'MSFT']) {
            const answer = user.submit({
              symbol: asTicker(symbol),
              side: 'buy',
              quantity: 1,
              type: 'market',
            });
            seen.push(answer.ok ? 'taken' : `${answer.failure.code}: ${answer.failure.message}`);
          }
          seen.push(String(user.working().length));
        });
      },
    });
    expect(session).toBeDefined();
    expect(seen).toEqual([
      'order_refused: Orders are not taken during a catch-up: MSFT has 0 of 90 bars.',
      'order_refused: Orders are not taken during a catch-up: MSFT has 0 of 90 bars.',
      '1',
    ]);
    expect(eventsOf(played, 'order').at(-1)).toMatchObject({
      order: 1,
      status: 'expired',
      rule: 'day_ended',
    });
  });

  it('keep their symbol in the session, and carry it over to the next day', async () => {
    const store = world(rising('AAPL', '2025-07-03'), rising('MSFT', '2025-07-03'));
    const played = await playRun(store, config({}, '2025-07-03'), {
      planned: [
        plan('2025-07-02 09:40', { type: 'add', symbol: 'MSFT', added_by: 'scanner' }),
        plan('2025-07-02 09:45', market('sell', 10, 'MSFT')),
        remove('2025-07-02 10:00', 'MSFT'),
        plan('2025-07-03 10:00', market('buy', 10, 'MSFT')),
        remove('2025-07-03 10:30', 'MSFT'),
      ],
    });
    expect(eventsOf(played, 'command_refused').map(({ reason }) => reason)).toEqual([
      'MSFT cannot be removed: a position of -10 shares is open.',
    ]);
    expect(eventsOf(played, 'symbol_removed').map(({ clock }) => clock)).toEqual([
      '2025-07-03T14:30:00.000Z',
    ]);
    expect(
      eventsOf(played, 'symbol_requested').map(({ symbol, added_by }) => `${symbol} ${added_by}`),
    ).toEqual(['AAPL config', 'MSFT scanner', 'AAPL config', 'MSFT scanner']);
  });
});

describe('a bar that reaches both exits of a bracket', () => {
  /** Flat at 100 but for the minute of 10:05, which spans both exits. */
  const flat = bars('AAPL')
    .from('2025-07-02 09:30')
    .minutes(60)
    .shaped(() => [100, 100.5, 99.5, 100, 1_000])
    .with(35, { high: 106, low: 94 });
  const bracket = { ...market('buy', 10), take_profit: 105, stop_loss: 95 };
  const soldAt = async (...more: ReturnType<typeof rising>[]) => {
    const store = memoryStore(...[flat, ...more].map((each) => each.build()));
    const played = await playRun(store, config(), { planned: [plan('2025-07-02 10:00', bracket)] });
    const [, exit] = eventsOf(played, 'fill');
    const looked = store.asked.filter((asked) => asked.includes(' 1s '));
    return { price: exit?.price, clock: exit?.clock, bar: exit?.bar_open, looked: looked.length };
  };
  const at1006 = { clock: '2025-07-02T14:06:00.000Z', bar: '2025-07-02T14:05:00.000Z' };

  it('is looked into by the seconds of the store, and only that bar', async () => {
    const up = bars('AAPL')
      .from('2025-07-02 10:05')
      .seconds(60)
      .shaped((n) =>
        n === 20 ? [100, 106, 100, 100, 10] : n === 40 ? [100, 100, 94, 100, 10] : [100, 100, 100, 100, 10],
      );
    expect(await soldAt(up)).toEqual({ price: 105, ...at1006, looked: 1 });
    const down = bars('AAPL')
      .from('2025-07-02 10:05')
      .seconds(60)
      .shaped((n) =>
        n === 40 ? [100, 106, 100, 100, 10] : n === 20 ? [100, 100, 94, 100, 10] : [100, 100, 100, 100, 10],
      );
    expect(await soldAt(down)).toEqual({ price: 95, ...at1006, looked: 1 });
  });

  it('takes the loss where there are none', async () => {
    expect(await soldAt()).toEqual({ price: 95, ...at1006, looked: 1 });
  });
});

describe('orders of a strategy', () => {
  const crosser = (run: () => SessionRun): Strategy => ({
    name: 'crosser',
    onInstant({ clock }) {
      const orders = run().trading.broker.ordersOf({ kind: 'strategy', name: 'crosser' });
      if (clock === at('2025-07-02 10:00')) {
        orders.submit({
          symbol: AAPL,
          side: 'buy',
          quantity: 10,
          type: 'market',
          takeProfit: 145,
          stopLoss: 120,
        });
      }
    },
  });

  it('go when it is stopped, with the reason; what protects a position stays, and so does what others placed', async () => {
    const rest = { symbol: AAPL, side: 'buy', quantity: 10, type: 'limit', limitPrice: 20 } as const;
    const placing = (name: string, isBad: boolean): Strategy => ({
      name,
      onInstant({ clock }, { orders }) {
        if (clock === at('2025-07-02 10:00')) {
          orders.submit(rest);
          if (isBad) orders.submit({ ...rest, takeProfit: 30, stopLoss: 10 });
          if (isBad) orders.submit({ symbol: AAPL, side: 'buy', quantity: 10, type: 'market', stopLoss: 50 });
        }
        if (isBad && clock === at('2025-07-02 10:05')) throw new Error('no');
      },
    });
    const played = await playRun(world(), config(), {
      strategies: [placing('bad', true), placing('good', false)],
    });
    const atStop = eventsOf(played, 'order').filter(({ clock }) => clock === '2025-07-02T14:05:00.000Z');
    expect(atStop.map(({ order, status, rule }) => [order, status, rule])).toEqual([
      [1, 'cancelled', 'strategy_stopped'],
      [2, 'cancelled', 'strategy_stopped'],
      [3, 'cancelled', 'bracket'],
      [4, 'cancelled', 'bracket'],
      [6, 'working', null],
    ]);
    expect(atStop[0]?.reason).toBe('bad, which placed it, was stopped.');
    const left = eventsOf(played, 'order').filter(({ status }) => status === 'expired');
    expect(left.map(({ role, strategy }) => [role, strategy])).toEqual([
      ['plain', 'good'],
      // The user takes it over.
      ['stop_loss', null],
    ]);
  });

  it('are not journaled, and made again by a replay', async () => {
    const play = (planned: Parameters<typeof playRun>[2]) => {
      let session: SessionRun | undefined;
      return playRun(world(), config(), {
        ...planned,
        strategies: [crosser(() => session as SessionRun)],
        onOpen: (run) => {
          session = run;
        },
      });
    };
    const first = await play({ planned: [add('2025-07-02 10:10', 'MSFT')] });
    expect(first.journal.map(({ command }) => command.type)).toEqual(['add']);
    expect(eventsOf(first, 'fill').map(({ price, strategy }) => [price, strategy])).toEqual([
      [130, 'crosser'],
      [145, 'crosser'],
    ]);
    const again = await play({ planned: plannedFromJournal(first.journal) });
    expect(again.events).toEqual(first.events);
  });
});
