import { DOT, type CsvColumns } from './csv-plan.ts';
import { numberIn } from './text-lines.ts';
import { writingOf } from './time-column.ts';

/** Columns that a file without a header has, by their values. */
export interface PlacedColumns {
  readonly columns: CsvColumns;
  readonly evidence: readonly string[];
  readonly question?: string;
  /** The column that holds the time a bar ends, where a file has both. */
  readonly closeTime?: number;
}

/** In which order vendors write prices; a letter is a column: open, high, low, close, volume, `-` for anything. */
const ORDERS: readonly { readonly order: string; readonly who: string }[] = [
  { order: 'ohlc', who: 'most vendors' },
  { order: 'ochl', who: 'KuCoin and Bitfinex' },
  { order: 'lhoc', who: 'Coinbase' },
  { order: 'vchlo', who: 'Gate' },
];

/** Of the rows this share must make bars. */
const POSSIBLE_SHARE = 0.95;

/**
 * Finds the columns of rows without names: a time first, perhaps with a symbol before it and a time of day after it,
 * then prices, in the first order that makes bars of the rows. Undefined where none does.
 */
export function columnsByPosition(
  rows: readonly (readonly string[])[],
  mark: number = DOT,
): PlacedColumns | undefined {
  const width = Math.min(...rows.map((row) => row.length));
  const texts = (column: number): readonly string[] => rows.map((row) => row[column] ?? '');
  const time = [0, 1, 2, 3].find((column) => column < width && writingOf(texts(column)) !== undefined);
  if (time === undefined) return undefined;
  const symbol = Array.from({ length: time }, (_, column) => column).find((column) =>
    texts(column).every(isWord),
  );
  const clock = time + 1 < width && texts(time + 1).every(isClock) ? time + 1 : undefined;
  const starts = clock === undefined ? [time + 1] : [clock + 1, time + 1];
  for (const start of starts) {
    const withClock = clock !== undefined && start === clock + 1;
    const table = rows.map((row) => row.slice(start).map((text) => numberIn(text, mark)));
    const placed = placePrices(table);
    if (placed === undefined) continue;
    const at = (letter: string): number => start + placed.order.indexOf(letter);
    const volume = volumeColumn(table, placed.order);
    const closeTime = closeTimeColumn(rows, time, start + placed.order.length);
    return {
      columns: {
        time,
        ...(withClock ? { clock } : {}),
        open: at('o'),
        high: at('h'),
        low: at('l'),
        close: at('c'),
        ...(volume === undefined ? {} : { volume: start + volume }),
        ...(symbol === undefined ? {} : { symbol }),
      },
      evidence: [`no header: taken by position, prices in the order of ${placed.who}`],
      ...(placed.question === undefined ? {} : { question: placed.question }),
      ...(closeTime === undefined ? {} : { closeTime }),
    };
  }
  return undefined;
}

const isWord = (text: string): boolean => /^[A-Za-z^$][\w.^=/:&!-]{0,39}$/.test(text);
const isClock = (text: string): boolean =>
  /^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s*[ap]m)?$/i.test(text) || isPackedClock(text);
const isPackedClock = (text: string): boolean =>
  /^\d{3,6}$/.test(text) &&
  Number(text.padStart(text.length > 4 ? 6 : 4, '0').slice(0, 2)) < 24 &&
  Number(text.slice(-2)) < 60;

interface PlacedPrices {
  readonly order: string;
  readonly who: string;
  readonly question?: string;
}

function placePrices(table: readonly (readonly number[])[]): PlacedPrices | undefined {
  const fitting = ORDERS.filter(({ order }) => possibleShare(table, order) >= POSSIBLE_SHARE);
  const [best] = fitting;
  if (best === undefined) return undefined;
  // Open and close can always be read the other way round: a bar opens where the one before has closed.
  const jumps = jumpsBetween(table, best.order, 'o', 'c');
  const swapped = jumpsBetween(table, best.order, 'c', 'o');
  if (swapped * 3 >= jumps || table.length < 4) return best;
  return {
    ...best,
    question: `No header names the columns, and prices continue more smoothly with open and close exchanged. --columns time=1,open=…,high=…,low=…,close=… says which is which.`,
  };
}

function possibleShare(table: readonly (readonly number[])[], order: string): number {
  const [o, h, l, c] = ['o', 'h', 'l', 'c'].map((letter) => order.indexOf(letter)) as [
    number,
    number,
    number,
    number,
  ];
  const complete = table.filter((row) => [o, h, l, c].every((at) => Number.isFinite(row[at])));
  const possible = complete.filter((row) => {
    const [open, high, low, close] = [row[o], row[h], row[l], row[c]] as [number, number, number, number];
    return low <= open && low <= close && high >= open && high >= close;
  });
  return complete.length === 0 ? 0 : possible.length / complete.length;
}

/** How far one price is from the other of the row before, in the direction that is smoother. */
function jumpsBetween(
  table: readonly (readonly number[])[],
  order: string,
  next: string,
  before: string,
): number {
  const [a, b] = [order.indexOf(next), order.indexOf(before)];
  let forwards = 0;
  let backwards = 0;
  for (let row = 1; row < table.length; row++) {
    const [previous, current] = [table[row - 1] as readonly number[], table[row] as readonly number[]];
    forwards += Math.abs((current[a] as number) - (previous[b] as number)) || 0;
    backwards += Math.abs((previous[a] as number) - (current[b] as number)) || 0;
  }
  return Math.min(forwards, backwards);
}

/** The first number after the prices; a mean price, which lies between low and high, does not count. */
function volumeColumn(table: readonly (readonly number[])[], order: string): number | undefined {
  if (order.includes('v')) return order.indexOf('v');
  const width = Math.min(...table.map((row) => row.length));
  const [low, high] = [order.indexOf('l'), order.indexOf('h')];
  for (let column = order.length; column < width; column++) {
    const isNumeric = table.every((row) => Number.isFinite(row[column]));
    const isMean =
      column + 1 < width &&
      table.every(
        (row) =>
          (row[column] as number) >= (row[low] as number) && (row[column] as number) <= (row[high] as number),
      );
    if (isNumeric && !isMean) return column;
  }
  return undefined;
}

/** Binance's seventh column: the time at which a bar ends, a little before the next one's. */
function closeTimeColumn(
  rows: readonly (readonly string[])[],
  time: number,
  from: number,
): number | undefined {
  const width = Math.min(...rows.map((row) => row.length));
  for (let column = from; column < width; column++) {
    const isLater = rows.every((row) => {
      const [opens, closes] = [Number(row[time]), Number(row[column])];
      return opens > 1e8 && closes > opens && closes < opens * 1.01;
    });
    if (isLater) return column;
  }
  return undefined;
}
