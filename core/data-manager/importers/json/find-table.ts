import { isBaseInterval, type BaseInterval } from '../../../base/interval.ts';
import { findRoles } from '../csv/column-roles.ts';
import type { Stamp } from '../proposal.ts';

/** Rows of a document. Without names they are read by position, as rows of a CSV file without a header are. */
export interface JsonTable {
  readonly names?: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly symbol?: string;
  readonly interval?: BaseInterval;
  readonly zone?: string;
  readonly stamp?: Stamp;
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** How deep lists of bars lie: Yahoo's `chart.result[0].indicators.quote[0]` is the deepest. */
const MOST_DEPTH = 5;

/**
 * The table of bars in a document, in any of the vendors' shapes: a list of objects or of rows, columns of one length
 * (Finnhub, Yahoo's chart), objects by time (Alpha Vantage), pandas' `to_json` in all orients, any of them under names
 * like `values`, `candles`, `results`, or under the names of symbols. Undefined where there is none.
 */
export function findTable(document: unknown): JsonTable | undefined {
  return tableIn(document, MOST_DEPTH);
}

function tableIn(node: unknown, depth: number): JsonTable | undefined {
  if (depth < 0) return undefined;
  if (Array.isArray(node)) return ofList(node, depth);
  if (!isObject(node)) return undefined;
  const own =
    ofYahoo(node) ??
    ofSplit(node) ??
    ofColumns(node) ??
    ofObjectsByTime(node) ??
    ofColumnsByIndex(node) ??
    ofChildren(node, depth);
  return own && { ...own, ...without(saidBy(node), own) };
}

/** Facts of an outer object apply where the inner one has none. */
const without = (said: Partial<JsonTable>, own: JsonTable): Partial<JsonTable> =>
  Object.fromEntries(Object.entries(said).filter(([key]) => own[key as keyof JsonTable] === undefined));

function ofList(list: readonly unknown[], depth: number): JsonTable | undefined {
  const [first] = list;
  if (list.length === 0) return undefined;
  if (list.every((row) => Array.isArray(row) && row.length >= 5 && row.every(isScalar))) {
    const rows = list as readonly (readonly unknown[])[];
    const names = (rows[0] ?? []).map(String);
    // A first row of names, as spreadsheets are exported.
    return isRoleNames(names) ? { names, rows: rows.slice(1) } : { rows };
  }
  if (list.every(isObject)) {
    const table = ofObjects(list);
    if (table !== undefined && isRoleNames(table.names ?? [])) return table;
  }
  return list.length === 1 ? tableIn(first, depth - 1) : ofSeveral(list, depth);
}

/** Documents one after the other, each with bars of its own symbol. */
function ofSeveral(list: readonly unknown[], depth: number): JsonTable | undefined {
  const tables = list.map((each) => tableIn(each, depth - 1));
  return joined(
    tables.map((table) => (table === undefined ? undefined : { symbol: table.symbol ?? '', table })),
  );
}

/** `{"open": 1, "mid": {"o": 1}}`: values one level down are columns of their own. */
function ofObjects(list: readonly JsonObject[]): JsonTable | undefined {
  const flat = list.map(flattened);
  const names = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  return { names, rows: flat.map((row) => names.map((name) => row[name])) };
}

function flattened(row: JsonObject): JsonObject {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (isObject(value) && isRoleNames(Object.keys(value))) Object.assign(flat, value);
    else if (isScalar(value)) flat[name] = value;
    else if (isObject(value) && typeof value['$date'] === 'string') flat[name] = value['$date'];
  }
  return flat;
}

/** Names that hold the four prices of a bar. */
function isRoleNames(names: readonly string[]): boolean {
  const { roles } = findRoles(names);
  return (['open', 'high', 'low', 'close'] as const).every((role) => roles.has(role));
}

