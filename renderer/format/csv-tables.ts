import { isoUtc, type EpochMs } from '../../core/base/epoch-ms.ts';
import { csvField } from '../../core/data-manager/exports/session-csv.ts';
import type { LogRow, SignalRow } from '../../electron/contract/batch.ts';

type Value = string | number | null;

const table = (columns: readonly string[], rows: readonly (readonly Value[])[]): string =>
  [columns, ...rows].map((row) => `${row.map(csvField).join(',')}\n`).join('');

const iso = (instant: number | null): string => (instant === null ? '' : isoUtc(instant as EpochMs));

/** Signals as CSV, oldest first; `clock` in UTC. */
export const signalsCsv = (signals: readonly SignalRow[]): string =>
  table(
    ['clock', 'symbol', 'direction', 'price', 'strategy', 'text'],
    signals.map((row) => [iso(row.clockMs), row.symbol, row.direction, row.price, row.strategy, row.text]),
  );

/** The event log as CSV, oldest first; `clock` in UTC. */
export const logCsv = (log: readonly LogRow[]): string =>
  table(
    ['seq', 'clock', 'event', 'symbol', 'text'],
    log.map((row) => [row.seq, iso(row.clockMs), row.type, row.symbol, row.text]),
  );
