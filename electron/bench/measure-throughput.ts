import { asTradingDay, type Ticker } from '../../core/base/epoch-ms.ts';
import { firstIndexAtOrAfter, windowOf, type ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { SessionRun } from '../../core/session-coordinator/session/session-run.ts';
import { cpuMs } from './cpu-time.ts';
import { plainLoop, type PlainResult } from './plain-loop.ts';
import { benchSessions, BENCH_INDICATORS, playBench } from './play-bench.ts';
import { walkBars, walkStore } from './walk-store.ts';

/** Bars that deserve a round of their own: fewer are played several times. */
const BARS_A_ROUND = 20_000;
const ROUNDS = 5;
/** Rounds over more bars than this are long enough, so fewer of them suffice. */
const MANY_BARS = 500_000;

export interface Throughput {
  readonly symbols: number;
  readonly days: number;
  readonly bars: number;
  /** By processor time, so that the figures hold on a machine with other work. */
  readonly bars_per_second: number;
  readonly plain_loop_bars_per_second: number;
  /** Engine / plain loop over flat typed arrays that does the same work. */
  readonly ratio: number;
}

/**
 * Days of many symbols, by the engine and by the plain loop in turns; the fastest round of each, after their results
 * were compared. Loading between two days is part of the engine's time. Of a round's plays the median counts, because
 * the garbage from before a play's day is collected in one of many.
 */
export async function measureThroughput(
  count: number,
  days: number,
  signal: AbortSignal,
): Promise<Throughput> {
  const sessions = benchSessions(days - 1);
  const bars = walkBars(count, sessions);
  const symbols = [...bars.keys()];
  const byDay = sessions.map(({ open, close }) => [...bars.values()].map((all) => between(all, open, close)));
  const playPlain = (): PlainResult | undefined => byDay.map((day) => plainLoop(day, () => {})).at(-1);
  const total = [...bars.values()].reduce((sum, { length }) => sum + length, 0);
  const repeats = Math.max(1, Math.round(BARS_A_ROUND / total));
  let engineMs = Number.POSITIVE_INFINITY;
  let plainMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < (total > MANY_BARS ? 2 : ROUNDS); round++) {
    const plays: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const options = { firstDay: sessions[0]?.day ?? asTradingDay('') };
      const { run, ms } = await playBench(walkStore(bars, sessions), symbols, signal, options);
      plays.push(ms);
      if (round + repeat === 0) checkSame(run, symbols, playPlain());
    }
    engineMs = Math.min(engineMs, median(plays));
    const started = cpuMs();
    for (let repeat = 0; repeat < repeats; repeat++) playPlain();
    plainMs = Math.min(plainMs, (cpuMs() - started) / repeats);
  }
  return {
    symbols: count,
    days,
    bars: total,
    bars_per_second: Math.round((total * 1_000) / engineMs),
    plain_loop_bars_per_second: Math.round((total * 1_000) / plainMs),
    ratio: Number((plainMs / engineMs).toFixed(3)),
  };
}

const median = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

const between = (all: ReadonlyBarColumns, open: number, close: number): ReadonlyBarColumns =>
  windowOf(all, firstIndexAtOrAfter(all, open), firstIndexAtOrAfter(all, close));

/** Speeds of different results are not compared. */
function checkSame({ day }: SessionRun, symbols: readonly Ticker[], plain: PlainResult | undefined): void {
  for (const [index, symbol] of symbols.entries()) {
    const read = (key: string): number => day?.data.indicator(symbol, key) ?? Number.NaN;
    const same =
      plain !== undefined &&
      Object.is(read(BENCH_INDICATORS.sma), plain.sma[index]) &&
      Object.is(read(BENCH_INDICATORS.rsi), plain.rsi[index]) &&
      Object.is(read(BENCH_INDICATORS.vwap), plain.vwap[index]) &&
      day?.data.barCount(symbol, '5m') === plain.bars5[index] &&
      day?.data.barCount(symbol, '15m') === plain.bars15[index];
    if (!same) throw new Error(`engine and plain loop differ in ${symbol}`);
  }
}
