import { MINUTE_MS } from '../base/epoch-ms.ts';
import type { OrderRequest } from '../execution/order.ts';
import {
  adhocOf,
  changeOf,
  needsOf,
  orderIdOf,
  quantityOf,
  scheduleOf,
  termsOf,
} from './checked-arguments.ts';
import type { Strategy, StrategyContext } from './strategy.ts';
import type {
  Context,
  OrderSide,
  OrderTerms,
  ScannerContext,
  ScannerDefinition,
  ScanSchedule,
  StrategyDefinition,
} from './strategy-api.ts';
import { directionOf, lineOf, signalPrice, tickerOf } from './strategy-words.ts';

/** Makes a definition take part in one run, with checked parameters. */
export function runStrategy<P, S>(definition: StrategyDefinition<P, S>, params: P, label: string): Strategy {
  const contextOf = contexts<P, S, Context<P, S>>((context) => {
    const state = definition.state?.(params) as S;
    return publicContext(context, label, params, state);
  });
  return {
    name: label,
    role: 'strategy',
    needs: needsOf(definition.needs?.(params)),
    onDay: (_day, context) => definition.onStart?.(contextOf(context)),
    onInstant: (instant, context) => definition.onInstant?.(instant, contextOf(context)),
    onFill: (fill, context) => definition.onFill?.(fill, contextOf(context)),
    onDayEnd: (context) => definition.onEnd?.(contextOf(context)),
  };
}

/** A scanner receives instants only to know when to scan. */
export function runScanner<P, S>(definition: ScannerDefinition<P, S>, params: P, label: string): Strategy {
  const contextOf = contexts<P, S, ScannerContext<P, S>>((context) => {
    const state = definition.state?.(params) as S;
    return { ...publicContext(context, label, params, state), universe: () => context.symbols.universe() };
  });
  const timer = new ScanTimer(scheduleOf(definition.schedule(params)));
  return {
    name: label,
    role: 'scanner',
    needs: needsOf(definition.needs?.(params)),
    onSetup: (context) => definition.setup?.(contextOf(context)),
    onDay: () => timer.startDay(),
    onInstant({ clock }, context) {
      // Symbols added or removed at the close would have no effect.
      if (clock >= context.today().close) return;
      if (timer.isDue(clock, () => context.exchangeTime())) definition.scan(contextOf(context));
    },
  };
}

/** One context for the whole run: a run has one of its own, which never changes. */
function contexts<P, S, C extends Context<P, S>>(make: (context: StrategyContext) => C) {
  let made: C | undefined;
  return (context: StrategyContext): C => (made ??= make(context));
}

function publicContext<P, S>(context: StrategyContext, name: string, params: P, state: S): Context<P, S> {
  const { view, symbols, random, orders } = context;
  return {
    name,
    params,
    state,
    view,
    random,
    clock: {
      now: () => context.clock(),
      day: () => context.today().day,
      open: () => context.today().open,
      close: () => context.today().close,
      time: () => context.exchangeTime(),
      minutesSinceOpen: () => (context.clock() - context.today().open) / MINUTE_MS,
    },
    symbols: {
      add: (symbol) => symbols.add(tickerOf(symbol)),
      adhoc: (symbol, request) => symbols.adhoc(tickerOf(symbol), adhocOf(request)),
      remove: (symbol) => symbols.remove(tickerOf(symbol)),
      lockedBy: (symbol) => symbols.lockedBy(tickerOf(symbol)),
    },
    orders: {
      buy: (symbol, quantity, terms) => orders.submit(requestOf('buy', symbol, quantity, terms)),
      sell: (symbol, quantity, terms) => orders.submit(requestOf('sell', symbol, quantity, terms)),
      cancel: (id) => orders.cancel(orderIdOf(id)),
      replace: (id, change) => orders.replace(orderIdOf(id), changeOf(change)),
      flatten: (symbol) => orders.flatten(tickerOf(symbol)),
      order: (id) => orders.order(orderIdOf(id)),
      working: (symbol) => orders.working(symbol === undefined ? undefined : tickerOf(symbol)),
      position: (symbol) => orders.position(tickerOf(symbol)),
      positions: () => orders.positions(),
      accountPosition: (symbol) => orders.accountPosition(tickerOf(symbol)),
      account: () => orders.account(),
      instrument: (symbol) => orders.instrument(tickerOf(symbol)),
      quantityFor: (symbol, money) => orders.quantityFor(tickerOf(symbol), money),
      roundPrice: (symbol, price) => orders.roundPrice(tickerOf(symbol), price),
    },
    log: {
      info: (text) => context.log('info', lineOf(text)),
      warn: (text) => context.log('warn', lineOf(text)),
    },
    signal({ symbol, direction, price, text }) {
      const ticker = tickerOf(symbol);
      const last = price ?? view.metrics(ticker)?.last;
      if (last === undefined)
        throw new Error(`a signal for ${symbol} has no price, and there is no last one`);
      context.signal({
        symbol: ticker,
        direction: directionOf(direction),
        price: signalPrice(last),
        text: lineOf(text),
      });
    },
  };
}

const requestOf = (
  side: OrderSide,
  symbol: string,
  quantity: number,
  terms: OrderTerms | undefined,
): OrderRequest => ({
  type: 'market',
  ...termsOf(terms),
  symbol: tickerOf(symbol),
  side,
  quantity: quantityOf(quantity),
});

/** When the next scan is due. Instants at which the clock is stopped, as in a catch-up, count once. */
class ScanTimer {
  readonly #times: readonly string[];
  readonly #every: number;
  #waiting: string[] = [];
  #instants = 0;
  #lastClock = Number.NEGATIVE_INFINITY;

  constructor({ at = [], every = 0 }: ScanSchedule) {
    this.#times = at.map(asTimeOfDay).sort();
    this.#every = every;
  }

  startDay(): void {
    this.#waiting = [...this.#times];
    this.#instants = 0;
  }

  isDue(clock: number, exchangeTime: () => string): boolean {
    if (clock === this.#lastClock) return false;
    this.#lastClock = clock;
    this.#instants++;
    let due = this.#every > 0 && this.#instants % this.#every === 0;
    while (this.#waiting.length > 0 && (this.#waiting[0] as string) <= exchangeTime()) {
      this.#waiting.shift();
      due = true;
    }
    return due;
  }
}

/** `9:35` and `09:35` as `09:35:00`. */
function asTimeOfDay(text: string): string {
  const [, hours = '', minutes = '', seconds = '00'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text) ?? [];
  if (minutes === '') throw new Error(`"${text}" is not a time to scan at; expected one like 09:35`);
  return `${hours.padStart(2, '0')}:${minutes}:${seconds}`;
}
