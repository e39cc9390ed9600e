import { fail, ok, type Result } from '../../../base/result.ts';
import type { ColumnWishes } from '../proposal.ts';
import { findRoles, plainName, type FoundRoles, type Role, type TimeNameHints } from './column-roles.ts';
import type { CsvColumns, CsvSeries } from './csv-plan.ts';
import { filledNames, headerNames, isTickerLine, tickerInHeader } from './header-names.ts';
import { symbolsSideBySide } from './side-by-side.ts';
import { numberIn } from './text-lines.ts';
import { chooseTime, type ChosenTime } from './time-column.ts';

/** The columns of a bar in a file with names. */
export interface FoundColumns {
  readonly columns: CsvColumns;
  readonly series?: readonly CsvSeries[];
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  readonly headerSymbol?: string;
  readonly hints: TimeNameHints;
  readonly evidence: readonly string[];
  readonly questions: readonly string[];
  readonly notes: readonly string[];
}

interface Looking {
  readonly path: string;
  readonly wishes: ColumnWishes;
}

type Rows = readonly (readonly string[])[];

/** Finds the columns of rows under one or several header lines. Fails with `bad_file`, naming what is missing. */
export function findColumns(headers: Rows, rows: Rows, { path, wishes }: Looking): Result<FoundColumns> {
  const width = rows[0]?.length ?? 0;
  const sideBySide = wishes.columns === undefined ? symbolsSideBySide(headers) : [];
  const tickers = headers.filter((header) => !isTickerLine(header, headers));
  const named = headerNames(tickers, width);
  const names = wishes.columns === undefined ? filledNames(named, tickers, rows) : named;
  if (names === undefined) {
    return fail(
      'bad_file',
      `${path}: its rows have ${width} fields, more than its header has names (${named.filter((name) => name !== '').length}), and none of the places that the missing name could have makes bars.`,
      'Mend the header, or say the columns by number: --columns time=1,open=2,high=3,low=4,close=5.',
    );
  }
  if (sideBySide.length > 0) return severalSymbols(sideBySide, names, rows, path);
  const wished = wishedRoles(wishes, names, path);
  if (!wished.ok) return wished;
  const found = wished.value ?? rolesOf(names, rows);
  const at = (role: Role): number | undefined => found.roles.get(role);
  const [open, high, low, close] = [at('open'), at('high'), at('low'), at('close')];
  const time = timeOf(found, names, rows);
  if (
    time === undefined ||
    open === undefined ||
    high === undefined ||
    low === undefined ||
    close === undefined
  )
    return nothingFound(path, names, { time, open, high, low, close });
  const [volume, symbol] = [volumeIn(found, rows), at('symbol')];
  const headerSymbol = tickerInHeader(headers);
  return ok({
    columns: {
      time: time.time,
      ...(time.clock === undefined ? {} : { clock: time.clock }),
      open,
      high,
      low,
      close,
      ...(volume === undefined ? {} : { volume }),
      ...(found.volumeToo === undefined ? {} : { volumeToo: found.volumeToo }),
      ...(symbol === undefined ? {} : { symbol }),
    },
    names,
    hasHeader: true,
    hints: time.hints,
    evidence: ['a header line names them', ...time.evidence, ...volumeEvidence(found, volume, names)],
    questions: wished.value === undefined ? askedOfColumns(found, volume, names) : [],
    notes: volume === undefined ? ['There is no column of volumes: they become 0.'] : [],
    ...(headerSymbol === undefined ? {} : { headerSymbol }),
  });
}

function nothingFound(
  path: string,
  names: readonly string[],
  found: Readonly<Record<string, unknown>>,
): Result<never> {
  const missing = Object.keys(found).filter((role) => found[role] === undefined);
  const isTicks =
    missing.length > 2 &&
    names.some((name) => /^(price|lastprice|bid|bidprice|tradeprice)$/.test(plainName(name)));
  return fail(
    'bad_file',
    `${path}: its columns are ${names.join(', ')}; time, open, high, low and close were looked for, ${missing.join(', ')} not found.` +
      (isTicks ? ' It seems to hold trades or quotes.' : ''),
    isTicks
      ? 'Trades become bars with --bars 1m or --bars 1s; quotes do not.'
      : 'Say which they are: --columns time=…,open=…,high=…,low=…,close=…,volume=….',
  );
}

interface WishedRoles extends FoundRoles {
  /** The user has named the time. */
  readonly isTimeWished?: boolean;
}

/** The columns that the user names: by name, or by number from 1. `volume=none` leaves one out. */
function wishedRoles(
  { columns, symbolFrom }: ColumnWishes,
  names: readonly string[],
  path: string,
): Result<WishedRoles | undefined> {
  const symbolColumn =
    symbolFrom === undefined || columnCalled(symbolFrom, names) === undefined ? undefined : symbolFrom;
  if (columns === undefined && symbolColumn === undefined) return ok(undefined);
  const found = findRoles(names);
  const roles = new Map(found.roles);
  const wishes: readonly (readonly [string, string])[] = [
    ...Object.entries(columns ?? {}),
    ...(symbolColumn === undefined ? [] : [['symbol', symbolColumn] as const]),
  ];
  let { volumeToo } = found;
  for (const [role, name] of wishes) {
    if (name.toLowerCase() === 'none') {
      roles.delete(role as Role);
      if (role === 'volume') volumeToo = undefined;
      continue;
    }
    const index = columnCalled(name, names);
    if (index === undefined)
      return fail(
        'bad_usage',
        `${path} has no column ${name}; it has ${names.join(', ')}.`,
        `--columns ${role}=NAME, or its number from 1.`,
      );
    roles.set(role as Role, index);
    if (role === 'volume') volumeToo = undefined;
    if (role === 'time')
      for (const part of ['date', 'clock'] as const) if (columns?.[part] === undefined) roles.delete(part);
  }
  if (roles.has('date') && !roles.has('time')) roles.set('time', roles.get('date') as number);
  const isTimeWished = columns?.['time'] !== undefined || columns?.['date'] !== undefined;
  return ok({
    roles,
    moneyVolumes: [],
    ...(volumeToo === undefined ? {} : { volumeToo }),
    ...(isTimeWished ? { isTimeWished } : {}),
  });
}

