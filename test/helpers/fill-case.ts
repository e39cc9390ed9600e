import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rowsOfCsv } from './csv-rows.ts';

/** One right answer of a case, by key; the README of the cases says when each key holds. */
export interface Answer {
  readonly exit?: number | string;
  readonly fills?: readonly Readonly<Record<string, number | string>>[];
  readonly position?: Readonly<Record<string, number>>;
  readonly refused?: readonly { readonly order: number; readonly reason?: string }[];
  readonly orders?: readonly { readonly order: number; readonly status?: string; readonly reason?: string }[];
  readonly report?: Readonly<Record<string, unknown>>;
  readonly mean_price?: readonly Readonly<Record<string, number | string>>[];
  readonly says_run?: readonly string[];
  readonly says_report?: readonly string[];
  readonly cells?: readonly {
    readonly table: string;
    readonly row: number;
    readonly column: string;
    readonly contains?: string;
    readonly starts_not_with?: readonly string[];
  }[];
  readonly bars?: Readonly<Record<string, Readonly<Record<string, readonly (readonly number[])[]>>>>;
  readonly delivered?: Readonly<Record<string, number>>;
}

/** `expected.json`: for each run folder the right answers; one of them must hold. */
export interface Expected {
  readonly kind: string;
  readonly runs: Readonly<Record<string, readonly Answer[]>>;
}

/** A run that a case's commands made: what its command said, and its folder. */
export interface CaseRun {
  readonly code: number;
  readonly said: string;
  readonly folder: string;
}

/** The words of each command of `cmd.txt`, without the program's name. Double quotes hold words together. */
export const commandsOf = (text: string): string[][] =>
  text
    .split('\n')
    .map((line) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''))
    .filter(([program]) => program === 'tapedeck')
    .map(([, ...words]) => words);

/** The parts of an answer that do not hold, in words; empty when all hold. */
export function misses(answer: Answer, run: CaseRun): string[] {
  const missed: string[] = [];
  const exit = answer.exit ?? 0;
  if (exit === 'not 0' ? run.code === 0 : run.code !== exit) missed.push(`exit code ${run.code}`);
  for (const pattern of answer.says_run ?? []) {
    if (!new RegExp(pattern, 'i').test(run.said)) missed.push(`the run does not say /${pattern}/`);
  }
  return [
    ...missed,
    ...missedFills(answer, run),
    ...missedOrders(answer, run),
    ...missedReport(answer, run),
    ...missedCells(answer, run),
    ...missedBars(answer, run),
  ];
}

type Row = Readonly<Record<string, string>>;

function tableOf({ folder }: CaseRun, name: string): readonly Row[] {
  try {
    return rowsOfCsv(readFileSync(path.join(folder, name), 'utf8'));
  } catch {
    return [];
  }
}

function jsonOf({ folder }: CaseRun, name: string): unknown {
  try {
    return JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  } catch {
    return undefined;
  }
}

const isNear = (one: number, other: number, part = 1e-6): boolean =>
  Math.abs(one - other) <= Math.max(1e-9, part * Math.abs(other));

const COLUMN_OF: Readonly<Record<string, string>> = { time: 'bar_open' };

function isFill(row: Row, wanted: Readonly<Record<string, number | string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => {
    const cell = row[COLUMN_OF[key] ?? key] ?? '';
    if (typeof value === 'number') return isNear(Number(cell), value);
    return key === 'time' ? Date.parse(cell) === Date.parse(value) : cell === value;
  });
}

function missedFills({ fills, position, mean_price: means }: Answer, run: CaseRun): string[] {
  const missed: string[] = [];
  const rows = [...tableOf(run, 'fills.csv')];
  if (fills !== undefined) {
    const left = [...rows];
    for (const wanted of fills) {
      const at = left.findIndex((row) => isFill(row, wanted));
      if (at < 0) missed.push(`no fill ${JSON.stringify(wanted)}`);
      else left.splice(at, 1);
    }
    for (const row of left) {
      missed.push(`a fill too many: ${row['side']} ${row['quantity']} @ ${row['price']} ${row['bar_open']}`);
    }
  }
  for (const [symbol, held] of Object.entries(position ?? {})) {
    const sum = rows
      .filter((row) => row['symbol'] === symbol)
      .reduce((total, row) => total + (row['side'] === 'buy' ? 1 : -1) * Number(row['quantity']), 0);
    if (!isNear(sum, held)) missed.push(`position of ${symbol}: ${sum}, not ${held}`);
  }
  for (const wanted of means ?? []) missed.push(...missedMean(wanted, rows));
  return missed;
}

function missedMean(wanted: Readonly<Record<string, number | string>>, rows: readonly Row[]): string[] {
  const { side, time, quantity, min, max } = wanted;
  const fills = rows.filter(
    (row) => row['side'] === side && Date.parse(row['bar_open'] ?? '') === Date.parse(String(time)),
  );
  const shares = fills.reduce((sum, row) => sum + Number(row['quantity']), 0);
  const mean = fills.reduce((sum, row) => sum + Number(row['quantity']) * Number(row['price']), 0) / shares;
  const fits = isNear(shares, Number(quantity)) && mean >= Number(min) - 1e-9 && mean <= Number(max) + 1e-9;
  return fits ? [] : [`${side} ${shares} at a mean of ${mean}, not ${JSON.stringify(wanted)}`];
}

