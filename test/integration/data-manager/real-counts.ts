import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { asEpochMs } from '../../../core/base/epoch-ms.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import { calendar } from './store-fixture.ts';

/** The folder of real bars beside the project; tests skip where it is absent. */
export const realBars = path.resolve('../shared/data/real/bars');
export const hasRealBars = existsSync(realBars);
if (!hasRealBars) console.warn(`skipped: there is no real data at ${realBars}`);

/** A line of counts.csv: bars of a symbol and day, counted by another program. */
export interface RealCount {
  readonly group: string;
  readonly file: string;
  readonly symbol: string;
  readonly date: string;
  readonly bars: number;
  readonly inSession: number;
}

export function realCounts(wanted: string): readonly RealCount[] {
  if (!hasRealBars) return [];
  const [header = '', ...lines] = readFileSync(path.join(realBars, 'counts.csv'), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = header.split(',');
  return lines
    .map((line) => {
      const row = Object.fromEntries(line.split(',').map((value, index) => [names[index], value]));
      const { group = '', file = '', symbol = '', date = '', bars, bars_in_session } = row;
      return { group, file, symbol, date, bars: Number(bars), inSession: Number(bars_in_session) };
    })
    .filter(({ group }) => group === wanted);
}

/** Bars of each exchange day: all, and those in the regular session. */
export function countPerDay(
  bars: ReadonlyBarColumns,
): ReadonlyMap<string, { readonly all: number; readonly inSession: number }> {
  const perDay = new Map<string, { all: number; inSession: number }>();
  for (let row = 0; row < bars.length; row++) {
    const openMs = asEpochMs(bars.openMs[row]!);
    const each = calendar.dayOf(openMs);
    const session = calendar.tradingSession(each);
    const count = perDay.get(each) ?? { all: 0, inSession: 0 };
    count.all += 1;
    if (session !== undefined && openMs >= session.open && openMs < session.close) count.inSession += 1;
    perDay.set(each, count);
  }
  return perDay;
}
