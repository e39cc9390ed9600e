import type { Ticker } from '../../base/epoch-ms.ts';
import type { Strategy, StrategyContext } from '../../analysis-engine/strategy.ts';
import type { AdhocRequest } from '../../analysis-engine/strategy-api.ts';
import { createRandom } from '../../data-manager/sample/random.ts';
import type { AdhocAsk } from '../loading/requirements.ts';
import type { TradedSession } from './trading.ts';
import { invariant } from '../../base/invariant.ts';

/**
 * The context of one strategy or scanner of a run. Its requests wait, like a click, for the next gap between instants.
 */
export function createContext(
  run: TradedSession,
  { name: strategy, role: origin = 'strategy' }: Strategy,
  universe: () => readonly Ticker[],
): StrategyContext {
  const { session, trading } = run;
  const { config, view, clock } = session;
  return {
    view,
    clock: () => clock.now(),
    today() {
      const hours = session.day?.grid.session;
      invariant(hours !== undefined, 'a strategy is called on a session day');
      return hours;
    },
    exchangeTime: () => session.options.calendar.wallClockOf(clock.now()),
    random: createRandom(`${config.session_name} ${config.backtest_config.start_date} ${strategy}`),
    signal: (request) => session.log.add({ type: 'signal', strategy, ...request }),
    log: (level, text) => session.log.add({ type: 'strategy_log', strategy, level, text }),
    orders: trading.broker.ordersOf({ kind: 'strategy', name: strategy }),
    symbols: {
      add: (symbol) => void session.post({ type: 'add', symbol, added_by: origin, origin }),
      adhoc: (symbol, request) => void session.post({ type: 'adhoc', symbol, ask: askOf(request), origin }),
      remove: (symbol) => void session.post({ type: 'remove', symbol, origin }),
      lockedBy: (symbol) => trading.lockedBy(symbol),
      universe,
    },
  };
}

function askOf(request: AdhocRequest): AdhocAsk {
  if ('bars' in request) return { kind: 'bars', interval: request.bars };
  if ('history' in request) {
    return { kind: 'history', interval: request.history, trailing_days: request.days };
  }
  return { kind: 'indicator', spec: request.indicator as Extract<AdhocAsk, { kind: 'indicator' }>['spec'] };
}