function missedOrders({ orders, refused }: Answer, run: CaseRun): string[] {
  const rows = tableOf(run, 'orders.csv');
  const why = (row: Row | undefined): string => `${row?.['rule'] ?? ''} ${row?.['reason'] ?? ''}`;
  const of = (order: number): Row | undefined => rows.find((row) => Number(row['order']) === order);
  const missed: string[] = [];
  for (const { order, status, reason } of [...(orders ?? []), ...(refused ?? [])] as NonNullable<
    Answer['orders']
  >) {
    const row = of(order);
    if (status !== undefined && !status.split('|').includes(row?.['status'] ?? '')) {
      missed.push(`order ${order} is ${row?.['status']}, not ${status}`);
    }
    if (reason !== undefined && !new RegExp(reason, 'i').test(why(row))) {
      missed.push(`order ${order}: /${reason}/ is not in “${why(row)}”`);
    }
  }
  if (refused === undefined) return missed;
  const are = rows.filter(({ status }) => status === 'refused').map(({ order }) => Number(order));
  const wanted = refused.map(({ order }) => order);
  const listed = (ids: readonly number[]): string => [...ids].sort((one, other) => one - other).join();
  if (listed(are) !== listed(wanted)) missed.push(`refused are ${listed(are)}, not ${listed(wanted)}`);
  return missed;
}

/** By path; a part of it names an entry of a list by its name, symbol or id. */
function figureOf(report: unknown, place: string): unknown {
  let at: unknown = report;
  for (const part of place.split('.')) {
    at = Array.isArray(at)
      ? at.find((each: Record<string, unknown>) =>
          ['name', 'symbol', 'id'].some((key) => String(each[key]) === part),
        )
      : (at as Record<string, unknown> | undefined)?.[part];
  }
  return at;
}

function isFigure(found: unknown, wanted: unknown): boolean {
  if (wanted === null || typeof wanted === 'string') return found === wanted;
  if (typeof found !== 'number') return false;
  if (typeof wanted === 'number') return isNear(found, wanted);
  const { value, tolerance, min, max } = wanted as Partial<
    Record<'value' | 'tolerance' | 'min' | 'max', number>
  >;
  if (value !== undefined) return Math.abs(found - value) <= (tolerance ?? 0);
  return found >= (min ?? -Infinity) && found <= (max ?? Infinity);
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.trim().split(/\s+/).length >= 3 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function missedReport({ report, says_report: says }: Answer, run: CaseRun): string[] {
  if (report === undefined && says === undefined) return [];
  const written = jsonOf(run, 'report.json');
  const missed = Object.entries(report ?? {}).flatMap(([place, wanted]) => {
    const found = figureOf(written, place);
    return isFigure(found, wanted) ? [] : [`${place} is ${String(found)}, not ${JSON.stringify(wanted)}`];
  });
  const texts = textsOf(written);
  for (const pattern of says ?? []) {
    if (!texts.some((text) => new RegExp(pattern, 'i').test(text)))
      missed.push(`no sentence of the report says /${pattern}/`);
  }
  return missed;
}

function missedCells({ cells }: Answer, run: CaseRun): string[] {
  return (cells ?? []).flatMap(({ table, row, column, contains, starts_not_with: starts }) => {
    const text = tableOf(run, table)[row]?.[column];
    if (text === undefined) return [`${table} has no cell ${column} in row ${row}`];
    const wrong = (starts ?? []).some((start) => text.startsWith(start));
    const lacks = contains !== undefined && !text.includes(contains);
    return wrong || lacks ? [`${table} ${column} of row ${row} is “${text}”`] : [];
  });
}

function missedBars({ bars, delivered }: Answer, run: CaseRun): string[] {
  const missed: string[] = [];
  const files = bars === undefined ? [] : readdirSync(path.join(run.folder, 'exports')).sort();
  const last = jsonOf(run, path.join('exports', files.at(-1) ?? ''));
  for (const [symbol, intervals] of Object.entries(bars ?? {})) {
    for (const [interval, wanted] of Object.entries(intervals)) {
      const found = figureOf(last, `symbols.${symbol}.bars.${interval}.data`) as number[][] | undefined;
      const rows = (found ?? []).filter(([t]) => wanted.some(([open]) => open === t));
      const same =
        rows.length === wanted.length &&
        rows.every((row, index) =>
          row.slice(0, 6).every((each, at) => isNear(each, wanted[index]?.[at] ?? NaN)),
        );
      if (!same)
        missed.push(`${symbol} ${interval}: ${rows.length} of ${wanted.length} bars, or other values`);
    }
  }
  for (const [symbol, count] of Object.entries(delivered ?? {})) {
    const found = figureOf(jsonOf(run, 'summary.json'), `symbols.${symbol}.bars.1m`);
    if (found !== count) missed.push(`${symbol}: ${String(found)} bars, not ${count}`);
  }
  return missed;
}
