import { asEpochMs } from '../../base/epoch-ms.ts';
import { spanMs, type BaseInterval } from '../../base/interval.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { Finding } from '../../model/finding.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import { splitByExchangeDay } from '../exchange-days.ts';
import { FindingCounter } from '../../data-quality/finding-counter.ts';

export interface Examination {
  readonly calendar: MarketCalendar;
  readonly interval: BaseInterval;
  readonly findings: FindingCounter;
  /** False for a part of a file with more parts to come. */
  readonly isLast: boolean;
}

/**
 * Looks for possible but suspicious values: lost volume, an unfinished last bar, jumps like splits. Changes nothing.
 */
export function findInSeries(bars: ReadonlyBarColumns, examination: Examination): void {
  const hasVolume = bars.volume.subarray(0, bars.length).some((volume) => volume > 0);
  if (hasVolume) {
    findLostVolume(bars, examination.findings);
    if (examination.isLast) findUnfinishedBar(bars, examination);
  }
  findJumps(bars, examination);
}

/** The same over bars of the store: errors of their source are still in them. */
export function examineStored(
  bars: ReadonlyBarColumns,
  symbol: string,
  interval: BaseInterval,
  calendar: MarketCalendar,
): readonly Finding[] {
  const findings = new FindingCounter(symbol, interval);
  if (bars.length > 0) findInSeries(bars, { calendar, interval, findings, isLast: true });
  return findings.list();
}

/** A price that moves without a trade: the vendor lost the volume. An index has no volume at all, which is no loss. */
function findLostVolume(bars: ReadonlyBarColumns, findings: FindingCounter): void {
  for (let index = 0; index < bars.length; index++) {
    if (bars.volume[index] !== 0 || bars.high[index] === bars.low[index]) continue;
    const range = `${bars.low[index]} to ${bars.high[index]}`;
    findings.add(
      'zero_volume_with_range',
      bars.openMs[index] as number,
      `volume 0 while the price went from ${range}`,
    );
  }
}

/** A download in the middle of a session ends with a bar that was still forming. */
function findUnfinishedBar(bars: ReadonlyBarColumns, { calendar, interval, findings }: Examination): void {
  const last = bars.length - 1;
  const openMs = asEpochMs(bars.openMs[last] as number);
  const session = calendar.tradingSession(calendar.dayOf(openMs));
  if (interval === '1d' || session === undefined) return;
  const endsInSession = openMs >= session.open && openMs + spanMs(interval) < session.close;
  if (!endsInSession || bars.volume[last] !== 0) return;
  findings.add(
    'unfinished_bar',
    openMs,
    `the last bar is at ${calendar.wallClockOf(openMs)}, in the middle of the session, with volume 0`,
  );
}

/** Ratios of common splits, and how far from one an overnight move may be and still look like it. */
const SPLITS = [1.5, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 50];
const SPLIT_TOLERANCE = 0.04;
const LARGE_MOVE = 1.4;

/** From one day's last close to the next day's open: a ratio near a split's, or any large one. */
function findJumps(bars: ReadonlyBarColumns, { calendar, findings }: Examination): void {
  for (const { day, from } of splitByExchangeDay(bars, calendar)) {
    if (from === 0) continue;
    const before = bars.close[from - 1] as number;
    const open = bars.open[from] as number;
    const ratio = Math.max(before / open, open / before);
    if (ratio < LARGE_MOVE) continue;
    const split = SPLITS.find((factor) => Math.abs(ratio / factor - 1) < SPLIT_TOLERANCE);
    const kind = before > open ? 'split' : 'reverse split';
    const looks =
      split === undefined ? '' : `, which looks like a ${kind} by ${split} that is not adjusted for`;
    findings.add(
      'price_jump',
      bars.openMs[from] as number,
      `${before} before ${day}, ${open} at its open${looks}`,
    );
  }
}
