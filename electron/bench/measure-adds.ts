import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import { cpuMs } from './cpu-time.ts';
import { benchSessions, HISTORY_DAYS, playBench } from './play-bench.ts';
import { benchSymbol, walkBars, walkStore } from './walk-store.ts';

export interface LateAdd {
  /** Symbols of the session, all with `history_days` of minute history. */
  readonly symbols: number;
  readonly history_days: number;
  readonly at: string;
  readonly added: number;
  /** Bars of all added symbols up to that time. */
  readonly bars: number;
  /** From the acceptance of the command to the last of them being active. */
  readonly wall_ms: number;
  /** Processor time of the same span: other processes on the machine do not count. */
  readonly cpu_ms: number;
}

/** Adds symbols at 15:59 to a day that already has many, its bars in memory: it measures the engine and not a disk. */
export async function measureAdds(symbols: number, added: number, signal: AbortSignal): Promise<LateAdd> {
  const sessions = benchSessions(HISTORY_DAYS);
  const day = sessions.at(-1)?.day;
  const at = day === undefined ? undefined : createUsEquityCalendar().instantOf(day, '15:59');
  if (at === undefined) throw new Error('15:59 is a time of the day');
  const bars = walkBars(symbols + added, sessions);
  const planned = Array.from({ length: added }, (_, index) => ({
    at,
    command: { type: 'add', symbol: benchSymbol(symbols + index), added_by: 'user' } as const,
  }));
  const names = [...bars.keys()].slice(0, symbols);
  const late = new Set<string>(planned.map(({ command }) => command.symbol));
  let begun = 0;
  let ended = 0;
  const { run } = await playBench(walkStore(bars, sessions), names, signal, {
    historyDays: HISTORY_DAYS,
    planned,
    onEvent(event) {
      if (!('symbol' in event) || typeof event.symbol !== 'string' || !late.has(event.symbol)) return;
      if (event.type === 'symbol_requested' && begun === 0) begun = cpuMs();
      if (event.type === 'symbol_active') ended = cpuMs();
    },
  });
  const { catchUps } = run.totals;
  if (catchUps.length !== added) throw new Error(`${added} catch-ups, got ${catchUps.length}`);
  return {
    symbols,
    history_days: HISTORY_DAYS,
    at: '15:59',
    added,
    bars: catchUps.reduce((sum, each) => sum + each.bars, 0),
    wall_ms: Math.max(...catchUps.map(({ wall_ms }) => wall_ms)),
    cpu_ms: ended - begun,
  };
}
