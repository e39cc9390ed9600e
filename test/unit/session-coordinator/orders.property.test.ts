import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { asTicker, MINUTE_MS, type EpochMs } from '../../../core/base/epoch-ms.ts';
import type { OrderRequest } from '../../../core/execution/order.ts';
import type { PlannedCommand, SessionCommand } from '../../../core/session-coordinator/session/command.ts';
import { plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { eventsOf, playRun, sessionConfig, type PlayedRun } from '../../helpers/session-harness.ts';
import { seededDraw } from '../data-processor/synthetic-series.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

/** Sessions in which a strategy and the user place orders at random while symbols come and go. */
const RUNS = propertyRuns(40);
const SYMBOLS = ['RIVN', 'AAPL', 'MSFT'] as const;
const MINUTES = 45;
const OPEN = at('2025-07-02 09:30');

interface World {
  readonly holes: readonly number[];
  readonly threshold: number;
  readonly seed: number;
  readonly seconds: boolean;
  readonly trading: Readonly<Record<string, unknown>>;
}

const worlds: fc.Arbitrary<World> = fc.record({
  holes: fc.array(fc.integer({ min: 0, max: MINUTES - 1 }), { maxLength: 12 }),
  threshold: fc.constantFrom(1, 60, 400),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  seconds: fc.boolean(),
  trading: fc.record({
    account: fc.constantFrom('margin', 'cash'),
    max_daily_loss: fc.constantFrom(0, 40),
    costs: fc.constantFrom({}, { fee_per_share: 0.005, spread_basis_points: 4, max_volume_share: 0.05 }),
  }),
});

const storeOf = ({ holes, seconds }: World) =>
  memoryStore(
    ...SYMBOLS.flatMap((symbol, index) => [
      bars(symbol)
        .from('2025-07-02 09:30')
        .minutes(MINUTES)
        .without(...holes.map((hole) => (hole + 7 * index) % MINUTES))
        .build(),
      bars(symbol).from('2025-07-03 09:30').minutes(MINUTES).build(),
      ...(seconds ? [bars(symbol).from('2025-07-02 09:30').seconds(1_800).build()] : []),
    ]),
  );

const configOf = ({ threshold, trading }: World) => {
  const config = sessionConfig({
    symbols: ['RIVN'],
    streams: ['1m', '5m'],
    until: '2025-07-03',
    data: { streaming: { catchup_threshold_seconds: threshold, catchup_check_interval: 7 } },
  });
  const { costs, ...rest } = trading as { costs: object };
  return {
    ...config,
    trading_config: {
      ...config.trading_config,
      ...rest,
      costs: { ...config.trading_config.costs, ...costs },
    },
  };
};

/** Places orders of one symbol by numbers of its own, and cancels, changes and closes them. */
function gambler(symbol: string, seed: number): Strategy {
  const draw = seededDraw(seed);
  const price = (): number => 50 + draw(1_000) / 100;
  const types: readonly (() => Partial<OrderRequest> & Pick<OrderRequest, 'type'>)[] = [
    () => ({ type: 'market' }),
    () => ({ type: 'limit', limitPrice: price(), timeInForce: 'gtc' }),
    () => ({ type: 'stop', stopPrice: price() }),
    () => ({ type: 'stop_limit', stopPrice: price(), limitPrice: price() }),
    () => ({ type: 'market', takeProfit: 62, stopLoss: 48 + draw(5) }),
    () => ({ type: 'limit', limitPrice: price(), ocoWith: 1 + draw(8) }),
    () => ({ type: 'market', takeProfit: 62, trailPercent: 1 + draw(3) }),
    () => ({ type: 'stop', trailAmount: 1 + draw(3), timeInForce: 'gtc' }),
    () => ({ type: 'market', timeInForce: (['open', 'close', 'ioc', 'fok'] as const)[draw(4)] ?? 'ioc' }),
    () => ({ type: 'stop', stopPrice: 55, takeProfit: 57, stopLoss: 52 }),
  ];
  return {
    name: `gambler-${symbol}`,
    onInstant({ closed }, { orders }) {
      if (!closed.some((each) => each.symbol === symbol && each.interval === '1m')) return;
      const ticker = asTicker(symbol);
      const what = draw(12);
      const first = orders.working(ticker)[0];
      if (what < 5) {
        const side = draw(2) === 0 ? 'buy' : 'sell';
        const terms = types[draw(types.length)] as () => Partial<OrderRequest> & Pick<OrderRequest, 'type'>;
        orders.submit({ symbol: ticker, side, quantity: 1 + draw(40), ...terms() });
      } else if (what === 6 && first !== undefined) orders.cancel(first.id);
      else if (what === 7 && first !== undefined) orders.replace(first.id, { limitPrice: price() });
      else if (what === 8) orders.flatten(ticker);
    },
  };
}

const order = (symbol: string, side: 'buy' | 'sell', quantity: number): SessionCommand => ({
  type: 'place_order',
  symbol,
  side,
  quantity,
  order_type: 'market',
});

const commandOf = (kind: number, symbol: string): SessionCommand => {
  const all: readonly SessionCommand[] = [
    { type: 'add', symbol, added_by: 'user' },
    { type: 'add', symbol, added_by: 'scanner', keep: true },
    { type: 'adhoc', symbol, ask: { kind: 'bars', interval: '5s' } },
    { type: 'upgrade', symbol, added_by: 'user' },
    { type: 'remove', symbol },
    order(symbol, 'buy', 10),
    order(symbol, 'sell', 10),
    { type: 'flatten', symbol },
    { type: 'flatten' },
    { type: 'resume_trading' },
    { type: 'cancel_order', order: 2 },
  ];
  return all[kind % all.length] as SessionCommand;
};

const steps = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: MINUTES }),
    seconds: fc.constantFrom(0, 30),
    kind: fc.integer({ min: 0, max: 10 }),
    symbol: fc.constantFrom(...SYMBOLS),
  }),
  { minLength: 1, maxLength: 10 },
);

