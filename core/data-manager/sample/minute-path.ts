import { MINUTE_MS } from '../../base/epoch-ms.ts';
import type { BarColumns } from '../../model/bar-columns.ts';
import { minutesOf } from '../../time-manager/known-days.ts';
import type { TradingSession } from '../../time-manager/market-calendar.ts';
import type { Random } from './random.ts';
import type { SampleSymbol } from './sample-symbols.ts';

/** Minutes of a regular day, by which a day's volatility is spread. */
const MINUTES_PER_DAY = 390;
const MINUTE_SHARE = Math.sqrt(1 / MINUTES_PER_DAY);

/** Standard deviation of the market's move on an ordinary day. */
export const MARKET_DAILY_VOLATILITY = 0.008;

const TICKS_PER_DOLLAR = 100;
const STEPS_PER_BAR = 5;
const EXTENDED_HOURS_MS = 90 * MINUTE_MS;
const EXTENDED_ACTIVITY = 0.2;
const OPENING_AUCTION = 18;
const CLOSING_AUCTION = 25;

/** To the cent; never below one. */
const toCent = (price: number): number =>
  Math.max(1, Math.round(price * TICKS_PER_DOLLAR)) / TICKS_PER_DOLLAR;

/** Whole steps of a grid in the fewest digits: 0.1 + 0.2 is 0.3. Twelve places are enough for a coin. */
const onGrid = (value: number, step: number): number =>
  Number((Math.max(1, Math.round(value / step)) * step).toFixed(12));

/** On the symbol's grid of prices; never below one tick. */
export const tickOf = ({ tick }: Pick<SampleSymbol, 'tick'>, price: number): number =>
  tick === undefined ? toCent(price) : onGrid(price, tick);

/** On the symbol's grid of volumes; never below one step. */
export const volumeOf = ({ volumeStep }: Pick<SampleSymbol, 'volumeStep'>, volume: number): number =>
  volumeStep === undefined ? Math.max(1, Math.round(volume)) : onGrid(volume, volumeStep);

/** How busy a minute is against noon: 2.5 times as much at the open, twice at the close. `progress` runs from 0 to 1. */
function busyness(progress: number): number {
  const toOpen = (1 - progress) * (1 - progress); // products, since the last bit of a power is not fixed
  const toClose = progress * progress * progress * progress;
  return 1 + 1.5 * toOpen * toOpen * toOpen + toClose * toClose;
}

/** The market's return in each minute of a session. Volatility comes in spells: a slow factor that squares to calm or storm. */
export function marketReturns(session: TradingSession, random: Random): Float64Array {
  const minutes = minutesOf(session).length;
  const returns = new Float64Array(minutes);
  const spell = createSpell(random);
  for (let minute = 0; minute < minutes; minute++) {
    const scale = MARKET_DAILY_VOLATILITY * MINUTE_SHARE * Math.sqrt(busyness(minute / minutes));
    returns[minute] = scale * spell() * random.normal();
  }
  return returns;
}

/** A positive factor near 1 that changes slowly: volatility clusters. */
function createSpell(random: Random): () => number {
  let state = random.normal() * 0.3;
  return () => {
    state = state * 0.97 + random.normal() * 0.07;
    const root = Math.max(0.4, 1 + state);
    return root * root;
  };
}

/** One symbol's day in the making. */
export interface DayTask {
  readonly shape: SampleSymbol;
  readonly session: TradingSession;
  readonly market: Float64Array;
  readonly random: Random;
  /** Price before the first bar. */
  readonly start: number;
}

/** Appends one day of 1m bars and returns the price after its last one. */
export function appendDay(bars: BarColumns, task: DayTask): number {
  const { shape, session, random } = task;
  let price = task.start;
  if (shape.extendedHours) {
    price = appendQuiet(bars, task, session.open - EXTENDED_HOURS_MS, session.open, price);
  }
  price = price * (1 + shape.dailyVolatility * 0.25 * random.normal()); // the overnight change
  price = appendRegular(bars, task, price);
  if (shape.extendedHours) {
    price = appendQuiet(bars, task, session.close, session.close + EXTENDED_HOURS_MS, price);
  }
  return price;
}

function appendRegular(bars: BarColumns, { shape, session, market, random }: DayTask, start: number): number {
  const spell = createSpell(random);
  const opens = minutesOf(session);
  let price = start;
  for (let minute = 0; minute < market.length; minute++) {
    const busy = busyness(minute / market.length);
    const factor = spell();
    const sigma = shape.dailyVolatility * MINUTE_SHARE * Math.sqrt(busy) * factor;
    const drift = shape.beta * (market[minute] as number);
    const isAuction = minute === 0 || minute === market.length - 1;
    if (!isAuction && random.uniform() >= shape.activity * Math.min(1.6, busy)) {
      price *= 1 + drift + sigma * random.normal(); // the price moves on without a trade
      continue;
    }
    let size = busy * factor;
    if (minute === 0) size *= OPENING_AUCTION;
    if (minute === market.length - 1) size *= CLOSING_AUCTION;
    const openMs = opens[minute] as number;
    price = appendBar(bars, {
      shape,
      openMs,
      price,
      drift,
      sigma,
      volume: shape.minuteVolume * size,
      random,
    });
  }
  return price;
}

/** Before and after hours: few bars, small ones. */
function appendQuiet(bars: BarColumns, task: DayTask, from: number, to: number, start: number): number {
  const { shape, random } = task;
  const sigma = shape.dailyVolatility * MINUTE_SHARE * 0.5;
  let price = start;
  for (let openMs = from; openMs < to; openMs += MINUTE_MS) {
    if (random.uniform() >= EXTENDED_ACTIVITY) continue;
    price = appendBar(bars, {
      shape,
      openMs,
      price,
      drift: 0,
      sigma,
      volume: shape.minuteVolume * 0.02,
      random,
    });
  }
  return price;
}

interface BarTask {
  readonly shape: SampleSymbol;
  readonly openMs: number;
  readonly price: number;
  readonly drift: number;
  readonly sigma: number;
  readonly volume: number;
  readonly random: Random;
}

/** Walks through one bar and keeps its extremes; returns the price, not rounded, at its end. */
function appendBar(
  bars: BarColumns,
  { shape, openMs, price, drift, sigma, volume, random }: BarTask,
): number {
  const step = sigma / Math.sqrt(STEPS_PER_BAR);
  const open = price * (1 + step * random.normal());
  let now = open;
  let high = open;
  let low = open;
  for (let index = 0; index < STEPS_PER_BAR; index++) {
    now *= 1 + drift / STEPS_PER_BAR + step * random.normal();
    if (now > high) high = now;
    if (now < low) low = now;
  }
  const luck = 0.6 + 0.35 * random.normal();
  const traded = volumeOf(shape, volume * (0.25 + luck * luck));
  const [o, h, l, c] = [open, high, low, now].map((each) => tickOf(shape, each)) as [
    number,
    number,
    number,
    number,
  ];
  bars.append(openMs, o, h, l, c, traded);
  return now;
}
