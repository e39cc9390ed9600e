import { performance } from 'node:perf_hooks';
import type { TradingDay } from '../../core/base/epoch-ms.ts';
import { silentLogger } from '../../core/base/logger.ts';
import type { Strategy } from '../../core/analysis-engine/strategy.ts';
import type { BarStore } from '../../core/data-manager/bar-store.ts';
import { createEngine } from '../../core/index.ts';
import { sessionConfigSchema, type SessionConfig } from '../../core/model/session-config.ts';
import type { SessionEvent } from '../../core/model/session-event.ts';
import type { PlannedCommand } from '../../core/session-coordinator/session/command.ts';
import type { SessionRun } from '../../core/session-coordinator/session/session-run.ts';
import type { TradingSession } from '../../core/time-manager/market-calendar.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import { createWallClock } from '../host/thread/wall-clock.ts';
import { cpuMs } from './cpu-time.ts';

const DAY = '2025-07-02' as TradingDay;
export const HISTORY_DAYS = 20;

/** The work in the bench's config; the plain loop does the same. */
export const BENCH_INDICATORS = { sma: 'sma(20)@5m', rsi: 'rsi(14)@1m', vwap: 'vwap@1m' } as const;

/** The day that is played: the last one, after the days of history. */
export function benchSessions(historyDays: number): readonly TradingSession[] {
  const calendar = createUsEquityCalendar();
  return [...calendar.previousTradingDays(DAY, historyDays), DAY].map((day) => {
    const session = calendar.tradingSession(day);
    if (session === undefined) throw new Error(`${day} is a trading day`);
    return session;
  });
}

function benchConfig(
  symbols: readonly string[],
  { historyDays = 0, firstDay = DAY, work = {} }: BenchOptions,
): SessionConfig {
  const history = { trailing_days: historyDays, intervals: ['1m'], apply_to: 'all' };
  return sessionConfigSchema.parse({
    session_name: 'bench',
    mode: 'backtest',
    backtest_config: { start_date: firstDay, end_date: DAY },
    session_data_config: {
      symbols,
      streams: ['1m', '5m', '15m'],
      historical: { data: historyDays > 0 ? [history] : [] },
      indicators: {
        session: [
          { name: 'sma', period: 20, interval: '5m' },
          { name: 'rsi', period: 14, interval: '1m' },
          { name: 'vwap', interval: '1m' },
        ],
      },
      ...work,
    },
    trading_config: { max_buying_power: 1e9, max_per_trade: 1e9, max_per_symbol: 1e9, benchmark: symbols[0] },
  });
}

export interface BenchPlay {
  readonly run: SessionRun;
  /** Processor time from the first day's start to the end of the run. */
  readonly ms: number;
  /** Wall time from the beginning to the first day's start. */
  readonly loadMs: number;
  /** Processor time of the same, of all threads. */
  readonly loadCpuMs: number;
}

export interface BenchOptions {
  readonly historyDays?: number;
  /** Days are played from here on to the bench's day. */
  readonly firstDay?: TradingDay;
  /** The config's work, in place of the bench's own. */
  readonly work?: Readonly<Record<string, unknown>>;
  readonly planned?: readonly PlannedCommand[];
  readonly strategy?: Strategy;
  readonly onEvent?: (event: SessionEvent) => void;
}

/** Plays the day, or days, with a strategy that is called at each instant. Throws when it is interrupted. */
export async function playBench(
  store: BarStore,
  symbols: readonly string[],
  signal: AbortSignal,
  options: BenchOptions = {},
): Promise<BenchPlay> {
  signal.throwIfAborted();
  const ports = { calendar: createUsEquityCalendar(), wall: createWallClock(), logger: silentLogger };
  const begun = performance.now();
  const begunCpu = cpuMs();
  let started = 0;
  let startedCpu = 0;
  const opened = createEngine({ ...ports, store }).open(benchConfig(symbols, options), {
    recorder: {
      event(event) {
        options.onEvent?.(event);
        if (event.type !== 'day_started' || started !== 0) return;
        started = performance.now();
        startedCpu = cpuMs();
      },
      journal() {},
      export() {},
    },
    planned: options.planned ?? [],
    strategies: [options.strategy ?? { name: 'counter', onInstant() {} }],
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const interrupt = (): void => void opened.value.post({ type: 'stop', reason: 'interrupted' });
  signal.addEventListener('abort', interrupt, { once: true });
  await opened.value.run();
  const ms = cpuMs() - startedCpu;
  signal.removeEventListener('abort', interrupt);
  signal.throwIfAborted();
  return { run: opened.value, ms, loadMs: started - begun, loadCpuMs: startedCpu - begunCpu };
}
