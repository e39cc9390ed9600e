import type { SchemaElement } from 'hyparquet';
import { DAY_MS } from '../../base/epoch-ms.ts';

/** How a Parquet type counts time. */
export interface TimeType {
  readonly kind: 'timestamp' | 'date' | 'clock';
  /** Milliseconds per unit; INT96 comes decoded as ms. */
  readonly toMs: number;
  /** True: UTC, as the file declares. False: a wall clock. Undefined: the type does not say. */
  readonly isUtc?: boolean;
  readonly name: string;
}

const UNIT_MS = { MILLIS: 1, MICROS: 1e-3, NANOS: 1e-6 } as const;

/** Undefined for a type that is not a time; plain integers may still count from 1970. */
export function timeTypeOf({
  type,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): TimeType | undefined {
  if (type === 'INT96') return { kind: 'timestamp', toMs: 1, name: 'INT96' };
  if (logical?.type === 'TIMESTAMP') {
    const name = `timestamp in ${logical.unit.toLowerCase()}`;
    return { kind: 'timestamp', toMs: UNIT_MS[logical.unit], isUtc: logical.isAdjustedToUTC, name };
  }
  if (logical?.type === 'TIME') {
    return {
      kind: 'clock',
      toMs: UNIT_MS[logical.unit],
      name: `time of day in ${logical.unit.toLowerCase()}`,
    };
  }
  // Older writers mark both UTC and wall clocks this way.
  if (converted === 'TIMESTAMP_MILLIS') return { kind: 'timestamp', toMs: 1, name: converted };
  if (converted === 'TIMESTAMP_MICROS') return { kind: 'timestamp', toMs: 1e-3, name: converted };
  if (converted === 'TIME_MILLIS') return { kind: 'clock', toMs: 1, name: converted };
  if (converted === 'TIME_MICROS') return { kind: 'clock', toMs: 1e-3, name: converted };
  if (converted === 'DATE' || logical?.type === 'DATE') return { kind: 'date', toMs: DAY_MS, name: 'DATE' };
  return undefined;
}
