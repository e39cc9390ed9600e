import { asEpochMs, DAY_MS, type EpochMs, type TradingDay } from '../base/epoch-ms.ts';
import type { BaseInterval } from '../base/interval.ts';
import { BarColumns, sliceColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { Finding } from '../model/finding.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';
import { dayOfNumber } from '../time-manager/civil-day.ts';
import { splitByMonth } from './exchange-days.ts';
import { FindingCounter } from '../data-quality/finding-counter.ts';

/**
 * The key of a `1d` bar: the open of its session, like the bars derived from minutes. Other tools stamp days at
 * midnight in UTC (a date without a time), at midnight of the exchange, or at the open; all three are the same label. A
 * day without a session is keyed at its midnight in the exchange's zone.
 */
export function dailyOpenMs(openMs: number, calendar: MarketCalendar): EpochMs {
  const day = openMs % DAY_MS === 0 ? dayOfNumber(openMs / DAY_MS) : calendar.dayOf(asEpochMs(openMs));
  return openOfDay(day, calendar) ?? asEpochMs(openMs);
}

/** Daily bars that were written under one calendar, keyed as another has them: each at the open of its label's session. */
export function rekeyDaily(
  bars: ReadonlyBarColumns,
  writtenUnder: MarketCalendar,
  calendar: MarketCalendar,
): ReadonlyBarColumns {
  const rekeyed = new BarColumns(bars.length);
  for (let row = 0; row < bars.length; row++) {
    const day = writtenUnder.dayOf(asEpochMs(bars.openMs[row] as number));
    const openMs = openOfDay(day, calendar) ?? (bars.openMs[row] as number);
    rekeyed.append(openMs, ...valuesAt(bars, row));
  }
  return rekeyed;
}

const openOfDay = (day: TradingDay, calendar: MarketCalendar): EpochMs | undefined =>
  calendar.tradingSession(day)?.open ?? calendar.instantOf(day, '00:00');

export interface TidyBars {
  readonly bars: ReadonlyBarColumns;
  readonly findings: readonly Finding[];
}

/** The kind of bars to tidy: `month` where they come from the file of one. */
export interface TidySubject {
  readonly symbol: string;
  readonly interval: BaseInterval;
  readonly month?: string;
}

/**
 * Makes the bars of another tool's file ascending and unique: it sorts them, keeps the later row of those with the same
 * open, and leaves out rows without a time or a price and rows of another month. Findings report all of it.
 */
export function tidyBars(
  rows: ReadonlyBarColumns,
  { symbol, interval, month }: TidySubject,
  calendar: MarketCalendar,
): TidyBars {
  const times = interval === '1d' ? rows.openMs.map((t) => dailyOpenMs(t, calendar)) : rows.openMs;
  const findings = new FindingCounter(symbol, interval);
  const order: number[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows.length; row++) {
    const openMs = times[row] as number;
    if (!isComplete(rows, row, openMs)) findings.add('not_a_number', openMs, 'left out: a value is missing');
    else {
      if (openMs < latest) findings.add('disorder', openMs, 'rows are not in order of time; sorted');
      latest = Math.max(latest, openMs);
      order.push(row);
    }
  }
  if (findings.has('disorder')) order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  const bars = new BarColumns(order.length);
  for (const row of order) {
    const openMs = times[row] as number;
    if (bars.length > 0 && bars.openMs[bars.length - 1] === openMs) {
      findings.add('duplicate', openMs, 'the same time twice; the later row is kept');
      bars.replaceAt(bars.length - 1, ...valuesAt(rows, row));
    } else bars.append(openMs, ...valuesAt(rows, row));
  }
  const own = month === undefined ? bars : barsOfMonth(bars, month, findings);
  return { bars: own, findings: findings.list() };
}

/** A row in the file of another month would be found only by some queries: it must not appear only sometimes. */
function barsOfMonth(bars: ReadonlyBarColumns, month: string, findings: FindingCounter): ReadonlyBarColumns {
  let own = sliceColumns(bars, 0, 0);
  for (const part of splitByMonth(bars)) {
    if (part.month === month) own = sliceColumns(bars, part.from, part.to);
    else {
      for (let row = part.from; row < part.to; row++) {
        findings.add('outside_month', bars.openMs[row] as number, `left out: it is in the file of ${month}`);
      }
    }
  }
  return own;
}

const valuesAt = (rows: ReadonlyBarColumns, row: number): [number, number, number, number, number] => [
  rows.open[row] as number,
  rows.high[row] as number,
  rows.low[row] as number,
  rows.close[row] as number,
  rows.volume[row] as number,
];

const isComplete = (rows: ReadonlyBarColumns, row: number, openMs: number): boolean =>
  Number.isFinite(openMs) && valuesAt(rows, row).every(Number.isFinite);
