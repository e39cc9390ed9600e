import type { TradingDay } from '../../base/epoch-ms.ts';
import { BarColumns, firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { Adjustment, CorporateAction } from '../../model/corporate-action.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';

/** The factors for adjusting history. */
export interface HistoryAdjustment {
  readonly adjustment: Adjustment;
  /** Of the symbol, in the order in which they take effect. */
  readonly actions: readonly CorporateAction[];
  /** The session's day: actions after it are not known. */
  readonly day: TradingDay;
}

interface Step {
  /** Bars that open before this instant are multiplied. */
  readonly before: number;
  readonly price: number;
  /** The divisor of volumes. */
  readonly split: number;
}

/**
 * Bars of days before the session as `adjustment` asks for them: prices of bars before an ex-date × its factor, volumes
 * ÷ the factor of a split. Bars of the session's day and later stay. The result depends on symbol and day alone.
 */
export function adjustHistory(
  bars: ReadonlyBarColumns,
  { adjustment, actions, day }: HistoryAdjustment,
  calendar: MarketCalendar,
): ReadonlyBarColumns {
  if (adjustment === 'raw' || actions.length === 0 || bars.length === 0) return bars;
  const steps = actions.flatMap((action) => stepOf(action, adjustment, day, bars, calendar) ?? []);
  if (steps.length === 0) return bars;
  const adjusted = new BarColumns(bars.length);
  let [price, split] = [1, 1];
  for (const step of steps) [price, split] = [price * step.price, split * step.split];
  let next = 0;
  for (let index = 0; index < bars.length; index++) {
    const openMs = bars.openMs[index] as number;
    while (next < steps.length && openMs >= (steps[next] as Step).before) {
      price /= (steps[next] as Step).price;
      split /= (steps[next] as Step).split;
      next++;
    }
    const [by, into] = next === steps.length ? [1, 1] : [price, split];
    const value = (column: Float64Array): number => tidy((column[index] as number) * by);
    const volume = (bars.volume[index] as number) / into;
    adjusted.append(openMs, value(bars.open), value(bars.high), value(bars.low), value(bars.close), volume);
  }
  return adjusted;
}

/** Products of decimals without the noise of doubles: 12 places, as prices have at most. */
const tidy = (price: number): number => {
  const rounded = Math.round(price * 1e9) / 1e9;
  return Math.abs(rounded - price) <= Math.abs(price) * 1e-14 ? rounded : price;
};

function stepOf(
  { exDate, kind, factor, amount }: CorporateAction,
  adjustment: Adjustment,
  day: TradingDay,
  bars: ReadonlyBarColumns,
  calendar: MarketCalendar,
): Step | undefined {
  if (exDate > day || (kind !== 'split' && (kind !== 'cash_dividend' || adjustment !== 'total')))
    return undefined;
  const before = startOf(exDate, calendar);
  if (before === undefined) return undefined;
  if (kind === 'split') return factor === undefined ? undefined : { before, price: factor, split: factor };
  const at = firstIndexAtOrAfter(bars, before) - 1;
  if (at < 0) return undefined;
  const price = factor ?? 1 - (amount ?? 0) / (bars.close[at] as number);
  return price > 0 ? { before, price, split: 1 } : undefined;
}

/** When the ex-date begins: that of the next session where it is not a session itself. */
function startOf(exDate: TradingDay, calendar: MarketCalendar): number | undefined {
  const own = calendar.tradingSession(exDate);
  if (own !== undefined) return own.dayStart;
  const next = calendar.nextTradingDay(exDate);
  return next === undefined ? undefined : calendar.tradingSession(next)?.dayStart;
}
