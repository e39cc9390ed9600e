import { fail, ok, type Result } from '../../../base/result.ts';
import { rolesByName, type Role } from './column-roles.ts';
import { COMMA, CR, DOT, HASH, LF, type CsvColumns } from './csv-plan.ts';
import { createFieldPlaces, splitRow } from './fields.ts';
import { parseNumber, textOf } from './number-field.ts';

/** How a CSV file is laid out, before anything is known of its times. */
export interface CsvLayout {
  readonly delimiter: number;
  readonly lineEnd: number;
  readonly decimalMark: number;
  readonly dataStart: number;
  readonly firstLine: number;
  readonly columns: CsvColumns;
  /** Names as they stand in the file; `column 1` and so on where it has no header. */
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  /** The symbol that a second header line names (yfinance since 0.2.50). */
  readonly headerSymbol?: string;
}

const DELIMITERS = [COMMA, 59, 9, 124]; // , ; tab |
const HEAD_LINES = 30;
/** One control character in so many is more than a text has. */
const MOST_CONTROLS = 50;

/** Bytes that stand in no text: control characters but tab, line feed, form feed and carriage return. */
const controlsIn = (head: Uint8Array): number =>
  head.reduce((count, byte) => count + (byte < 32 && (byte < 9 || byte > 13) ? 1 : 0), 0);

/** Looks at the first lines of a file. Fails with `bad_file` when they hold no columns of bars. */
export function sniffCsv(head: Uint8Array, path: string): Result<CsvLayout> {
  if (head[0] === 0xff || head[0] === 0xfe) {
    return fail('unsupported', `${path} is written in UTF-16.`, 'Save it as UTF-8 and import it again.');
  }
  if (head.includes(0) || controlsIn(head) > head.length / MOST_CONTROLS) {
    return fail('bad_file', `${path} holds no text.`, 'CSV, Parquet, JSON and LEAN files are read.');
  }
  const lineEnd = head.indexOf(LF) < 0 && head.indexOf(CR) >= 0 ? CR : LF;
  const lines = headLines(head, lineEnd);
  if (lines.length === 0) return fail('bad_file', `${path} holds no rows.`);
  const delimiter = delimiterOf(lines);
  const rows = lines.map((line) => ({ ...line, fields: fieldsOf(line.text, delimiter) }));
  const first = rows.findIndex((row) => numbersIn(row.fields) >= 4);
  const data = rows[first];
  if (data === undefined) {
    return fail(
      'bad_file',
      `${path} has no row with the four prices of a bar in its first ${lines.length} lines.`,
      'It starts with: ' + (lines[0]?.text.slice(0, 80) ?? ''),
    );
  }
  const headers = rows.slice(0, first);
  const names = headerNames(
    headers.filter((header) => !isTickerLine(header, headers)),
    data.fields.length,
  );
  const columns = headers.length > 0 ? columnsByName(names) : columnsByPosition(data.fields.length);
  if (columns === undefined) {
    return fail(
      'bad_file',
      `${path}: its columns are ${names.join(', ')}; time, open, high, low and close were looked for.`,
      'Name the columns in a header line: timestamp,open,high,low,close,volume.',
    );
  }
  const headerSymbol = tickerLine(headers);
  return ok({
    delimiter,
    lineEnd,
    decimalMark: usesDecimalComma(rows.slice(first), columns, delimiter) ? COMMA : DOT,
    dataStart: data.from,
    firstLine: data.line,
    columns,
    names,
    hasHeader: headers.length > 0,
    ...(headerSymbol === undefined ? {} : { headerSymbol }),
  });
}

interface HeadLine {
  readonly text: string;
  readonly from: number;
  readonly line: number;
}

/** The first lines that hold something; a byte order mark and comments are passed over. */
function headLines(head: Uint8Array, lineEnd: number): readonly HeadLine[] {
  const lines: HeadLine[] = [];
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  for (let line = 1; at < head.length && lines.length < HEAD_LINES; line++) {
    const found = head.indexOf(lineEnd, at);
    const end = found < 0 ? head.length : found;
    const text = textOf(head, at, end).trim();
    if (text !== '' && head[at] !== HASH) lines.push({ text, from: at, line });
    at = end + 1;
  }
  return lines;
}

