import type { Codec, DataType } from '@uwdata/flechette';
import { asEpochMs, isoUtc } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { createZoneClock } from '../../../core/time-manager/zone-clock.ts';
import { unpackLz4Frame } from './lz4-frame.ts';
import { linesOf, type Cell } from './table-text.ts';

const LZ4_FRAME = 0;
const ZSTD = 1;
const TIMESTAMP = 10;

const noEncoder = (): never => {
  throw new Error('nothing is written in this format');
};

/** An Arrow IPC file or stream (Feather version 2) as CSV. Times show the clock of the column's zone, with their offset. */
export async function readArrow(bytes: Uint8Array, path: string): Promise<Result<Uint8Array>> {
  const { setCompressionCodec, tableFromIPC } = await import('@uwdata/flechette');
  const { decompress } = await import('fzstd');
  const zstd: Codec = { decode: (data) => decompress(data), encode: noEncoder };
  const lz4: Codec = { decode: (data) => unpackLz4Frame(data), encode: noEncoder };
  setCompressionCodec(ZSTD, zstd);
  setCompressionCodec(LZ4_FRAME, lz4);
  try {
    const table = tableFromIPC(bytes, { useDate: false });
    const columns = table.schema.fields.flatMap((field, index) => {
      const column = table.getChildAt(index);
      return [{ name: field.name, cells: column, show: showing(field.type) }];
    });
    const rows = function* (): Iterable<readonly Cell[]> {
      for (let row = 0; row < table.numRows; row++) {
        yield columns.map(({ cells, show }) => show(cells.at(row)));
      }
    };
    return ok(
      linesOf(
        columns.map(({ name }) => name),
        rows(),
      ),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('damaged_file', `${path} cannot be read as an Arrow file: ${reason}.`, 'Write it again.');
  }
}

/** How the cells of a column are written. Flechette gives times in milliseconds. */
function showing(type: DataType): (value: unknown) => Cell {
  const { typeId } = type;
  if (typeId === TIMESTAMP) {
    const { timezone } = type as { readonly timezone?: string | null };
    return timezone === null || timezone === undefined || timezone === '' ? clockText : zonedText(timezone);
  }
  // Dates of 32 and 64 bits.
  if (typeId === 8) return (value) => (value === null ? null : isoUtc(asEpochMs(Number(value))).slice(0, 10));
  return (value) => (typeof value === 'object' && value !== null ? '' : (value as Cell));
}

const clockText = (value: unknown): Cell =>
  value === null ? null : isoUtc(asEpochMs(Math.round(Number(value)))).replace('Z', '');

const two = (part: number): string => String(part).padStart(2, '0');

function zonedText(zone: string): (value: unknown) => Cell {
  if (zone === 'UTC')
    return (value) => (value === null ? null : isoUtc(asEpochMs(Math.round(Number(value)))));
  const clock = createZoneClock(zone);
  return (value) => {
    if (value === null) return null;
    const instant = Math.round(Number(value));
    const offset = clock.offsetAt(instant) / 60_000;
    const size = Math.abs(offset);
    const sign = offset < 0 ? '-' : '+';
    return `${isoUtc(asEpochMs(instant + offset * 60_000)).replace('Z', '')}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  };
}
