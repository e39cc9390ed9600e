import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { spanMs } from '../../../core/base/interval.ts';
import type { BinanceInterval } from '../../../core/live-feed/binance/protocol.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';

/** Spot archives count microseconds from this instant on (2025-01-01 UTC), milliseconds before. */
const MICROSECONDS_FROM_MS = 1_735_689_600_000;

/** One row as the exchange writes it: numbers as text, twelve fields, the last one unused. */
export function klineRow(
  bars: ReadonlyBarColumns,
  index: number,
  interval: BinanceInterval,
  unit: (ms: number) => number = (ms) => ms,
): readonly (number | string)[] {
  const openMs = bars.openMs[index] ?? 0;
  const volume = bars.volume[index] ?? 0;
  const close = bars.close[index] ?? 0;
  const closeTime = unit(openMs + spanMs(interval)) - 1;
  return [
    unit(openMs),
    text(bars.open[index] ?? 0),
    text(bars.high[index] ?? 0),
    text(bars.low[index] ?? 0),
    text(close),
    text(volume),
    closeTime,
    text(volume * close),
    Math.max(1, Math.round(volume / 100)),
    text(volume / 2),
    text((volume * close) / 2),
    '0',
  ];
}

/** Prices and volumes have eight places. */
const text = (value: number): string => value.toFixed(8);

/** An archive file: a zip with one CSV without a header. */
export function archiveOf(bars: ReadonlyBarColumns, interval: BinanceInterval, name: string): Uint8Array {
  const lines = Array.from({ length: bars.length }, (_, index) => {
    const isMicro = (bars.openMs[index] ?? 0) >= MICROSECONDS_FROM_MS;
    return klineRow(bars, index, interval, (ms) => (isMicro ? ms * 1_000 : ms)).join(',');
  });
  return zipSync({ [`${name}.csv`]: [strToU8(`${lines.join('\n')}\n`), { mtime: '1980-01-01' }] });
}

/** The text of a `.CHECKSUM` file. */
export const checksumText = (bytes: Uint8Array, name: string): string =>
  `${createHash('sha256').update(bytes).digest('hex')}  ${name}.zip\n`;
