import type { SchemaElement } from 'hyparquet';
import { invariant } from '../../base/invariant.ts';
import { epochToMs, epochUnitOf } from '../epoch-unit.ts';
import { BarColumns } from '../../model/bar-columns.ts';
import { crc32 } from './crc32.ts';
import { ChunkDecoder } from './decode-chunk.ts';
import { STORED_COLUMNS, type ColumnName, type GroupPlace, type MonthFooter } from './footer.ts';
import { decodeNumbers, loadColumn } from './decode-column.ts';
import { timeTypeOf } from './time-type.ts';

/**
 * The bars of adjacent row groups, in the order of the file: not yet checked for order or repetition. `bytes` starts at
 * `base` of the file and holds all the groups.
 *
 * Throws an Error with its reason when a checksum does not hold or the bytes are not columns. Absent values (another
 * tool's nulls) come back as NaN.
 */
export function decodeGroups(
  footer: MonthFooter,
  groups: readonly GroupPlace[],
  bytes: Uint8Array,
  base: number,
): BarColumns {
  const bars = BarColumns.inOnePiece(groups.reduce((sum, group) => sum + group.rows, 0));
  const columns = targets(bars);
  const own = footer.own ? new ChunkDecoder() : undefined;
  for (const group of groups) {
    if (footer.own) checkGroup(group, bytes, base);
    for (const [index, name] of STORED_COLUMNS.entries()) {
      const place = group.chunks[index];
      invariant(place !== undefined, 'a place for each column');
      const part = bytes.subarray(place.from - base, place.to - base);
      const target = columns[name];
      if (own?.decode(part, place, group.rows, target, bars.length) === true) continue;
      const element = footer.schema[name];
      const values = decodeNumbers(loadColumn({ name, element }, place, group.rows, part), 0, group.rows);
      target.set(name === 't' ? values.map(epochMsOf(element)) : values, bars.length);
    }
    bars.length += group.rows;
  }
  return bars;
}

/** Own files are checked by their checksums, others by the promises of their pages. */
function checkGroup(group: GroupPlace, bytes: Uint8Array, base: number): void {
  invariant(group.from >= base && group.to <= base + bytes.length, 'the bytes hold the row group');
  if (group.crc !== undefined && crc32(bytes, group.from - base, group.to - base) === group.crc) return;
  throw new Error(`the checksum of bytes ${group.from} to ${group.to} does not hold`);
}

/** Turns a time column's counts into UTC epoch ms; a bare integer counts in the unit that its size implies. */
function epochMsOf(element: SchemaElement): (value: number) => number {
  const type = timeTypeOf(element);
  return (value) =>
    type === undefined ? epochToMs(value, epochUnitOf(value)) : Math.round(value * type.toMs);
}

const targets = (bars: BarColumns): Readonly<Record<ColumnName, Float64Array>> => ({
  t: bars.openMs,
  o: bars.open,
  h: bars.high,
  l: bars.low,
  c: bars.close,
  v: bars.volume,
});
