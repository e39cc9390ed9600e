import { asTradingDay, type Ticker, type TradingDay } from '../../base/epoch-ms.ts';
import {
  BarColumns,
  firstIndexAtOrAfter,
  sliceColumns,
  type ReadonlyBarColumns,
} from '../../model/bar-columns.ts';
import type { MarketCalendar, TradingSession } from '../../time-manager/market-calendar.ts';
import type { InstantRange } from '../bar-store.ts';
import { appendDay, MARKET_DAILY_VOLATILITY, marketReturns } from './minute-path.ts';
import { createRandom } from './random.ts';
import { SAMPLE_SYMBOLS, type SampleSymbol } from './sample-symbols.ts';

/** Prices are counted from here on; before it every day begins at the symbol's first price. */
const WALK_BEGINS = asTradingDay('2024-01-02');

/** Number of days of minutes in the cache: today's for a few hundred symbols. */
const DAYS_KEPT = 1_024;

/**
 * A generated market without an end: any day of any symbol, the same for the same seed on every machine. Symbols of the
 * sample behave as there; any other gets a character from its name.
 */
export class MarketWalk {
  readonly #seed: string;
  readonly #calendar: MarketCalendar;
  readonly #closes = new Map<Ticker, Map<TradingDay, number>>();
  readonly #minutes = new Map<string, ReadonlyBarColumns>();
  readonly #market = new Map<TradingDay, Float64Array>();

  constructor(seed: string, calendar: MarketCalendar) {
    this.#seed = seed;
    this.#calendar = calendar;
  }

  /** Minutes that open in `[from, to)`. O(days) for days not in the cache, else a copy. */
  minutes(symbol: Ticker, { from, to }: InstantRange): ReadonlyBarColumns {
    const all = new BarColumns();
    if (to <= from) return all;
    const days = this.#calendar.tradingDays(this.#calendar.dayOf(from), this.#calendar.dayOf(to));
    for (const day of days) {
      const bars = this.#dayOf(symbol, day);
      all.appendFrom(bars, firstIndexAtOrAfter(bars, from), firstIndexAtOrAfter(bars, to));
    }
    return all;
  }

  #dayOf(symbol: Ticker, day: TradingDay): ReadonlyBarColumns {
    const key = `${symbol} ${day}`;
    const kept = this.#minutes.get(key);
    if (kept !== undefined) return kept;
    const session = this.#calendar.tradingSession(day) as TradingSession;
    const bars = new BarColumns(400);
    appendDay(bars, {
      shape: shapeOf(symbol),
      session,
      market: this.#marketOf(session),
      random: createRandom(`${this.#seed} ${symbol} ${day}`),
      start: this.#closeBefore(symbol, day),
    });
    const made = sliceColumns(bars);
    if (this.#minutes.size >= DAYS_KEPT) this.#minutes.delete(this.#minutes.keys().next().value as string);
    this.#minutes.set(key, made);
    return made;
  }

  #marketOf(session: TradingSession): Float64Array {
    const kept = this.#market.get(session.day);
    if (kept !== undefined) return kept;
    const returns = marketReturns(session, createRandom(`${this.#seed} market ${session.day}`));
    this.#market.set(session.day, returns);
    return returns;
  }

  /** The price at which a day begins: a walk of days, bound to the symbol's first price so that it never runs away. */
  #closeBefore(symbol: Ticker, day: TradingDay): number {
    const shape = shapeOf(symbol);
    let closes = this.#closes.get(symbol);
    if (closes === undefined || !closes.has(day)) {
      closes = this.#walkDays(shape, day);
      this.#closes.set(symbol, closes);
    }
    return closes.get(day) ?? shape.price;
  }

  #walkDays(shape: SampleSymbol, until: TradingDay): Map<TradingDay, number> {
    const closes = new Map<TradingDay, number>();
    let price = shape.price;
    for (const day of this.#calendar.tradingDays(WALK_BEGINS, until)) {
      closes.set(day, price);
      const market = createRandom(`${this.#seed} market day ${day}`).normal() * MARKET_DAILY_VOLATILITY;
      const own = createRandom(`${this.#seed} ${shape.symbol} day ${day}`).normal() * shape.dailyVolatility;
      price *= 1 + shape.beta * market + own + 0.02 * (shape.price / price - 1);
      price = Math.max(price, shape.price / 5);
    }
    return closes;
  }
}

function shapeOf(symbol: Ticker): SampleSymbol {
  const known = SAMPLE_SYMBOLS.find((shape) => shape.symbol === symbol);
  if (known !== undefined) return { ...known, firstDay: 1 };
  const random = createRandom(`shape of ${symbol}`);
  const rare = random.uniform() < 0.1;
  return {
    symbol,
    price: 10 + Math.round(random.uniform() * 300),
    dailyVolatility: 0.008 + random.uniform() * 0.03,
    beta: 0.4 + random.uniform() * 1.4,
    minuteVolume: Math.round(500 + random.uniform() * random.uniform() * 100_000),
    activity: rare ? 0.3 + random.uniform() * 0.5 : 1,
    extendedHours: random.uniform() < 0.2,
    firstDay: 1,
  };
}