/** The position of a column by its name, in the file's letters or without them, or by its number from 1. */
export function columnCalled(name: string, names: readonly string[]): number | undefined {
  const exact = names.indexOf(name);
  if (exact >= 0) return exact;
  const plain = names.findIndex((each) => plainName(each) === plainName(name) && plainName(name) !== '');
  if (plain >= 0) return plain;
  const number = /^\d+$/.test(name) ? Number(name) - 1 : -1;
  return number >= 0 && number < names.length ? number : undefined;
}

/** The roles by name; a column whose texts cannot be symbols does not count as one. */
function rolesOf(names: readonly string[], rows: Rows): FoundRoles {
  const found = findRoles(names);
  const symbol = found.roles.get('symbol');
  if (
    symbol === undefined ||
    areSymbols(
      rows.map((row) => row[symbol] ?? ''),
      names[symbol] ?? '',
    )
  )
    return found;
  const roles = new Map(found.roles);
  roles.delete('symbol');
  return { ...found, roles };
}

/** Names of companies and numbers of rows are no symbols. */
function areSymbols(texts: readonly string[], name: string): boolean {
  const written = texts.filter((text) => text !== '');
  if (written.length === 0) return false;
  const isLoose = /^(symbol|sym|ticker|instrument|tradingsymbol|tscode|code)/.test(plainName(name));
  return written.every((text) =>
    isLoose ? text.length <= 40 : /^[A-Z0-9^$@#][A-Z0-9.^=\-_:/!@#$&]{0,19}$/.test(text),
  );
}

function timeOf(found: WishedRoles, names: readonly string[], rows: Rows): ChosenTime | undefined {
  const [date, clock, time] = [found.roles.get('date'), found.roles.get('clock'), found.roles.get('time')];
  if (found.isTimeWished === true) {
    const column = date ?? time;
    if (column === undefined) return undefined;
    return {
      time: column,
      ...(clock === undefined ? {} : { clock }),
      hints: {},
      evidence: ['you named its time'],
    };
  }
  const taken = new Set(
    [...found.roles].filter(([role]) => !['time', 'date', 'clock'].includes(role)).map(([, index]) => index),
  );
  return chooseTime(names, rows, taken);
}

/** The volume; ticks where the volume is 0 in every row and ticks are not. */
function volumeIn({ roles, tickVolume }: FoundRoles, rows: Rows): number | undefined {
  const volume = roles.get('volume');
  if (tickVolume === undefined || volume === undefined) return volume;
  const isEmpty = (column: number): boolean => rows.every((row) => !(numberIn(row[column] ?? '') > 0));
  return isEmpty(volume) && !isEmpty(tickVolume) ? tickVolume : volume;
}

function volumeEvidence(
  { roles, volumeToo, tickVolume }: FoundRoles,
  volume: number | undefined,
  names: readonly string[],
): readonly string[] {
  if (volumeToo !== undefined)
    return [`volume is the sum of ${names[roles.get('volume') ?? 0]} and ${names[volumeToo]}`];
  if (tickVolume !== undefined && volume === tickVolume)
    return [`volume is ${names[tickVolume]}, since ${names[roles.get('volume') ?? 0]} is 0 in every row`];
  return [];
}

function askedOfColumns(
  { moneyVolumes, roles }: FoundRoles,
  volume: number | undefined,
  names: readonly string[],
): readonly string[] {
  const questions: string[] = [];
  const [money] = moneyVolumes;
  if (volume === undefined && money !== undefined) {
    questions.push(
      `${names[money]} seems to count money, which is no volume; without an answer there is none. --columns volume="${names[money]}" takes it as volume, --columns volume=none leaves it out.`,
    );
  }
  const sides = ['open', 'high', 'low', 'close'].map((role) =>
    plainName(names[roles.get(role as Role) ?? -1] ?? ''),
  );
  if (
    sides.every((name) => name.includes('bid')) &&
    names.some((name) => /ask.*open|open.*ask/.test(plainName(name)))
  )
    questions.push(
      'There are prices of bid and of ask; bid is assumed. --columns open=…,high=…,low=…,close=… says which.',
    );
  return questions;
}

/** Symbols side by side; one alone is as if a header line named it. */
function severalSymbols(
  series: readonly CsvSeries[],
  names: readonly string[],
  rows: Rows,
  path: string,
): Result<FoundColumns> {
  const taken = new Set(
    series.flatMap((one) => Object.values(one).filter((column) => typeof column === 'number')),
  );
  const time = chooseTime(names, rows, taken);
  const [first] = series;
  if (time === undefined || first === undefined)
    return fail(
      'bad_file',
      `${path}: of its columns ${names.slice(0, 12).join(', ')} none holds times that can be read.`,
    );
  const { symbol, ...prices } = first;
  const columns = { time: time.time, ...(time.clock === undefined ? {} : { clock: time.clock }), ...prices };
  const only = series.length === 1;
  return ok({
    columns,
    ...(only ? { headerSymbol: symbol } : { series }),
    names,
    hasHeader: true,
    hints: time.hints,
    evidence: ['header lines name them', ...time.evidence],
    questions: [],
    notes: series.some(({ volume }) => volume === undefined)
      ? ['There is no column of volumes for each symbol: they become 0.']
      : [],
  });
}