/** `{"columns": […], "data": [[…]]}`, with an `index` where pandas splits one off. */
function ofSplit({ columns, data, index, fields }: JsonObject): JsonTable | undefined {
  const names = Array.isArray(columns) ? columns : fields;
  if (!Array.isArray(names) || !Array.isArray(data) || !data.every(Array.isArray)) return undefined;
  const called = names.map((name) => (isObject(name) ? String(name['name']) : String(name)));
  const rows = data as readonly (readonly unknown[])[];
  if (!Array.isArray(index) || index.length !== rows.length) return { names: called, rows };
  return { names: ['index', ...called], rows: rows.map((row, at) => [index[at], ...row]) };
}

/** `{"t": [1, 2], "o": [1, 2] …}`: one list a column. */
function ofColumns(node: JsonObject): JsonTable | undefined {
  const lists = Object.entries(node).filter(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].every(isScalar),
  );
  if (!isRoleNames(lists.map(([name]) => name))) return undefined;
  const length = lists[0]?.[1].length ?? 0;
  if (length === 0 || lists.some(([, list]) => list.length !== length)) return undefined;
  return {
    names: lists.map(([name]) => name),
    rows: Array.from({ length }, (_, row) => lists.map(([, list]) => list[row])),
  };
}

/** Yahoo's chart: times on one side, columns on the other. */
function ofYahoo(node: JsonObject): JsonTable | undefined {
  const { timestamp, indicators, meta } = node;
  if (!Array.isArray(timestamp) || !isObject(indicators)) return undefined;
  const quote: unknown = Array.isArray(indicators['quote']) ? indicators['quote'][0] : undefined;
  const table = isObject(quote) ? ofColumns({ timestamp, ...quote }) : undefined;
  if (table === undefined || !isObject(meta)) return table;
  return { ...table, ...saidBy(meta) };
}

const IS_TIME = /^\d{4}-\d{2}-\d{2}|^\d{1,2}\/\d{1,2}\/\d{4}|^\d{8,19}$/;

/** `{"2025-03-04 09:30:00": {"1. open": "1"}}`: one object a time. */
function ofObjectsByTime(node: JsonObject): JsonTable | undefined {
  const entries = Object.entries(node);
  if (entries.length === 0 || !entries.every(([key, value]) => IS_TIME.test(key) && isObject(value)))
    return undefined;
  const table = ofObjects(entries.map(([, value]) => value as JsonObject));
  if (table?.names === undefined || !isRoleNames(table.names)) return undefined;
  return { names: ['time', ...table.names], rows: table.rows.map((row, at) => [entries[at]?.[0], ...row]) };
}

/** pandas' default: `{"open": {"0": 1, "1": 2}, "high": …}`, the rows by their index. */
function ofColumnsByIndex(node: JsonObject): JsonTable | undefined {
  const columns = Object.entries(node).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
  if (columns.length < 4 || !isRoleNames(columns.map(([name]) => name))) return undefined;
  const keys = Object.keys(columns[0]?.[1] ?? {});
  if (keys.length === 0) return undefined;
  const isTimed = keys.every((key) => IS_TIME.test(key));
  return {
    names: [...(isTimed ? ['time'] : []), ...columns.map(([name]) => name)],
    rows: keys.map((key) => [...(isTimed ? [key] : []), ...columns.map(([, column]) => column[key])]),
  };
}

/** Names under which vendors put their lists; any other name of a list is a symbol. */
const LIST_NAMES =
  /^(bars?|results?|data|values|candles?|list|quotes?|prices|historical|history|items|rows|ohlcv?|klines?|ticks|chart|records|response|payload|body|content|series|aggs|time ?series.*|.*\((daily|\d+ ?min|digital currency.*)\).*)$/i;

