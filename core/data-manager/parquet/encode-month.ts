import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { invariant } from '../../base/invariant.ts';
import { windowOf, type ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { crc32 } from './crc32.ts';
import { ChunkEncoder } from './encode-chunk.ts';
import { monthSchema } from './month-schema.ts';
import { CREATED_BY, encodeKeyValues, sealFooter, type MonthMetadata } from './month-metadata.ts';

/** An estimate that avoids growing. */
const BYTES_PER_BAR = 16;

/** `PAR1` at the start of the file. */
const MAGIC_LENGTH = 4;

/**
 * Bars as a Parquet file: `t` TIMESTAMP_MILLIS UTC, `o h l c` DOUBLE, `v` INT64 (DOUBLE when a volume is fractional),
 * all REQUIRED, `t` and an integer `v` DELTA_BINARY_PACKED, snappy.
 *
 * `groupLengths` are the bars of each row group, one per exchange day, in order. Only `t` carries statistics: they show
 * which row groups a day needs; others would only make the footer longer. Each row group and the footer carry a CRC-32
 * in the key-value metadata, so that a flipped bit is an error and never a wrong price (Parquet's own page checksums
 * are optional, and hyparquet neither writes nor checks them). Deterministic: same input, same bytes.
 */
export function encodeMonth(
  bars: ReadonlyBarColumns,
  groupLengths: readonly number[],
  metadata: MonthMetadata,
  zone: string,
): Uint8Array {
  const writer = new ByteWriter(64 * 1024 + bars.length * BYTES_PER_BAR);
  const keyValues: { key: string; value: string }[] = [];
  const wholeVolume = isWhole(bars.volume, bars.length);
  const parquet = new ParquetWriter({
    writer,
    schema: monthSchema(wholeVolume),
    kvMetadata: keyValues,
    createdBy: CREATED_BY,
  });
  const encoder = new ChunkEncoder(writer);
  let from = 0;
  for (const length of groupLengths) {
    writeGroup(parquet, encoder, windowOf(bars, from, from + length), wholeVolume);
    from += length;
  }
  invariant(from === bars.length, () => `row groups of all ${bars.length} bars, got ${from}`);
  const footerStart = writer.offset;
  keyValues.push(...encodeKeyValues(metadata, zone, groupCrcs(parquet, writer.getBytes())));
  void parquet.finish();
  const bytes = writer.getBytes();
  sealFooter(bytes.subarray(footerStart));
  return bytes;
}

function writeGroup(
  parquet: ParquetWriter,
  encoder: ChunkEncoder,
  bars: ReadonlyBarColumns,
  wholeVolume: boolean,
): void {
  const from = parquet.writer.offset;
  const columns = [
    encoder.integers('t', bars.openMs, true),
    encoder.doubles('o', bars.open),
    encoder.doubles('h', bars.high),
    encoder.doubles('l', bars.low),
    encoder.doubles('c', bars.close),
    wholeVolume ? encoder.integers('v', bars.volume, false) : encoder.doubles('v', bars.volume),
  ];
  const sizes = columns.map((column) => column.meta_data?.total_uncompressed_size ?? 0n);
  parquet.num_rows += BigInt(bars.length);
  parquet.row_groups.push({
    columns,
    total_byte_size: sizes.reduce((sum, size) => sum + size, 0n),
    num_rows: BigInt(bars.length),
    total_compressed_size: BigInt(parquet.writer.offset - from),
  });
}

function groupCrcs(parquet: ParquetWriter, bytes: Uint8Array): readonly number[] {
  let from = MAGIC_LENGTH;
  return parquet.row_groups.map((group) => {
    const to = from + Number(group.total_compressed_size);
    const crc = crc32(bytes, from, to);
    from = to;
    return crc;
  });
}

function isWhole(values: Float64Array, length: number): boolean {
  for (let index = 0; index < length; index++) if (!Number.isSafeInteger(values[index])) return false;
  return true;
}
