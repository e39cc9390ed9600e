import type { TradingDay } from '../../base/epoch-ms.ts';
import { invariant } from '../../base/invariant.ts';
import { BarColumns, firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { minutesOf } from '../../time-manager/known-days.ts';
import type { MarketCalendar, TradingSession } from '../../time-manager/market-calendar.ts';
import { appendDay, MARKET_DAILY_VOLATILITY, marketReturns, tickOf, volumeOf } from './minute-path.ts';
import { createRandom } from './random.ts';
import type { SampleSymbol } from './sample-symbols.ts';

/** The generated bars of one symbol. */
export interface SampleBars {
  readonly shape: SampleSymbol;
  readonly minutes: ReadonlyBarColumns;
  readonly days: ReadonlyBarColumns;
}

export interface SampleDays {
  readonly first: TradingDay;
  readonly last: TradingDay;
  /** Trading days of 1d bars before the first minute. */
  readonly history: number;
}

interface Market {
  readonly seed: string;
  readonly sessions: readonly TradingSession[];
  /** Returns of the market in each minute, by session. */
  readonly returns: readonly Float64Array[];
  readonly history: readonly TradingSession[];
}

/** The bars of some symbols over the days of one calendar, one symbol after another. The same for the same seed on every machine. */
export function* generateDays(
  seed: string,
  calendar: MarketCalendar,
  shapes: readonly SampleSymbol[],
  { first, last, history }: SampleDays,
): Generator<SampleBars> {
  const sessions = calendar.tradingDays(first, last).map((day) => sessionOf(calendar, day));
  const returns = sessions.map((session) =>
    marketReturns(session, createRandom(`${seed} market ${session.day}`)),
  );
  const before = calendar.previousTradingDays(first, history).map((day) => sessionOf(calendar, day));
  for (const shape of shapes) yield symbolBars({ seed, sessions, returns, history: before }, shape);
}

function sessionOf(calendar: MarketCalendar, day: TradingDay): TradingSession {
  const session = calendar.tradingSession(day);
  invariant(session !== undefined, `a session on ${day}`);
  return session;
}

function symbolBars(market: Market, shape: SampleSymbol): SampleBars {
  const { seed, sessions, returns, history } = market;
  const minutes = new BarColumns(returns.reduce((sum, { length }) => sum + length, 0));
  const days = new BarColumns(sessions.length + history.length);
  if (shape.firstDay === 1) appendHistory(days, shape, market);
  let price = shape.price;
  sessions.forEach((session, index) => {
    if (index + 1 < shape.firstDay) return;
    price = appendDay(minutes, {
      shape,
      session,
      market: returns[index] as Float64Array,
      random: createRandom(`${seed} ${shape.symbol} ${session.day}`),
      start: price,
    });
    appendDaily(days, minutes, session);
  });
  return { shape, minutes, days };
}

/** The 1d bar of a day whose minutes are there: from its regular hours, as a derived one would be. */
function appendDaily(days: BarColumns, minutes: ReadonlyBarColumns, session: TradingSession): void {
  const from = firstIndexAtOrAfter(minutes, session.open);
  const to = firstIndexAtOrAfter(minutes, session.close);
  let high = minutes.high[from] as number;
  let low = minutes.low[from] as number;
  let volume = 0;
  for (let index = from; index < to; index++) {
    high = Math.max(high, minutes.high[index] as number);
    low = Math.min(low, minutes.low[index] as number);
    volume += minutes.volume[index] as number;
  }
  days.append(session.open, minutes.open[from] as number, high, low, minutes.close[to - 1] as number, volume);
}

/** Days before the minutes begin, walked backwards from the price at which they do. */
function appendHistory(days: BarColumns, shape: SampleSymbol, { seed, history }: Market): void {
  const closes = new Float64Array(history.length);
  let price = shape.price;
  for (let index = history.length - 1; index >= 0; index--) {
    closes[index] = price;
    const { day } = history[index] as TradingSession;
    const market = createRandom(`${seed} market ${day}`).normal() * MARKET_DAILY_VOLATILITY;
    const own = createRandom(`${seed} ${shape.symbol} ${day}`).normal() * shape.dailyVolatility;
    price /= 1 + shape.beta * market + own;
  }
  history.forEach((session, index) => {
    const before = index === 0 ? price : (closes[index - 1] as number);
    const random = createRandom(`${seed} ${shape.symbol} ${session.day} range`);
    appendHistoricalDay(days, { shape, session, random, before, close: closes[index] as number });
  });
}

interface HistoricalDay {
  readonly shape: SampleSymbol;
  readonly session: TradingSession;
  readonly random: ReturnType<typeof createRandom>;
  readonly before: number;
  readonly close: number;
}

function appendHistoricalDay(
  days: BarColumns,
  { shape, session, random, before, close }: HistoricalDay,
): void {
  const open = before * (1 + shape.dailyVolatility * 0.25 * random.normal());
  const reach = (): number => 1 + shape.dailyVolatility * 0.6 * random.uniform();
  const high = Math.max(open, close) * reach();
  const low = Math.min(open, close) / reach();
  const fullDay = shape.tick === undefined ? MINUTES_OF_US_DAY : minutesOf(session).length;
  const activity = shape.minuteVolume * shape.activity * fullDay;
  const volume = volumeOf(shape, activity * (0.9 + 0.7 * random.uniform()));
  const [o, h, l, c] = [open, high, low, close].map((each) => tickOf(shape, each)) as [
    number,
    number,
    number,
    number,
  ];
  days.append(session.open, o, h, l, c, volume);
}

/** Half days of US shares have the volume of full ones, as they have had since the sample was made. */
const MINUTES_OF_US_DAY = 390;
