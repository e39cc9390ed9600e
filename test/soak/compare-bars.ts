import { asEpochMs } from '../../core/base/epoch-ms.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';

const calendar = createUsEquityCalendar();

/** Rows of open time (UTC epoch ms), open, high, low, close, volume. */
export const rowsOf = (bars: ReadonlyBarColumns): number[][] =>
  Array.from({ length: bars.length }, (_, at) =>
    [bars.openMs, bars.open, bars.high, bars.low, bars.close, bars.volume].map(
      (column) => column[at] as number,
    ),
  );

/** Every bar that is missing, twice, other than it should be or should not be there, in words. */
export function differences(
  what: string,
  wanted: readonly (readonly number[])[],
  got: readonly (readonly number[])[],
): string[] {
  const minute = ([openMs]: readonly number[]): string => calendar.wallClockOf(asEpochMs(openMs ?? 0));
  const byOpen = new Map(got.map((row) => [row[0], row]));
  const wrong: string[] = [];
  if (byOpen.size !== got.length) wrong.push(`${what}: ${got.length - byOpen.size} bars twice`);
  for (const row of wanted) {
    const own = byOpen.get(row[0]);
    byOpen.delete(row[0]);
    if (own === undefined) wrong.push(`${what}: ${minute(row)} is missing`);
    else if (own.join(' ') !== row.join(' '))
      wrong.push(`${what}: ${minute(row)} is ${own.join(' ')}, not ${row.join(' ')}`);
  }
  for (const row of byOpen.values()) wrong.push(`${what}: ${minute(row)} never was`);
  return wrong;
}
