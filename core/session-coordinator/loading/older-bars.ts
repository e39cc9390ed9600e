import { type Ticker, type TradingDay, DAY_MS } from '../../base/epoch-ms.ts';
import { ok, type Result } from '../../base/result.ts';
import type { SessionConfig } from '../../model/session-config.ts';
import { loadSymbol, type LoadedHistories } from './load-symbol.ts';
import { fullRequirements, type HistoryRequirement, carriersOf } from './requirements.ts';
import { validateSymbol, type ValidationSources } from './validate-symbol.ts';
import { type Interval, spanMs } from '../../base/interval.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { lowestPrice } from './lowest-price.ts';
import { shortestSessionMs } from '../../time-manager/shortest-session.ts';

/** Histories of a symbol before a day, read and composed as a session would, without one. Reads the store. */
async function readHistories(
  sources: ValidationSources,
  config: SessionConfig,
  symbol: Ticker,
  day: TradingDay,
  history: readonly HistoryRequirement[],
): Promise<Result<LoadedHistories>> {
  const { extended_hours, derived_bars, historical, adjustment } = config.session_data_config;
  const requirements = { ...fullRequirements(config, symbol), history };
  const validation = await validateSymbol(sources, symbol, day, requirements, true);
  const loaded = await loadSymbol(
    {
      ...sources,
      extendedHours: extended_hours,
      lowestPrice: lowestPrice(config),
      adjustment,
      skipIncomplete: derived_bars.incomplete === 'skip',
      measuresQuality: historical.enable_quality,
    },
    validation,
    { today: false, weekSoFar: false, streamedBase: undefined },
  );
  return loaded.ok ? ok(loaded.value.histories) : loaded;
}

/**
 * The bars from which an indicator on an interval starts when a symbol joins with everything that the config requires:
 * its readable history, else bars derived from a finer one. Empty without either. Reads the store.
 */
export async function warmUpBars(
  sources: ValidationSources,
  config: SessionConfig,
  symbol: Ticker,
  day: TradingDay,
  interval: Interval,
): Promise<Result<ReadonlyBarColumns>> {
  const history = fullRequirements(config, symbol).history.filter(
    (each) => each.interval === interval && each.purpose !== 'look_back',
  );
  if (history.length === 0) return ok(new BarColumns(0));
  const histories = await readHistories(sources, config, symbol, day, history);
  if (!histories.ok) return histories;
  const { read, warm_up } = histories.value;
  return ok((read.get(interval) ?? warm_up.get(interval))?.bars ?? new BarColumns(0));
}

/** Bars of days before a session's own that its config did not require: for the eye, never for the session. */
export interface OlderBars {
  /** Whole days, oldest first; empty where the store has none. */
  readonly bars: ReadonlyBarColumns;
  /** True when the store has no older bars. */
  readonly isFirst: boolean;
}

/**
 * The stored days right before `before` (not included), as many as hold about `count` bars of the interval, composed and
 * derived as the history of a session is. Reads the store; O(bars read).
 */
export async function olderBars(
  sources: ValidationSources,
  config: SessionConfig,
  symbol: Ticker,
  before: TradingDay,
  interval: Interval,
  count: number,
): Promise<Result<OlderBars>> {
  const found = await sources.store.availability(symbol);
  if (!found.ok) return found;
  const carriers = new Set(carriersOf(interval));
  const stored = new Set<TradingDay>();
  for (const each of found.value?.intervals ?? []) {
    if (!carriers.has(each.interval)) continue;
    for (const day of each.days) if (day < before) stored.add(day);
  }
  const days = [...stored].sort();
  const wanted = days.slice(-daysHolding(count, interval, shortestSessionMs(config.exchange_group)));
  const [first] = wanted;
  if (first === undefined) return ok({ bars: new BarColumns(0), isFirst: true });
  const trailingDays = sources.calendar.tradingDays(first, before).filter((day) => day < before).length;
  const history = [{ interval, trailingDays, purpose: 'read' as const }];
  const read = await readHistories(sources, config, symbol, before, history);
  if (!read.ok) return read;
  const bars = read.value.read.get(interval)?.bars ?? new BarColumns(0);
  return ok({ bars, isFirst: wanted.length === days.length });
}

const daysHolding = (count: number, interval: Interval, shortestMs: number): number => {
  const span = spanMs(interval);
  if (span >= DAY_MS) return Math.ceil((count * span) / DAY_MS);
  return Math.max(1, Math.ceil((count * span) / shortestMs));
};