/** The mark that cuts most lines into the same number of fields, five at least. */
function delimiterOf(lines: readonly HeadLine[]): number {
  let best = COMMA;
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const fields = fieldsOf(line.text, delimiter).length;
      if (fields >= 5) counts.set(fields, (counts.get(fields) ?? 0) + 1);
    }
    const score = Math.max(0, ...counts.values());
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

function fieldsOf(text: string, delimiter: number): readonly string[] {
  const bytes = Uint8Array.from(text, (mark) => mark.charCodeAt(0));
  const places = createFieldPlaces();
  const count = splitRow(bytes, 0, bytes.length, delimiter, places);
  return Array.from({ length: count }, (_, index) =>
    text
      .slice(places.starts[index], places.ends[index])
      .trim()
      .replace(/^"(.*)"$/, '$1'),
  );
}

const isNumber = (text: string): boolean => {
  const bytes = Uint8Array.from(text, (mark) => mark.charCodeAt(0));
  return [DOT, COMMA].some((mark) => Number.isFinite(parseNumber(bytes, 0, bytes.length, mark)));
};

const numbersIn = (fields: readonly string[]): number => fields.filter(isNumber).length;

/** Of several header lines (yfinance writes three) each column takes the first name that means something. */
function headerNames(headers: readonly Header[], columns: number): readonly string[] {
  return Array.from({ length: columns }, (_, index) => {
    const candidates = headers.map((header) => header.fields[index] ?? '').filter((name) => name !== '');
    const known = candidates.find((name) => rolesByName([name]).size > 0);
    return known ?? candidates[0] ?? `column ${index + 1}`;
  });
}

interface Header {
  readonly fields: readonly string[];
}

/** The second of several header lines, which names whose prices a column holds. */
const isTickerLine = (header: Header, headers: readonly Header[]): boolean =>
  headers.length > 1 && header !== headers[0] && header.fields[0] === 'Ticker';

function tickerLine(headers: readonly Header[]): string | undefined {
  const line = headers.find((header) => isTickerLine(header, headers));
  const symbols = new Set(line?.fields.slice(1).filter((name) => name !== ''));
  return symbols.size === 1 ? [...symbols][0] : undefined;
}

function columnsByName(names: readonly string[]): CsvColumns | undefined {
  const roles = rolesByName(names);
  const at = (role: Role): number | undefined => roles.get(role);
  const [time, open, high, low, close] = [
    at('date') ?? at('time'),
    at('open'),
    at('high'),
    at('low'),
    at('close'),
  ];
  if (time === undefined || open === undefined || high === undefined) return undefined;
  if (low === undefined || close === undefined) return undefined;
  return withOptional({ time, open, high, low, close }, at('clock'), at('volume'), at('symbol'));
}

/** Without a header: time, open, high, low, close, volume in this order, date and time in one column or in two. */
function columnsByPosition(count: number): CsvColumns | undefined {
  if (count === 5) return { time: 0, open: 1, high: 2, low: 3, close: 4 };
  if (count === 6) return { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 };
  if (count === 7) return { time: 0, clock: 1, open: 2, high: 3, low: 4, close: 5, volume: 6 };
  return undefined;
}

function withOptional(
  columns: CsvColumns,
  clock: number | undefined,
  volume: number | undefined,
  symbol: number | undefined,
): CsvColumns {
  return {
    ...columns,
    ...(clock === undefined ? {} : { clock }),
    ...(volume === undefined ? {} : { volume }),
    ...(symbol === undefined ? {} : { symbol }),
  };
}

/** `12,5`: a comma in prices is a decimal mark when it cannot be the delimiter and no price has a dot. */
function usesDecimalComma(
  rows: readonly { readonly fields: readonly string[] }[],
  columns: CsvColumns,
  delimiter: number,
): boolean {
  if (delimiter === COMMA) return false;
  const prices = rows.flatMap((row) => [columns.open, columns.close].map((index) => row.fields[index] ?? ''));
  return prices.some((price) => /^\d+,\d+$/.test(price)) && !prices.some((price) => price.includes('.'));
}
