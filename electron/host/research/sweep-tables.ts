import type { ParameterValue } from '../../../core/research/parameter-set.ts';
import type { ParameterAxis } from '../../../core/research/parameter-space.ts';
import type { ResultTable, ResultType, ResultValue } from '../runs/parquet-rows.ts';
import type { LedgerEntry } from './ledger.ts';

/** `trials`: one row a trial, in the order given. Holds no wall time, place or number of attempts. */
export function trialsTable(axes: readonly ParameterAxis[], entries: readonly LedgerEntry[]): ResultTable {
  const names = [...new Set(entries.flatMap(({ statistics }) => Object.keys(statistics)))];
  return {
    name: 'trials',
    columns: [
      { name: 'id', type: 'text' },
      ...axes.map(({ name, values }) => ({ name: `param_${name}`, type: typeOf(values) })),
      { name: 'status', type: 'text' },
      { name: 'reason', type: 'text' },
      ...names.map((name) => ({ name, type: 'number' as const })),
    ],
    rows: entries.map(({ id, parameters, status, reason, statistics }) => [
      id,
      ...axes.map(({ name, values }) => cellOf(parameters[name], typeOf(values))),
      status,
      reason,
      ...names.map((name) => statistics[name] ?? null),
    ]),
  };
}

/** `equity/daily`: the equity of each trial at each day's close, in money. */
export function dailyEquityTable(entries: readonly LedgerEntry[]): ResultTable {
  return {
    name: 'daily',
    columns: [
      { name: 'id', type: 'text' },
      { name: 'day', type: 'text' },
      { name: 'equity', type: 'number' },
    ],
    rows: entries.flatMap(({ id, days, equity }) =>
      days.map((day, index): readonly ResultValue[] => [id, day, equity[index + 1]]),
    ),
  };
}

function typeOf(values: readonly ParameterValue[]): ResultType {
  if (values.every(Number.isSafeInteger)) return 'integer';
  if (values.every((value) => typeof value === 'number')) return 'number';
  return values.every((value) => typeof value === 'boolean') ? 'flag' : 'text';
}

const cellOf = (value: ParameterValue | undefined, type: ResultType): ResultValue =>
  value === undefined || type !== 'text' ? value : String(value);
