import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import { openBarStore } from '../host/store/open-bar-store.ts';
import { readingEntry } from '../host/program/program-root.ts';
import { benchSessions, HISTORY_DAYS, playBench } from './play-bench.ts';
import { walkBars } from './walk-store.ts';

export interface Loading {
  readonly symbols: number;
  readonly history_days: number;
  readonly bars: number;
  /** From opening the session to the start of its day. */
  readonly wall_ms: number;
  /** Processor time of it, of all threads. */
  readonly cpu_ms: number;
}

/** Loads a session of many symbols with minute history from Parquet files in a temporary folder. */
export async function measureLoading(symbols: number, signal: AbortSignal): Promise<Loading> {
  const location = await mkdtemp(path.join(os.tmpdir(), 'tapedeck-bench-'));
  try {
    const open = () => {
      const calendar = createUsEquityCalendar();
      return openBarStore({ location, calendar, env: {}, userDir: location, signal, readingEntry });
    };
    const bars = walkBars(symbols, benchSessions(HISTORY_DAYS), 100);
    const filling = open();
    let total = 0;
    for (const [symbol, columns] of bars) {
      const written = await filling.writeBars(symbol, '1m', columns, { source: 'bench', adjusted: false });
      if (!written.ok) throw new Error(written.failure.message);
      total += written.value.written;
      signal.throwIfAborted();
    }
    const options = { historyDays: HISTORY_DAYS };
    const { loadMs, loadCpuMs } = await playBench(open(), [...bars.keys()], signal, options);
    return { symbols, history_days: HISTORY_DAYS, bars: total, wall_ms: loadMs, cpu_ms: loadCpuMs };
  } finally {
    await rm(location, { recursive: true, force: true });
  }
}
