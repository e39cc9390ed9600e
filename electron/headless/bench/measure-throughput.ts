import { performance } from 'node:perf_hooks';
import type { Ticker } from '../../../core/base/epoch-ms.ts';
import type { SessionRun } from '../../../core/session-coordinator/session-run.ts';
import { plainLoop, type PlainResult } from './plain-loop.ts';
import { benchSessions, INDICATORS, playBench } from './play-bench.ts';
import { walkBars, walkStore } from './walk-store.ts';

const ROUNDS = 5;

export interface Throughput {
  readonly symbols: number;
  readonly bars: number;
  readonly bars_per_second: number;
  readonly plain_loop_bars_per_second: number;
  /** Engine / plain loop over flat typed arrays that does the same work. */
  readonly ratio: number;
}

/** A day of many symbols, by the engine and by the plain loop in turns; the fastest of each, after their results were compared. */
export async function measureThroughput(count: number, signal: AbortSignal): Promise<Throughput> {
  const sessions = benchSessions(0);
  const bars = walkBars(count, sessions);
  const columns = [...bars.values()];
  const symbols = [...bars.keys()];
  const total = columns.reduce((sum, { length }) => sum + length, 0);
  const repeats = Math.max(1, Math.round(20_000 / total));
  let engineMs = Number.POSITIVE_INFINITY;
  let plainMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    let engineRound = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const { run, ms } = await playBench(walkStore(bars, sessions), symbols, signal);
      engineRound += ms;
      if (round + repeat === 0)
        checkSame(
          run,
          symbols,
          plainLoop(columns, () => {}),
        );
    }
    engineMs = Math.min(engineMs, engineRound / repeats);
    const started = performance.now();
    for (let repeat = 0; repeat < repeats; repeat++) plainLoop(columns, () => {});
    plainMs = Math.min(plainMs, (performance.now() - started) / repeats);
  }
  return {
    symbols: count,
    bars: total,
    bars_per_second: Math.round((total * 1_000) / engineMs),
    plain_loop_bars_per_second: Math.round((total * 1_000) / plainMs),
    ratio: Number((plainMs / engineMs).toFixed(3)),
  };
}

/** Speeds of different results are not compared. */
function checkSame({ day }: SessionRun, symbols: readonly Ticker[], plain: PlainResult): void {
  for (const [index, symbol] of symbols.entries()) {
    const read = (key: string): number => day?.data.indicator(symbol, key) ?? Number.NaN;
    const same =
      Object.is(read(INDICATORS.sma), plain.sma[index]) &&
      Object.is(read(INDICATORS.rsi), plain.rsi[index]) &&
      Object.is(read(INDICATORS.vwap), plain.vwap[index]) &&
      day?.data.barCount(symbol, '5m') === plain.bars5[index] &&
      day?.data.barCount(symbol, '15m') === plain.bars15[index];
    if (!same) throw new Error(`engine and plain loop differ in ${symbol}`);
  }
}
