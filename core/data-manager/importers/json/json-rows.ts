import { strFromU8, strToU8 } from 'fflate';
import { isBaseInterval, type BaseInterval } from '../../../base/interval.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { OpenFile } from '../../file-port.ts';
import { rolesByName } from '../csv/column-roles.ts';

/** A JSON document of bars, written as lines of text. */
export interface JsonRows {
  readonly bytes: Uint8Array;
  readonly symbol?: string;
  readonly interval?: BaseInterval;
}

/** A document is parsed as a whole. */
const MOST_BYTES = 400 * 1024 * 1024;

/**
 * Bars in a JSON document: `{"columns": […], "data": [[…]]}` as `data get` prints them, a list of objects, or such a list
 * under `bars` or `results` as Alpaca and Polygon answer. Numbers keep every digit.
 *
 * Fails with `bad_file` where there is no JSON or no list of rows in it.
 */
export async function readJsonRows(file: OpenFile, path: string): Promise<Result<JsonRows>> {
  if (file.size > MOST_BYTES)
    return fail('unsupported', `${path} is too large a JSON document.`, 'Import it as CSV.');
  const read = await file.read(0, file.size);
  if (!read.ok) return read;
  const document = parse(strFromU8(read.value));
  if (document === undefined) return fail('bad_file', `${path} is no complete JSON document.`);
  const table = tableOf(document);
  if (table === undefined) {
    return fail(
      'bad_file',
      `${path} holds no list of bars.`,
      'Expected {"columns": […], "data": [[…]]} or a list of objects.',
    );
  }
  const { names, rows, symbol, interval } = table;
  const lines = [names.map(field).join(','), ...rows.map((row) => row.map(field).join(','))];
  return ok({
    bytes: strToU8(`${lines.join('\n')}\n`),
    ...(symbol === undefined ? {} : { symbol }),
    ...(interval === undefined ? {} : { interval }),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

interface JsonTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly symbol?: string;
  readonly interval?: BaseInterval;
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function tableOf(document: unknown): JsonTable | undefined {
  if (Array.isArray(document)) return ofObjects(document);
  if (!isObject(document)) return undefined;
  const said = {
    ...textUnder(document, ['symbol', 'ticker']),
    ...(isBaseInterval(String(document['interval']))
      ? { interval: document['interval'] as BaseInterval }
      : {}),
  };
  const { columns, data } = document;
  if (Array.isArray(columns) && Array.isArray(data) && data.every(Array.isArray)) {
    return { names: columns.map(String), rows: data as unknown[][], ...said };
  }
  const list = document['bars'] ?? document['results'] ?? data;
  const table = Array.isArray(list) ? ofObjects(list) : isObject(list) ? ofSymbols(list) : undefined;
  return table && { ...table, ...said };
}

function textUnder(document: JsonObject, names: readonly string[]): { readonly symbol?: string } {
  const found = names.map((name) => document[name]).find((value) => typeof value === 'string');
  return typeof found === 'string' ? { symbol: found } : {};
}

function ofObjects(list: readonly unknown[]): JsonTable | undefined {
  const [first] = list;
  if (!isObject(first) || !list.every(isObject)) return undefined;
  const names = Object.keys(first);
  return { names, rows: list.map((row) => names.map((name) => row[name])) };
}

/** `{"AAPL": [{…}], "RIVN": [{…}]}`: the name of each list becomes a column. */
function ofSymbols(lists: JsonObject): JsonTable | undefined {
  const tables = Object.entries(lists).flatMap(([symbol, list]) => {
    const table = Array.isArray(list) ? ofObjects(list) : undefined;
    return table === undefined ? [] : [{ symbol, table }];
  });
  const names = tables[0]?.table.names;
  if (names === undefined || rolesByName(names).has('symbol')) return undefined;
  if (tables.some(({ table }) => table.names.join() !== names.join())) return undefined;
  return {
    names: ['symbol', ...names],
    rows: tables.flatMap(({ symbol, table }) => table.rows.map((row) => [symbol, ...row])),
  };
}

/** A value as a field of a line; what could break the line is left out. */
function field(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.replaceAll(/[",\r\n]/g, ' ') : '';
}