function ofChildren(node: JsonObject, depth: number): JsonTable | undefined {
  const tables = Object.entries(node).flatMap(([name, child]) => {
    const table = isScalar(child) ? undefined : tableIn(child, depth - 1);
    return table === undefined ? [] : [{ name, table }];
  });
  const [first] = tables;
  if (first === undefined) return undefined;
  const isAlone = tables.length === 1 && (LIST_NAMES.test(first.name) || first.table.symbol !== undefined);
  if (isAlone) return first.table;
  const named = tables.map(({ name, table }) => ({ symbol: table.symbol ?? name, table }));
  return tables.length === 1 ? { ...first.table, symbol: named[0]?.symbol ?? first.name } : joined(named);
}

/** Tables of several symbols as one: the symbol becomes a column. */
function joined(
  tables: readonly ({ readonly symbol: string; readonly table: JsonTable } | undefined)[],
): JsonTable | undefined {
  const found = tables.filter((each) => each !== undefined);
  const [first] = found;
  if (first === undefined || found.length !== tables.length) return undefined;
  const { names } = first.table;
  if (names === undefined || findRoles(names).roles.has('symbol')) return undefined;
  if (found.some(({ table }) => table.names?.join() !== names.join())) return undefined;
  const { symbol: _, ...said } = first.table;
  return {
    ...said,
    names: ['symbol', ...names],
    rows: found.flatMap(({ symbol, table }) => table.rows.map((row) => [symbol, ...row])),
  };
}

/** Symbol, interval and zone that an object names beside its bars, or in the `meta` among them. */
function saidBy(node: JsonObject): Partial<JsonTable> {
  const { symbol, interval, zone } = wordsIn(node);
  return {
    ...(symbol === undefined ? {} : { symbol }),
    ...(interval === undefined ? {} : { interval }),
    ...(zone === undefined ? {} : { zone }),
  };
}

function wordsIn(node: JsonObject): {
  symbol?: string | undefined;
  interval?: BaseInterval | undefined;
  zone?: string | undefined;
} {
  const meta = Object.entries(node).find(
    ([name, value]) => /^meta( ?data)?$/i.test(name) && isObject(value),
  )?.[1];
  const all = { ...(isObject(meta) ? meta : {}), ...node };
  const text = (...names: readonly RegExp[]): string | undefined => {
    for (const name of names) {
      const found = Object.entries(all).find(
        ([key, value]) => name.test(key) && typeof value === 'string' && value !== '',
      );
      if (found !== undefined) return String(found[1]);
    }
    return undefined;
  };
  const symbol = text(/^(\d+\. )?symbol$/i, /^ticker$/i, /^instrument(_name)?$/i, /^pair$/i, /^product_id$/i);
  const interval = intervalOf(
    text(/^(\d+\. )?interval$/i, /^dataGranularity$/i, /^granularity$/i, /^timeframe$/i, /^resolution$/i),
  );
  const zone = text(/^exchangeTimezoneName$/i, /^exchange_?timezone$/i, /^(\d+\. )?time ?zone$/i, /^tz$/i);
  return { symbol, interval, zone: zone === undefined ? undefined : (ZONES[zone.toUpperCase()] ?? zone) };
}

const ZONES: Readonly<Record<string, string>> = {
  'US/EASTERN': 'America/New_York',
  EST: 'America/New_York',
  ET: 'America/New_York',
};

/** `1min`, `5m`, `1D`, `M1`, `ONE_MINUTE`; undefined for others. */
function intervalOf(text: string | undefined): BaseInterval | undefined {
  const [, letter, size = ''] = /^([SMHD])(\d+)$/.exec(text ?? '') ?? [];
  const written = letter === undefined ? (text ?? '') : `${size}${letter.toLowerCase()}`;
  const [, count = '', unit = ''] =
    /^(\d+)\s*(s|sec|m|min|minute|h|hour|d|day)(?:s|utes|ute)?$/i.exec(written) ?? [];
  const minutes = unit.toLowerCase().startsWith('m') ? Number(count) : Number.NaN;
  const name = minutes % 60 === 0 ? `${minutes / 60}h` : `${Number(count)}${unit.toLowerCase().charAt(0)}`;
  return isBaseInterval(name) ? name : undefined;
}
