import { findRoles } from './column-roles.ts';
import { COMMA, DOT } from './csv-plan.ts';
import { numberIn } from './text-lines.ts';

type Rows = readonly (readonly string[])[];

/** Of several header lines (yfinance writes three) each column takes the first name that means something. */
export function headerNames(headers: Rows, columns: number): readonly string[] {
  const widest = Math.max(columns, 0);
  return Array.from({ length: widest }, (_, index) => {
    const candidates = headers.map((header) => header[index] ?? '').filter((name) => name !== '');
    const known = candidates.find((name) => findRoles([name]).roles.size > 0);
    return known ?? candidates.at(-1) ?? '';
  });
}

/**
 * Names for every field of the rows. Where rows have one field more than the header has names, the missing name is put
 * where the rows then make bars: an index before all others, or a time of day behind the date. Undefined where neither fits.
 */
export function filledNames(
  names: readonly string[],
  headers: Rows,
  rows: Rows,
): readonly string[] | undefined {
  const called = names.map((name, index) => (name === '' ? `column ${index + 1}` : name));
  const last = headers.at(-1) ?? [];
  const missing = names.length - last.length;
  const isTrailing = rows.every((row) => (row[names.length - 1] ?? '') === '');
  if (missing <= 0 || isTrailing || headers.length === 0) return called;
  if (missing > 1) return makesBars(called, rows) ? called : undefined;
  const isClock = rows.every((row) => /^\d{1,2}:\d{2}/.test(row[1] ?? ''));
  const withTime = [last[0] ?? '', 'Time', ...last.slice(1)];
  if (isClock) return makesBars(withTime, rows) ? withTime : undefined;
  return [['column 1', ...last], called].find((each) => makesBars(each, rows));
}

function makesBars(names: readonly string[], rows: Rows): boolean {
  const { roles } = findRoles(names);
  const columns = (['open', 'high', 'low', 'close'] as const).map((role) => roles.get(role));
  if (columns.some((column) => column === undefined)) return false;
  const [open = 0, high = 0, low = 0, close = 0] = columns;
  return [DOT, COMMA].some((mark) => {
    const possible = rows.filter((row) => {
      const [o, h, l, c] = [open, high, low, close].map((column) => numberIn(row[column] ?? '', mark)) as [
        number,
        number,
        number,
        number,
      ];
      return l <= o && l <= c && h >= o && h >= c;
    });
    return possible.length >= rows.length * 0.95;
  });
}

/** The second of several header lines, which names whose prices a column holds. */
export const isTickerLine = (header: readonly string[], headers: Rows): boolean =>
  headers.length > 1 && header !== headers[0] && header[0] === 'Ticker';

export function tickerInHeader(headers: Rows): string | undefined {
  const line = headers.find((header) => isTickerLine(header, headers));
  const symbols = new Set(line?.slice(1).filter((name) => name !== ''));
  return symbols.size === 1 ? [...symbols][0] : undefined;
}
