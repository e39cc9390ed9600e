import { asTradingDay, type Ticker } from '../../core/base/epoch-ms.ts';
import type { Strategy } from '../../core/analysis-engine/strategy.ts';
import { firstIndexAtOrAfter, windowOf } from '../../core/model/bar-columns.ts';
import type { SessionRun } from '../../core/session-coordinator/session/session-run.ts';
import { cpuMs } from './cpu-time.ts';
import { FAST, plainCross, SHARES, SLOW, type CrossResult } from './plain-cross.ts';
import { benchSessions, playBench, type BenchPlay } from './play-bench.ts';
import { walkBars, walkStore } from './walk-store.ts';

/** About a million minutes: ten years. */
const DAYS = 2_570;
/** As a caller in a loop would measure it: the first rounds warm up, here and in the peer. */
const ROUNDS = 3;

const KEYS = { fast: `sma(${FAST})@1m`, slow: `sma(${SLOW})@1m` };

const WORK = {
  streams: ['1m'],
  indicators: { session: [FAST, SLOW].map((period) => ({ name: 'sma', period, interval: '1m' })) },
};

export interface Cross {
  readonly days: number;
  readonly bars: number;
  readonly fills: number;
  /** By processor time, so that the figures hold on a machine with other work. */
  readonly bars_per_second: number;
  readonly plain_loop_bars_per_second: number;
  readonly ratio: number;
  /** The shares of a bar's time, measured by runs that leave a part out. */
  readonly per_bar_us: PerBar;
}

/** Processor time of a bar, in millionths of a second. */
export interface PerBar {
  /** Reading the bar, two means, one callback; days begun and ended. */
  readonly instant: number;
  /** Two indicators read by the strategy. */
  readonly reading: number;
  /** Orders, limits, fills, marks, the account and its curve, the log. */
  readonly trading: number;
}

/** One symbol over ten years of minutes, event by event, with orders at the crosses of two means. */
export async function measureCross(signal: AbortSignal, days = DAYS): Promise<Cross> {
  const { sessions, bars, symbol, all } = crossDays(days);
  const byDay = sessions.map(({ open, close }) =>
    windowOf(all, firstIndexAtOrAfter(all, open), firstIndexAtOrAfter(all, close)),
  );
  let engineMs = Number.POSITIVE_INFINITY;
  let plainMs = Number.POSITIVE_INFINITY;
  let silentMs = Number.POSITIVE_INFINITY;
  let readingMs = Number.POSITIVE_INFINITY;
  let fills = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { run, ms } = await playCross(bars, sessions, symbol, signal);
    engineMs = Math.min(engineMs, ms);
    const started = cpuMs();
    const plain = plainCross(byDay);
    plainMs = Math.min(plainMs, cpuMs() - started);
    checkSame(run, plain);
    ({ fills } = plain);
    const partly = async (strategy: Strategy) => (await playOne(bars, sessions, symbol, signal, strategy)).ms;
    silentMs = Math.min(silentMs, await partly({ name: 'silent', onInstant() {} }));
    readingMs = Math.min(readingMs, await partly(reading(symbol)));
  }
  const perBar = (ms: number): number => Number(((ms * 1_000) / all.length).toFixed(2));
  return {
    days,
    bars: all.length,
    fills,
    bars_per_second: Math.round((all.length * 1_000) / engineMs),
    plain_loop_bars_per_second: Math.round((all.length * 1_000) / plainMs),
    ratio: Number((plainMs / engineMs).toFixed(3)),
    per_bar_us: {
      instant: perBar(silentMs),
      reading: perBar(Math.max(0, readingMs - silentMs)),
      trading: perBar(Math.max(0, engineMs - readingMs)),
    },
  };
}

/** Minutes of one symbol over this many days. */
export function crossDays(days: number) {
  const sessions = benchSessions(days - 1);
  const bars = walkBars(1, sessions);
  const [[symbol, all] = []] = bars;
  if (symbol === undefined || all === undefined) throw new Error('one symbol has bars');
  return { sessions, bars, symbol, all };
}

export function playCross(
  bars: ReturnType<typeof walkBars>,
  sessions: ReturnType<typeof benchSessions>,
  symbol: Ticker,
  signal: AbortSignal,
): Promise<BenchPlay> {
  return playOne(bars, sessions, symbol, signal, crossing());
}

function playOne(
  bars: ReturnType<typeof walkBars>,
  sessions: ReturnType<typeof benchSessions>,
  symbol: Ticker,
  signal: AbortSignal,
  strategy: Strategy,
): Promise<BenchPlay> {
  const options = { firstDay: sessions[0]?.day ?? asTradingDay(''), work: WORK, strategy };
  return playBench(walkStore(bars, sessions), [symbol], signal, options);
}

/** Reads the same values as `crossing`, and does nothing. */
const reading = (symbol: Ticker): Strategy => ({
  name: 'reading',
  onInstant({ clock }, context) {
    if (clock >= context.today().close) return;
    context.view.indicator(symbol, KEYS.slow);
    context.view.indicator(symbol, KEYS.fast);
  },
});

/** Long while the fast mean is above the slow one. */
function crossing(): Strategy {
  let side = 0;
  return {
    name: 'crossing',
    onDay() {
      side = 0;
    },
    onInstant({ clock, closed }, context) {
      const { view, orders } = context;
      const symbol = closed[0]?.symbol;
      if (symbol === undefined || clock >= context.today().close) return;
      const slow = view.indicator(symbol, KEYS.slow);
      if (slow === undefined) return;
      const now = (view.indicator(symbol, KEYS.fast) ?? 0) > slow ? 1 : -1;
      if (side !== 0 && now !== side) {
        const held = orders.position(symbol) !== undefined;
        if (now > 0 && !held) orders.submit({ type: 'market', symbol, side: 'buy', quantity: SHARES });
        if (now < 0 && held) orders.submit({ type: 'market', symbol, side: 'sell', quantity: SHARES });
      }
      side = now;
    },
  };
}

/**
 * Speeds of different results are not compared. The plain loop multiplies doubles, the engine decimals: a fill may differ in
 * its last place, 1e-8 of the currency.
 */
function checkSame({ trading }: SessionRun, plain: CrossResult): void {
  const { account, fills } = trading.broker;
  const earned = Number(account.cash - account.startingCash);
  if (fills.length === plain.fills && Math.abs(earned - plain.cash) <= plain.fills) return;
  throw new Error(
    `the engine has ${fills.length} fills and ${earned} (1e-8), the plain loop ${plain.fills} and ${plain.cash}`,
  );
}
