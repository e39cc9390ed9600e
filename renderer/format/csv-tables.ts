import { isoUtc, type EpochMs } from '../../core/base/epoch-ms.ts';
import type { LogRow, SignalRow } from '../../electron/contract/batch.ts';
import { csvOf } from './csv.ts';

const iso = (instant: number | null): string => (instant === null ? '' : isoUtc(instant as EpochMs));

/** Signals as CSV, oldest first; `clock` in UTC. */
export const signalsCsv = (signals: readonly SignalRow[]): string =>
  csvOf(
    ['clock', 'symbol', 'direction', 'price', 'strategy', 'text'],
    signals.map((row) => [
      iso(row.clockMs),
      row.symbol,
      row.direction,
      String(row.price),
      row.strategy,
      row.text,
    ]),
  );

/** The event log as CSV, oldest first; `clock` in UTC. */
export const logCsv = (log: readonly LogRow[]): string =>
  csvOf(
    ['seq', 'clock', 'event', 'symbol', 'text'],
    log.map((row) => [String(row.seq), iso(row.clockMs), row.type, row.symbol ?? '', row.text]),
  );
