import { findRoles, plainName } from './column-roles.ts';

const FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;
type Field = (typeof FIELDS)[number];

/** A symbol's columns, by position. */
export interface SymbolColumns {
  readonly symbol: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume?: number;
}

/** A column's name taken for a field of a symbol. */
interface FieldOfSymbol {
  readonly field: Field;
  readonly symbol: string;
}

/**
 * Finds the columns of several symbols side by side: by two header lines (`Close,Close` over `AAPL,MSFT`, as yfinance
 * writes them), or by names that hold both (`AAPL_Open`, `Open AAPL`, `AAPL.Close`, `('Close', 'AAPL')`). Symbols whose
 * four prices are not all there are left out. Empty where the columns are those of one bar.
 */
export function symbolsSideBySide(headers: readonly (readonly string[])[]): readonly SymbolColumns[] {
  for (const read of [byTwoLines(headers), byNames(headers)]) {
    const found = complete(read);
    if (found.length > 0) return found;
  }
  return [];
}

function byTwoLines(headers: readonly (readonly string[])[]): ReadonlyMap<number, FieldOfSymbol> {
  const found = new Map<number, FieldOfSymbol>();
  const fieldLine = headers.find(
    (header) => header.filter((name) => fieldOf(name) === 'open').length > 1 || isFieldLine(header),
  );
  const symbolLine = headers.find(
    (header) =>
      header !== fieldLine && header.filter((name) => name !== '' && fieldOf(name) === undefined).length >= 4,
  );
  if (fieldLine === undefined || symbolLine === undefined) return found;
  for (const [index, name] of fieldLine.entries()) {
    const field = fieldOf(name);
    const symbol = symbolLine[index] ?? '';
    if (field !== undefined && symbol !== '') found.set(index, { field, symbol });
  }
  return found;
}

/** True for a line that names the four prices, over one that names their symbol. */
const isFieldLine = (header: readonly string[]): boolean =>
  ['open', 'high', 'low', 'close'].every((field) => header.some((name) => fieldOf(name) === field));

const fieldOf = (name: string): Field | undefined => FIELDS.find((field) => field === plainName(name));

const TUPLE = /^\(['"]([^'"]*)['"], ['"]([^'"]*)['"]\)$/;
const FIELD_LAST = /^(.+?)[\s_.:|/-]+(open|high|low|close|volume)$/i;
const FIELD_FIRST = /^(open|high|low|close|volume)[\s_.:|/-]+(.+)$/i;

/** Words that say which kind of price a column holds, not whose. */
const KINDS =
  /^(bid|ask|mid|adj|adjusted|raw|day|daily|prev|previous|price|prices|session|trade|last|unadjusted|split|total|avg|regular|rth|eth)$/i;

/** The field and the symbol that one name holds. */
function fieldAndSymbolOf(name: string): FieldOfSymbol | undefined {
  const text = name.trim();
  const [, first = '', second = ''] = TUPLE.exec(text) ?? [];
  const pairs = [
    [first, second],
    [second, first],
    [FIELD_LAST.exec(text)?.[2], FIELD_LAST.exec(text)?.[1]],
    [FIELD_FIRST.exec(text)?.[1], FIELD_FIRST.exec(text)?.[2]],
  ] as const;
  for (const [fieldName = '', symbol = ''] of pairs) {
    const field = fieldOf(fieldName);
    if (field !== undefined && symbol !== '' && !KINDS.test(symbol)) return { field, symbol };
  }
  return undefined;
}

function byNames(headers: readonly (readonly string[])[]): ReadonlyMap<number, FieldOfSymbol> {
  const found = new Map<number, FieldOfSymbol>();
  for (const header of headers) {
    // A file with columns of its own for the four prices is of one symbol, even if it has more columns.
    const { roles } = findRoles(header);
    if (['open', 'high', 'low', 'close'].every((role) => roles.has(role as Field))) continue;
    for (const [index, name] of header.entries()) {
      const pair = fieldAndSymbolOf(name);
      if (pair !== undefined) found.set(index, pair);
    }
  }
  return found;
}

function complete(columns: ReadonlyMap<number, FieldOfSymbol>): readonly SymbolColumns[] {
  const bySymbol = new Map<string, Partial<Record<Field, number>>>();
  for (const [index, { field, symbol }] of columns) {
    const name = symbol.toUpperCase();
    const known = bySymbol.get(name) ?? {};
    known[field] ??= index;
    bySymbol.set(name, known);
  }
  return [...bySymbol].flatMap(([symbol, { open, high, low, close, volume }]) =>
    open === undefined || high === undefined || low === undefined || close === undefined
      ? []
      : [{ symbol, open, high, low, close, ...(volume === undefined ? {} : { volume }) }],
  );
}
