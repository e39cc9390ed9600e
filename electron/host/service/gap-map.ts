import { MINUTE_MS } from '../../../core/base/epoch-ms.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { SessionGap } from '../../../core/model/gap.ts';
import { MINUTE, type BarTable, type QualityGap } from '../../contract/reading-requests.ts';

/** All instants are UTC epoch ms; ends are exclusive. */
export interface MapRange {
  readonly start: number;
  readonly end: number;
  /** Regular hours, in which each minute should have a bar; breaks lie between them. */
  readonly segments: readonly { readonly open: number; readonly close: number }[];
  /** Minutes that end after it are not judged. */
  readonly now: number;
  /** Length of a bar. */
  readonly span: number;
}

/**
 * The state of each minute of a day: a bar, none, or none yet. For `1s` bars a minute is present when none of it is
 * missing.
 */
export function minuteMap(
  bars: ReadonlyBarColumns,
  gaps: readonly SessionGap[],
  { start, end, segments, now, span }: MapRange,
): Uint8Array {
  const minutes = new Uint8Array(Math.max(0, Math.ceil((end - start) / MINUTE_MS))).fill(MINUTE.outside);
  const at = (instant: number): number => Math.floor((instant - start) / MINUTE_MS);
  for (const { open, close } of segments) {
    for (let instant = open; instant < close; instant += MINUTE_MS) {
      minutes[at(instant)] = instant + MINUTE_MS <= now ? MINUTE.unconfirmed : MINUTE.notYet;
    }
  }
  const barMinutes = Math.max(1, Math.round(span / MINUTE_MS));
  const mark = (from: number, to: number, sign: number): void => {
    for (let place = Math.max(0, from); place < Math.min(to, minutes.length); place++) minutes[place] = sign;
  };
  for (let index = 0; index < bars.length; index++) {
    const place = at(bars.openMs[index] as number);
    mark(place, place + barMinutes, MINUTE.present);
  }
  for (const { firstMs, lastMs, confirmed } of gaps) {
    mark(at(firstMs), at(lastMs) + barMinutes, confirmed ? MINUTE.noTrades : MINUTE.unconfirmed);
  }
  return minutes;
}

export const gapOf = ({ firstMs, lastMs, count, confirmed }: SessionGap): QualityGap => ({
  first_ms: firstMs,
  last_ms: lastMs,
  count,
  confirmed,
});

/** Bars as a message carries them: columns without spare room. */
export function barTable(bars: ReadonlyBarColumns, from: number, to: number): BarTable {
  const cut = (column: Float64Array): Float64Array => column.slice(from, to);
  return {
    open_ms: cut(bars.openMs),
    open: cut(bars.open),
    high: cut(bars.high),
    low: cut(bars.low),
    close: cut(bars.close),
    volume: cut(bars.volume),
  };
}
