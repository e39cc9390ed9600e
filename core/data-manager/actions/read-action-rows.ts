import { asTradingDay, isRealDay, type TradingDay } from '../../base/epoch-ms.ts';
import { isSymbol } from '../../base/symbol-rule.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import {
  inOrder,
  splitRatioOf,
  type ActionKind,
  type CorporateAction,
} from '../../model/corporate-action.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';

/** Actions of a file, by symbol. */
export interface ActionRows {
  readonly format: 'lean' | 'yfinance' | 'csv';
  /** By symbol; the empty name stands for a file that names none. */
  readonly bySymbol: ReadonlyMap<string, readonly CorporateAction[]>;
  /** Things that a person should know, in words. */
  readonly remarks: readonly string[];
}

/**
 * Reads splits and dividends from a text: LEAN's factor file, a CSV with yfinance's `Dividends` and `Stock Splits`, or a
 * plain CSV with `ex_date`, `kind` and `factor`, `ratio` or `amount`. Undefined for any other text; fails with
 * `bad_file` at the first row that is no action.
 */
export function readActionRows(text: string, calendar: MarketCalendar): Result<ActionRows | undefined> {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  if (/^\d{8},[\d.]+,[\d.]+(?:,[\d.]+)?$/.test(first)) return readFactors(lines, calendar);
  const header = cellsOf(first).map((name) => name.toLowerCase().replaceAll(/[\s_-]+/g, ''));
  if (header.includes('stocksplits') || header.includes('dividends'))
    return ok(readYahoo(lines.slice(1), header));
  const date = header.findIndex((name) => ['exdate', 'date', 'exdividenddate'].includes(name));
  const kind = header.findIndex((name) => ['kind', 'type', 'action'].includes(name));
  if (date < 0 || kind < 0) return ok(undefined);
  return readPlain(lines.slice(1), header, date, kind);
}

const cellsOf = (line: string): string[] =>
  line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));

/** Noise of LEAN's factors, which have seven places. */
const FACTOR_NOISE = 5e-7;

