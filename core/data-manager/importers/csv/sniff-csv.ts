import { fail, ok, type Result } from '../../../base/result.ts';
import { columnsByPosition } from './columns-by-position.ts';
import { findColumns, type FoundColumns } from './find-columns.ts';
import { COMMA, CR, DOT, LF, type CsvColumns, type CsvSeries } from './csv-plan.ts';
import { delimiterOf, headLines, numbersIn, fieldsOf, type TextRow } from './text-lines.ts';
import { judgeDecimals } from './judge-decimals.ts';
import type { TimeNameHints } from './column-roles.ts';
import type { ColumnWishes } from '../proposal.ts';

/** The layout of a CSV file, before its times are examined. */
export interface CsvLayout {
  readonly delimiter: number;
  readonly lineEnd: number;
  readonly decimalMark: number;
  readonly dataStart: number;
  readonly firstLine: number;
  readonly columns: CsvColumns;
  /** Several symbols side by side. */
  readonly series?: readonly CsvSeries[];
  /** Names as the file has them; `column 1` and so on where it has no header. */
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  /** The symbol that a header line names (yfinance since 0.2.50, R's quantmod). */
  readonly headerSymbol?: string;
  /** The meaning of the time columns' names. */
  readonly hints: TimeNameHints;
  readonly evidence: readonly string[];
  readonly questions: readonly string[];
  readonly notes: readonly string[];
}

/** A text has fewer control characters than one in this number. */
const MOST_CONTROLS = 50;

/** Bytes that are in no text: control characters but tab, line feed, form feed and carriage return. */
const controlsIn = (head: Uint8Array): number =>
  head.reduce((count, byte) => count + (byte < 32 && (byte < 9 || byte > 13) ? 1 : 0), 0);

/** Examines the first lines of a file. Fails with `bad_file` when they hold no columns of bars. */
export function sniffCsv(head: Uint8Array, path: string, wishes: ColumnWishes = {}): Result<CsvLayout> {
  if (head.includes(0) || controlsIn(head) > head.length / MOST_CONTROLS) {
    return fail('bad_file', `${path} holds no text.`, 'See docs/data.md for the formats that are read.');
  }
  const lineEnd = head.indexOf(LF) < 0 && head.indexOf(CR) >= 0 ? CR : LF;
  const lines = headLines(head, lineEnd);
  if (lines.length === 0) return fail('bad_file', `${path} holds no rows.`);
  const delimiter = delimiterOf(lines);
  const rows = lines.map((line) => ({ ...line, fields: fieldsOf(line.text, delimiter) }));
  const first = firstRow(rows);
  const data = rows[first];
  if (data === undefined) {
    return fail(
      'bad_file',
      `${path} has no row with the four prices of a bar in its first ${lines.length} lines.`,
      'It starts with: ' + (lines[0]?.text.slice(0, 80) ?? ''),
    );
  }
  const found = layOut(rows, first, { delimiter, path, wishes });
  if (!found.ok) return found;
  return ok({ delimiter, lineEnd, dataStart: data.from, firstLine: data.line, ...found.value });
}

/** Where rows begin: the first line with numbers enough, of the width that most lines have. */
function firstRow(rows: readonly TextRow[]): number {
  return rows.findIndex((row) => numbersIn(row.fields) >= 4);
}

interface Looking {
  readonly delimiter: number;
  readonly path: string;
  readonly wishes: ColumnWishes;
}

type Found = Omit<CsvLayout, 'delimiter' | 'lineEnd' | 'dataStart' | 'firstLine'>;

function layOut(rows: readonly TextRow[], first: number, looking: Looking): Result<Found> {
  const width = rows[first]?.fields.length ?? 0;
  const data = rows
    .slice(first)
    .filter((row) => row.fields.length >= Math.min(width, 5))
    .map((row) => row.fields);
  const headers = rows.slice(0, first).map((row) => row.fields);
  const found = headers.length > 0 ? findColumns(headers, data, looking) : placed(data, looking);
  if (!found.ok) return found;
  const { columns, series } = found.value;
  const decimals = judgeDecimals(data, series ?? [columns], looking.delimiter, {
    path: looking.path,
    wish: looking.wishes.decimal,
  });
  return ok({
    ...found.value,
    decimalMark: decimals.mark,
    questions: [...found.value.questions, ...(decimals.question === undefined ? [] : [decimals.question])],
  });
}

/** Columns without names. */
function placed(rows: readonly (readonly string[])[], looking: Looking): Result<FoundColumns> {
  const width = Math.max(...rows.map((row) => row.length));
  const names = Array.from({ length: width }, (_, index) => `column ${index + 1}`);
  if (looking.wishes.columns !== undefined) return findColumns([names], rows, looking);
  const marks = looking.delimiter === COMMA ? [DOT] : [DOT, COMMA];
  const found = marks.map((mark) => columnsByPosition(rows, mark)).find((each) => each !== undefined);
  if (found === undefined) {
    return fail(
      'bad_file',
      `${looking.path}: no header names its ${width} columns, and in no order that vendors use they make bars.`,
      'Say which they are: --columns time=1,open=2,high=3,low=4,close=5,volume=6. Trades become bars with --bars 1m.',
    );
  }
  return ok({
    columns: found.columns,
    names,
    hasHeader: false,
    hints: found.closeTime === undefined ? {} : { stamp: 'open' },
    evidence: [
      ...found.evidence,
      ...(found.closeTime === undefined
        ? []
        : [`column ${found.closeTime + 1} is the time at which a bar ends`]),
    ],
    questions: found.question === undefined ? [] : [found.question],
    notes: [],
  });
}
