import type { SchemaElement } from 'hyparquet';
import { DAY_MS } from '../../base/epoch-ms.ts';
import { epochToMs, epochUnitOf } from '../epoch-unit.ts';

/** Makes hyparquet return every kind of time as UTC epoch ms, rounded; a time without zone counts as UTC. */
export const EPOCH_MS_PARSERS = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (micros: bigint): number => Math.round(Number(micros) / 1e3),
  timestampFromNanoseconds: (nanos: bigint): number => Math.round(Number(nanos) / 1e6),
  dateFromDays: (days: number): number => days * DAY_MS,
  stringFromBytes: (): undefined => undefined,
};

/**
 * Turns a value of the time column, as the parsers above return it, into UTC epoch ms; NaN for an absent value. An
 * integer without a type of its own counts in the unit that its size implies.
 */
export function epochMsReader(element: SchemaElement): (value: unknown) => number {
  const isBare = !isTimeType(element);
  return (value) => {
    if (typeof value !== 'number' && typeof value !== 'bigint') return Number.NaN;
    const plain = Number(value);
    return isBare ? epochToMs(plain, epochUnitOf(plain)) : plain;
  };
}

/** True for values that pass through the parsers; integers of any width do not. */
function isTimeType({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return (
    type === 'INT96' ||
    converted === 'DATE' ||
    converted?.startsWith('TIMESTAMP') === true ||
    logical?.type === 'TIMESTAMP' ||
    logical?.type === 'DATE'
  );
}