const plannedOf = (
  all: readonly { minute: number; seconds: number; kind: number; symbol: string }[],
): PlannedCommand[] =>
  all.map(({ minute, seconds, kind, symbol }) => ({
    at: (OPEN + minute * MINUTE_MS + seconds * 1_000) as EpochMs,
    command: commandOf(kind, symbol),
  }));

const play = (
  world: World,
  planned: readonly PlannedCommand[],
  ...gamblers: readonly string[]
): Promise<PlayedRun> =>
  playRun(storeOf(world), configOf(world), {
    planned,
    strategies: gamblers.map((symbol, index) => gambler(symbol, world.seed + index)),
  });

/** Orders and fills of a symbol without the numbers that count those of others too. */
const tradingOf = (played: PlayedRun, symbol: string): unknown =>
  played.run.log.events
    .filter((event) => (event.type === 'order' || event.type === 'fill') && event.symbol === symbol)
    .map((event) => ({ ...event, seq: 0 }));

describe('sessions with orders at random', { timeout: 3_600_000 }, () => {
  it('replay from their journal byte for byte, strategies playing again, the account the same', async () => {
    let fills = 0;
    await fc.assert(
      fc.asyncProperty(worlds, steps, async (world, all) => {
        const first = await play(world, plannedOf(all), 'RIVN', 'AAPL');
        expect(first.outcome).toEqual({ kind: 'completed' });
        const again = await playRun(storeOf(world), configOf(world), {
          planned: plannedFromJournal(first.journal),
          strategies: [gambler('RIVN', world.seed), gambler('AAPL', world.seed + 1)],
          fastForwardUntil: Number.POSITIVE_INFINITY,
        });
        expect(again.events).toEqual(first.events);
        expect(again.run.unplayed).toEqual([]);
        const accounts = [first, again].map(({ run }) =>
          run.trading.broker.ordersOf({ kind: 'user' }).account(),
        );
        expect(accounts[1]).toEqual(accounts[0]);
        fills += eventsOf(first, 'fill').length;
      }),
      { numRuns: RUNS },
    );
    expect(fills).toBeGreaterThan(RUNS);
  });

  it('fill nothing in the bar of its order, nothing during a catch-up, and add up', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, steps, async (world, all) => {
        const played = await play(world, plannedOf(all), 'RIVN', 'AAPL', 'MSFT');
        const { broker } = played.run.trading;
        const { account } = broker;
        const user = broker.ordersOf({ kind: 'user' });
        for (const fill of broker.fills) {
          expect(fill.barOpen).toBeGreaterThanOrEqual(
            user.order(fill.orderId)?.placedAt ?? Number.POSITIVE_INFINITY,
          );
          expect(fill.barOpen).toBeLessThan(fill.clock);
        }
        let catchingUp = false;
        for (const event of played.run.log.events) {
          if (event.type === 'session_state') catchingUp = event.to === 'catching_up';
          if (event.type === 'fill') expect(catchingUp).toBe(false);
        }
        expect(account.equity).toBe(
          account.startingCash + account.realised + account.unrealised - account.fees - account.borrowFees,
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('trade a symbol alike whether or not others come and go beside it', async () => {
    const beside = steps.map((all) =>
      all
        .filter(({ kind }) => kind < 5)
        .map((step) => ({ ...step, symbol: step.symbol === 'RIVN' ? 'AAPL' : step.symbol })),
    );
    await fc.assert(
      fc.asyncProperty(worlds, beside, async (world, all) => {
        const late = await play(world, plannedOf(all), 'RIVN');
        const alone = await play(world, [], 'RIVN');
        expect(tradingOf(late, 'RIVN')).toEqual(tradingOf(alone, 'RIVN'));
      }),
      { numRuns: RUNS },
    );
  });

  it('fill alike for any order of the symbols in the config', async () => {
    const placed = fc.array(
      fc.record({
        minute: fc.integer({ min: 0, max: MINUTES - 1 }),
        symbol: fc.constantFrom(...SYMBOLS),
        command: fc.constantFrom<Partial<SessionCommand>[]>(
          { order_type: 'market', take_profit: 57, stop_loss: 53 },
          { order_type: 'stop', stop_price: 55.5, take_profit: 57, stop_loss: 53 },
          { order_type: 'limit', limit_price: 54.5, time_in_force: 'gtc' },
          { order_type: 'market', trail_percent: 2 },
          { order_type: 'market', time_in_force: 'close' },
        ),
        side: fc.constantFrom('buy', 'sell'),
        quantity: fc.integer({ min: 1, max: 60 }),
      }),
      { minLength: 3, maxLength: 15 },
    );
    let fills = 0;
    await fc.assert(
      fc.asyncProperty(worlds, placed, async (world, all) => {
        const planned = all.map(({ minute, command, ...rest }): PlannedCommand => ({
          at: (OPEN + minute * MINUTE_MS) as EpochMs,
          command: { type: 'place_order', ...rest, ...command } as SessionCommand,
        }));
        const fillsOf = async (symbols: readonly string[]): Promise<unknown> => {
          const config = configOf(world);
          const data = { ...config.session_data_config, symbols: [...symbols] };
          const played = await playRun(storeOf(world), { ...config, session_data_config: data }, { planned });
          fills += eventsOf(played, 'fill').length;
          return eventsOf(played, 'fill').map((fill) => ({ ...fill, seq: 0 }));
        };
        expect(await fillsOf([...SYMBOLS].reverse())).toEqual(await fillsOf(SYMBOLS));
      }),
      { numRuns: RUNS },
    );
    expect(fills).toBeGreaterThan(RUNS);
  });

  it('show the same market with and without trading, late symbols included', async () => {
    const minutes = [10, 20, 44];
    const exportsAt = minutes.map((minute) => (OPEN + minute * MINUTE_MS) as EpochMs);
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer({ min: 0, max: 43 }), async (world, minute) => {
        const planned = plannedOf([{ minute, seconds: 0, kind: 0, symbol: 'AAPL' }]);
        const market = async (strategies: readonly Strategy[]) => {
          const { exports } = await playRun(storeOf(world), configOf(world), {
            planned,
            exportsAt,
            strategies,
          });
          return [...exports.values()];
        };
        expect(await market([gambler('RIVN', world.seed), gambler('AAPL', world.seed)])).toEqual(
          await market([]),
        );
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });
});
