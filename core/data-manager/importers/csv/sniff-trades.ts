import { fail, ok, type Result } from '../../../base/result.ts';
import type { ColumnWishes } from '../proposal.ts';
import { plainName } from './column-roles.ts';
import { CR, DOT, LF } from './csv-plan.ts';
import { columnCalled } from './find-columns.ts';
import type { CsvLayout } from './sniff-csv.ts';
import { fieldsOf, headLines, numberIn } from './text-lines.ts';
import { chooseTime, writingOf } from './time-column.ts';

const PRICES = 'price p px lastprice last tradeprice rate execprice fillprice dealprice'.split(' ');
const SIZES = 'qty quantity size amount volume vol v q lastsize lastqty shares units basevolume'.split(' ');
const SYMBOLS = 'symbol sym ticker instrument pair market'.split(' ');
const QUOTES = /^(bid|ask)(price)?$/;

/**
 * Looks at the first lines of a file of single trades: a time, a price and a size a row. Fails with `bad_file` where they
 * are not there, and with `unsupported` for quotes, which are no trades.
 */
export function sniffTrades(head: Uint8Array, path: string, wishes: ColumnWishes): Result<CsvLayout> {
  const lineEnd = head.indexOf(LF) < 0 && head.indexOf(CR) >= 0 ? CR : LF;
  const lines = headLines(head, lineEnd);
  const delimiter = cuttingMost(lines.map(({ text }) => text));
  const rows = lines.map((line) => ({ ...line, fields: fieldsOf(line.text, delimiter) }));
  const first = rows.findIndex(
    ({ fields }) => fields.filter((text) => Number.isFinite(numberIn(text))).length >= 2,
  );
  const data = rows[first];
  if (data === undefined)
    return fail('bad_file', `${path} has no row with the price and the size of a trade.`);
  const header = rows[first - 1]?.fields;
  const names = data.fields.map((_, index) => header?.[index] || `column ${index + 1}`);
  const table = rows.slice(first).map(({ fields }) => fields);
  const found = header === undefined ? byPosition(table) : byName(names, table);
  const wished = wishedColumns(wishes, names);
  const { time, price, size, symbol } = { ...found, ...wished };
  if (time === undefined || price === undefined) {
    if (names.some((name) => QUOTES.test(plainName(name))))
      return fail(
        'unsupported',
        `${path} holds quotes: bid and ask make no bars.`,
        'Import a file of trades, or bars.',
      );
    return fail(
      'bad_file',
      `${path}: its columns are ${names.join(', ')}; the time and the price of a trade were looked for.`,
      'Say which they are: --columns time=…,price=…,volume=….',
    );
  }
  return ok({
    delimiter,
    lineEnd,
    decimalMark: DOT,
    dataStart: data.from,
    firstLine: data.line,
    columns: {
      time,
      open: price,
      high: price,
      low: price,
      close: price,
      ...(size === undefined ? {} : { volume: size }),
      ...(symbol === undefined ? {} : { symbol }),
    },
    names,
    hasHeader: header !== undefined,
    hints: {},
    evidence: [
      `rows are trades: price in ${names[price]}, size in ${size === undefined ? 'no column' : names[size]}`,
    ],
    questions: [],
    notes: size === undefined ? ['There is no column of sizes: volumes become 0.'] : [],
  });
}

/** The mark that cuts lines into most fields, three at least. */
function cuttingMost(lines: readonly string[]): number {
  const sample = lines.at(-1) ?? '';
  return [44, 59, 9, 124].sort(
    (a, b) => fieldsOf(sample, b).length - fieldsOf(sample, a).length,
  )[0] as number;
}

interface TradeColumns {
  readonly time?: number | undefined;
  readonly price?: number | undefined;
  readonly size?: number | undefined;
  readonly symbol?: number | undefined;
}

function byName(names: readonly string[], rows: readonly (readonly string[])[]): TradeColumns {
  const plain = names.map(plainName);
  const find = (wanted: readonly string[]): number | undefined => {
    const index = wanted.map((name) => plain.indexOf(name)).find((at) => at >= 0);
    return index;
  };
  const [price, size, symbol] = [find(PRICES), find(SIZES), find(SYMBOLS)];
  const taken = new Set([price, size, symbol].filter((index) => index !== undefined));
  return { time: chooseTime(names, rows, taken)?.time, price, size, symbol };
}

/**
 * Trades without names: Binance's `id, price, quantity, …, time` and its aggregated ones, Kraken's `time, price, volume`,
 * ccxt's `time, id, type, side, price, amount, cost`.
 */
function byPosition(rows: readonly (readonly string[])[]): TradeColumns {
  const width = Math.min(...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, index) => rows.map((row) => row[index] ?? ''));
  const time = columns.findIndex((texts) => writingOf(texts)?.writing.kind === 'epoch');
  if (time < 0) return {};
  const isNumeric = (index: number): boolean =>
    columns[index]?.every((text) => Number.isFinite(numberIn(text))) === true;
  if (time >= 4 && isNumeric(1) && isNumeric(2)) return { time, price: 1, size: 2 };
  if (time === 0 && width === 7 && isNumeric(4)) return { time, price: 4, size: 5 };
  return time === 0 && isNumeric(1) && isNumeric(2) ? { time, price: 1, size: 2 } : {};
}

function wishedColumns({ columns = {}, symbolFrom }: ColumnWishes, names: readonly string[]): TradeColumns {
  const found: Record<string, number> = {};
  for (const [role, key] of [
    ['time', 'time'],
    ['price', 'price'],
    ['close', 'price'],
    ['volume', 'size'],
    ['symbol', 'symbol'],
  ] as const) {
    const index = columns[role] === undefined ? undefined : columnCalled(columns[role], names);
    if (index !== undefined) found[key] = index;
  }
  const symbol = symbolFrom === undefined ? undefined : columnCalled(symbolFrom, names);
  return { ...found, ...(symbol === undefined ? {} : { symbol }) };
}
