import { asTradingDay, type TradingDay } from '../../base/epoch-ms.ts';
import { invariant } from '../../base/invariant.ts';
import { allOk, ok, type Result } from '../../base/result.ts';
import { BarColumns, firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { MarketCalendar, TradingSession } from '../../time-manager/market-calendar.ts';
import type { WritableBarStore } from '../bar-store.ts';
import { SYNTHETIC_SOURCE } from '../parquet/month-metadata.ts';
import { appendDay, MARKET_DAILY_VOLATILITY, marketReturns, toTick } from './minute-path.ts';
import { createRandom } from './random.ts';
import { SAMPLE_SYMBOLS, type SampleSymbol } from './sample-symbols.ts';

/**
 * The days of the sample's minutes: the clocks change on its first weekend (2 November 2025), Thanksgiving closes the
 * exchange on the 27th, and the 28th ends at 13:00.
 */
const SAMPLE_FIRST_DAY = asTradingDay('2025-10-31');
const SAMPLE_LAST_DAY = asTradingDay('2025-11-28');

/** Trading days of 1d bars before the first minute. */
const DAYS_OF_HISTORY = 60;

const SEED = 'tapedeck sample 1';
const MINUTES_PER_DAY = 390;

export interface SampleReport {
  readonly symbols: readonly string[];
  /** Bars in the store now, by interval. */
  readonly bars: { readonly '1m': number; readonly '1d': number };
  readonly files: number;
}

/** The generated bars of one symbol. */
export interface SampleBars {
  readonly minutes: ReadonlyBarColumns;
  readonly days: ReadonlyBarColumns;
}

export interface SampleProgress {
  readonly done: number;
  readonly total: number;
  readonly symbol: string;
}

/**
 * Fills a store with the sample: generated prices that behave like a market, with `synthetic` as their source. The same
 * bytes on every run and machine. Fails with the failures of `writeBars`; a store that already holds the sample is not
 * changed.
 */
export async function generateSample(
  store: WritableBarStore,
  calendar: MarketCalendar,
  onProgress: (progress: SampleProgress) => void = () => {},
): Promise<Result<SampleReport>> {
  const origin = { source: SYNTHETIC_SOURCE, adjusted: false };
  const sessions = sampleSessions(calendar);
  const market = sessions.map((session) =>
    marketReturns(session, createRandom(`${SEED} market ${session.day}`)),
  );
  const bars = { '1m': 0, '1d': 0 };
  let done = 0;
  // A write mostly waits for the disk: the next symbols are generated and written in parallel.
  const writing = SAMPLE_SYMBOLS.map(async (shape) => {
    const generated = sampleBars(shape, calendar, sessions, market);
    const written = await Promise.all([
      store.writeBars(shape.symbol, '1m', generated.minutes, origin),
      store.writeBars(shape.symbol, '1d', generated.days, origin),
    ]);
    bars['1m'] += generated.minutes.length;
    bars['1d'] += generated.days.length;
    done += 1;
    onProgress({ done, total: SAMPLE_SYMBOLS.length, symbol: shape.symbol });
    return written;
  });
  const reports = allOk((await Promise.all(writing)).flat());
  if (!reports.ok) return reports;
  const files = reports.value.reduce((sum, report) => sum + report.files.length, 0);
  return ok({ symbols: SAMPLE_SYMBOLS.map((shape) => shape.symbol), bars, files });
}

function sampleSessions(calendar: MarketCalendar): readonly TradingSession[] {
  return calendar.tradingDays(SAMPLE_FIRST_DAY, SAMPLE_LAST_DAY).map((day) => sessionOf(calendar, day));
}

function sessionOf(calendar: MarketCalendar, day: TradingDay): TradingSession {
  const session = calendar.tradingSession(day);
  invariant(session !== undefined, `a session on ${day}`);
  return session;
}

function sampleBars(
  shape: SampleSymbol,
  calendar: MarketCalendar,
  sessions: readonly TradingSession[],
  market: readonly Float64Array[],
): SampleBars {
  const minutes = new BarColumns(sessions.length * MINUTES_PER_DAY);
  const days = new BarColumns(sessions.length + DAYS_OF_HISTORY);
  if (shape.firstDay === 1) appendHistory(days, shape, calendar);
  let price = shape.price;
  sessions.forEach((session, index) => {
    if (index + 1 < shape.firstDay) return;
    price = appendDay(minutes, {
      shape,
      session,
      market: market[index] as Float64Array,
      random: createRandom(`${SEED} ${shape.symbol} ${session.day}`),
      start: price,
    });
    appendDaily(days, minutes, session);
  });
  return { minutes, days };
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
function appendHistory(days: BarColumns, shape: SampleSymbol, calendar: MarketCalendar): void {
  const history = calendar.previousTradingDays(SAMPLE_FIRST_DAY, DAYS_OF_HISTORY);
  const closes = new Float64Array(history.length);
  let price = shape.price;
  for (let index = history.length - 1; index >= 0; index--) {
    closes[index] = price;
    const day = history[index] as TradingDay;
    const market = createRandom(`${SEED} market ${day}`).normal() * MARKET_DAILY_VOLATILITY;
    const own = createRandom(`${SEED} ${shape.symbol} ${day}`).normal() * shape.dailyVolatility;
    price /= 1 + shape.beta * market + own;
  }
  history.forEach((day, index) => {
    const before = index === 0 ? price : (closes[index - 1] as number);
    appendHistoricalDay(days, shape, sessionOf(calendar, day), before, closes[index] as number);
  });
}

function appendHistoricalDay(
  days: BarColumns,
  shape: SampleSymbol,
  session: TradingSession,
  before: number,
  close: number,
): void {
  const random = createRandom(`${SEED} ${shape.symbol} ${session.day} range`);
  const open = before * (1 + shape.dailyVolatility * 0.25 * random.normal());
  const reach = (): number => 1 + shape.dailyVolatility * 0.6 * random.uniform();
  const high = Math.max(open, close) * reach();
  const low = Math.min(open, close) / reach();
  const activity = shape.minuteVolume * shape.activity * MINUTES_PER_DAY;
  const volume = Math.round(activity * (0.9 + 0.7 * random.uniform()));
  days.append(session.open, toTick(open), toTick(high), toTick(low), toTick(close), volume);
}
