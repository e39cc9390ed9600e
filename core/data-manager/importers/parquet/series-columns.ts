import { rolesByName } from '../csv/column-roles.ts';
import type { FlatColumn } from '../../parquet/decode-column.ts';
import type { SeriesColumns } from './parquet-plan.ts';

export interface FoundSeries {
  readonly series: readonly SeriesColumns[];
  /** Name of the column that says whose row it is. */
  readonly symbol?: string;
  readonly isFloat32: boolean;
}

const FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;
type Field = (typeof FIELDS)[number];

/** Finds the columns of bars: one set for all rows, or one set a symbol side by side. Undefined where there is none. */
export function findSeries(columns: readonly FlatColumn[]): FoundSeries | undefined {
  const numbers = columns.filter(({ element }) => isNumeric(element));
  const series = sideBySide(numbers) ?? plainSeries(numbers);
  if (series === undefined) return undefined;
  const texts = columns.filter(({ element }) => element.type === 'BYTE_ARRAY');
  const index = rolesByName(texts.map(({ name }) => name)).get('symbol');
  const symbol = series.some((one) => one.symbol !== undefined) ? undefined : texts[index ?? -1]?.name;
  const first = numbers.find(({ name }) => name === series[0]?.open);
  return {
    series,
    ...(symbol === undefined ? {} : { symbol }),
    isFloat32: first?.element.type === 'FLOAT',
  };
}

const isNumeric = ({ type, converted_type: converted }: FlatColumn['element']): boolean =>
  type === 'DOUBLE' || type === 'FLOAT' || type === 'INT32' || type === 'INT64' || converted === 'DECIMAL';

function plainSeries(columns: readonly FlatColumn[]): readonly SeriesColumns[] | undefined {
  const roles = rolesByName(columns.map(({ name }) => name));
  const name = (field: Field): string | undefined => columns[roles.get(field) ?? -1]?.name;
  const series = complete(Object.fromEntries(FIELDS.map((field) => [field, name(field)])));
  return series && [series];
}

/** pandas writes the names of a column index with two levels as Python tuples: `('Close', 'AAPL')`, in either order. */
const TUPLE = /^\(['"]([^'"]*)['"], ['"]([^'"]*)['"]\)$/;

function sideBySide(columns: readonly FlatColumn[]): readonly SeriesColumns[] | undefined {
  const bySymbol = new Map<string, Partial<Record<Field, string>>>();
  for (const { name } of columns) {
    const [, first = '', second = ''] = TUPLE.exec(name) ?? [];
    const pair = pairOf(first, second) ?? pairOf(second, first);
    if (pair === undefined) continue;
    const known = bySymbol.get(pair.symbol) ?? {};
    known[pair.field] = name;
    bySymbol.set(pair.symbol, known);
  }
  const series = [...bySymbol].flatMap(([symbol, fields]) => {
    const found = complete(fields);
    return found === undefined ? [] : [{ symbol, ...found }];
  });
  return series.length === 0 ? undefined : series;
}

function pairOf(fieldName: string, symbol: string): { field: Field; symbol: string } | undefined {
  const field = FIELDS.find((candidate) => candidate === fieldName.toLowerCase());
  return field === undefined || symbol === '' ? undefined : { field, symbol: symbol.toUpperCase() };
}

function complete(fields: Readonly<Partial<Record<string, string>>>): SeriesColumns | undefined {
  const { open, high, low, close, volume } = fields;
  if (open === undefined || high === undefined || low === undefined || close === undefined) return undefined;
  return { open, high, low, close, ...(volume === undefined ? {} : { volume }) };
}