/** A row of LEAN is of the days up to its own: the factors change on the next session. */
function readFactors(lines: readonly string[], calendar: MarketCalendar): Result<ActionRows | undefined> {
  const actions: CorporateAction[] = [];
  const rows = lines.map((line) => line.split(','));
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (next === undefined) break;
    const [date = '', price = '', split = '', close = ''] = row;
    const day = asTradingDay(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`);
    const [factor, dividend] = [Number(split) / Number(next[2]), Number(price) / Number(next[1])];
    const exDate = isRealDay(day) ? calendar.nextTradingDay(day) : undefined;
    if (exDate === undefined || !(factor > 0) || !(dividend > 0)) {
      return fail('bad_file', `line ${index + 1}: "${row.join(',').slice(0, 80)}" is no row of factors.`);
    }
    const { gets, gives } = splitRatioOf(factor);
    if (gets !== gives) actions.push({ exDate, kind: 'split', factor: gives / gets, amount: undefined });
    if (Math.abs(dividend - 1) > FACTOR_NOISE) {
      const before = Number(close) > 1 ? Number(close) : undefined;
      const amount = before === undefined ? undefined : rounded((before * (1 - dividend) * gives) / gets);
      actions.push({ exDate, kind: 'cash_dividend', factor: dividend, amount });
    }
  }
  return ok({ format: 'lean', bySymbol: new Map([['', inOrder(actions)]]), remarks: [] });
}

/** Six places: a factor of seven places and a close of two say no more. */
const rounded = (amount: number): number => Math.round(amount * 1e6) / 1e6;

/** Yahoo's bars are adjusted for splits already, and its dividends too: a split that the closes do not show is left out. */
function readYahoo(lines: readonly string[], header: readonly string[]): ActionRows {
  const at = (name: string): number => header.indexOf(name);
  const [splits, dividends, close] = [at('stocksplits'), at('dividends'), at('close')];
  const symbolAt = header.findIndex((name) => name === 'symbol' || name === 'ticker');
  const date = Math.max(
    0,
    header.findIndex((name) => name === 'date' || name === 'datetime'),
  );
  const bySymbol = new Map<string, CorporateAction[]>();
  const remarks: string[] = [];
  const closes = new Map<string, number>();
  for (const line of lines) {
    const cells = cellsOf(line);
    const symbol = cells[symbolAt] ?? '';
    const exDate = (cells[date] ?? '').slice(0, 10);
    const before = closes.get(symbol);
    const now = Number(cells[close]);
    closes.set(symbol, now);
    if (!isRealDay(exDate)) continue;
    const list = bySymbol.get(symbol) ?? [];
    const [ratio, amount] = [Number(cells[splits] ?? 0), Number(cells[dividends] ?? 0)];
    if (ratio > 0 && ratio !== 1) {
      const factor = 1 / ratio;
      if (shows(before, now, factor))
        list.push({ exDate: asTradingDay(exDate), kind: 'split', factor, amount: undefined });
      else remarks.push(`the split of ${exDate} (${ratio} for 1) is in the prices already and was left out`);
    }
    if (amount > 0) {
      const factor = before === undefined || !(before > amount) ? undefined : 1 - amount / before;
      list.push({ exDate: asTradingDay(exDate), kind: 'cash_dividend', factor, amount });
    }
    if (list.length > 0) bySymbol.set(symbol, list);
  }
  return {
    format: 'yfinance',
    bySymbol: new Map([...bySymbol].map(([name, list]) => [name, inOrder(list)])),
    remarks,
  };
}

/** True where the closes move by a split's factor, nearer to it than to no move at all; or where they do not tell. */
function shows(before: number | undefined, now: number, factor: number): boolean {
  if (before === undefined || !(before > 0) || !(now > 0)) return true;
  const move = Math.log(now / before);
  return Math.abs(move - Math.log(factor)) < Math.abs(move);
}

const KINDS: Readonly<Record<string, ActionKind>> = {
  split: 'split',
  stocksplit: 'split',
  dividend: 'cash_dividend',
  cashdividend: 'cash_dividend',
  div: 'cash_dividend',
  symbolchange: 'symbol_change',
  delisting: 'delisting',
  delisted: 'delisting',
};

function readPlain(
  lines: readonly string[],
  header: readonly string[],
  date: number,
  kindAt: number,
): Result<ActionRows | undefined> {
  const at = (...names: readonly string[]): number => header.findIndex((name) => names.includes(name));
  const places = {
    symbol: at('symbol', 'ticker'),
    factor: at('factor', 'pricefactor'),
    ratio: at('ratio', 'split', 'splitratio'),
    amount: at('amount', 'dividend', 'cash'),
    value: at('value'),
    newSymbol: at('newsymbol'),
  };
  const bySymbol = new Map<string, CorporateAction[]>();
  for (const [index, line] of lines.entries()) {
    const cells = cellsOf(line);
    const cell = (place: number): string => (place < 0 ? '' : (cells[place] ?? ''));
    const wrong = (why: string): Result<never> =>
      fail('bad_file', `line ${index + 2}: "${line.slice(0, 80)}": ${why}.`);
    const exDate = cell(date).slice(0, 10);
    const kind =
      KINDS[
        cell(kindAt)
          .toLowerCase()
          .replaceAll(/[\s_-]+/g, '')
      ];
    const symbol = cell(places.symbol);
    if (!isRealDay(exDate)) return wrong('the ex-date is no day; expected YYYY-MM-DD');
    if (kind === undefined)
      return wrong('the kind is none of split, cash_dividend, symbol_change, delisting');
    if (symbol !== '' && !isSymbol(symbol)) return wrong(`"${symbol}" is not a symbol`);
    const action = plainAction(asTradingDay(exDate), kind, {
      factor: cell(places.factor),
      ratio: cell(places.ratio) || cell(places.value),
      amount: cell(places.amount) || cell(places.value),
      newSymbol: cell(places.newSymbol),
    });
    if (action === undefined) {
      return wrong(
        kind === 'split'
          ? 'a split needs a factor (0.25) or a ratio (4 or 4:1)'
          : 'a dividend needs an amount over 0',
      );
    }
    bySymbol.set(symbol, [...(bySymbol.get(symbol) ?? []), action]);
  }
  return ok({
    format: 'csv',
    bySymbol: new Map([...bySymbol].map(([name, list]) => [name, inOrder(list)])),
    remarks: [],
  });
}

function plainAction(
  exDate: TradingDay,
  kind: ActionKind,
  cells: {
    readonly factor: string;
    readonly ratio: string;
    readonly amount: string;
    readonly newSymbol: string;
  },
): CorporateAction | undefined {
  const none = { exDate, kind, factor: undefined, amount: undefined };
  if (kind === 'split') {
    const [gets = '', gives = '1'] = cells.ratio.split(/[:/]/);
    const factor = cells.factor === '' ? Number(gives) / Number(gets) : Number(cells.factor);
    return Number.isFinite(factor) && factor > 0 ? { ...none, factor } : undefined;
  }
  if (kind !== 'cash_dividend')
    return cells.newSymbol === '' ? none : { ...none, newSymbol: cells.newSymbol };
  const amount = Number(cells.amount);
  if (!Number.isFinite(amount) || amount <= 0) return undefined;
  const factor = cells.factor === '' ? undefined : Number(cells.factor);
  return { ...none, amount, factor: factor !== undefined && factor > 0 && factor <= 1 ? factor : undefined };
}
