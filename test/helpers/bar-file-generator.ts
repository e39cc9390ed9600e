import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { asTradingDay } from '../../core/base/epoch-ms.ts';
import { calendarFor } from '../../core/time-manager/calendars.ts';
import type { StoredBar } from './stored-bars.ts';

/** A made-up file of bars in one of the many shapes that vendors use, and the bars that it means. */
export interface MadeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly symbol: string;
  readonly interval: string;
  /** Where the date of a daily bar is read. */
  readonly zone: string;
  readonly bars: readonly StoredBar[];
  /** Its description, for messages. */
  readonly about: string;
}

interface Market {
  readonly group: string;
  readonly symbols: readonly string[];
  readonly days: readonly string[];
}

const MARKETS: readonly Market[] = [
  {
    group: 'US_EQUITY',
    symbols: ['AAPL', 'SPY', 'BRK.B', 'MSFT', 'F'],
    days: ['2025-03-04', '2025-03-05', '2025-03-06', '2025-07-15'],
  },
  { group: 'XLON', symbols: ['VOD.L', 'BARC.L'], days: ['2025-03-04', '2025-03-05', '2025-07-15'] },
  { group: 'XETR', symbols: ['SAP.DE', 'ALV.DE'], days: ['2025-03-04', '2025-03-05', '2025-07-15'] },
  { group: 'XTKS', symbols: ['7203.T', '6758.T'], days: ['2025-03-04', '2025-03-05', '2025-03-06'] },
  { group: 'XNSE', symbols: ['RELIANCE.NS', 'TCS.NS'], days: ['2025-03-04', '2025-03-05', '2025-03-06'] },
  {
    group: 'CRYPTO',
    symbols: ['BTCUSDT', 'ETH-USD', 'BTC/USDT'],
    days: ['2025-03-04', '2025-03-05', '2025-03-08'],
  },
  { group: 'CME_EQUITY', symbols: ['ESM5', 'NQ=F'], days: ['2025-03-04', '2025-03-05', '2025-03-06'] },
];

const INTERVALS = { '1m': 1, '5m': 5, '15m': 15, '1h': 60 } as const;

interface Choice {
  readonly market: Market;
  readonly symbol: string;
  readonly interval: '1m' | '5m' | '15m' | '1h' | '1d';
  readonly stamp: 'open' | 'close';
  readonly time: (typeof TIMES)[number];
  readonly head: (typeof HEADS)[number];
  readonly order: (typeof ORDERS)[number];
  readonly numbers: 'plain' | 'comma' | 'thousands' | 'dollars' | 'exponent';
  readonly newestFirst: boolean;
  readonly crlf: boolean;
  readonly mark: boolean;
  readonly symbolColumn: boolean;
  readonly extras: boolean;
  readonly container: (typeof CONTAINERS)[number];
  readonly basePrice: number;
  readonly fractional: boolean;
  readonly daysUsed: number;
  readonly part: number;
}

const TIMES = [
  'iso Z',
  'iso offset',
  'iso naive local',
  'iso naive UTC, named',
  'epoch s',
  'epoch ms',
  'epoch us',
  'epoch ns',
  'ms then us',
  'date and clock',
  'US date',
  'dotted date',
  'month name',
  'packed 14',
  'packed 12',
  'packed with blank',
  'zone name',
  'GMT offset',
  'serial',
] as const;
const HEADS = [
  ['timestamp', 'open', 'high', 'low', 'close', 'volume'],
  ['Date', 'Open', 'High', 'Low', 'Close', 'Volume'],
  ['datetime', 'o', 'h', 'l', 'c', 'v'],
  ['time', 'OPEN', 'HIGH', 'LOW', 'CLOSE', 'VOL'],
  ['trade_date', 'open_price', 'high_price', 'low_price', 'close_price', 'total_volume'],
  ['<DATE>', '<OPEN>', '<HIGH>', '<LOW>', '<CLOSE>', '<VOL>'],
  ['Datum', 'Erster', 'Hoch', 'Tief', 'Schlusskurs', 'Stuecke'],
  ['', 'Open', 'High', 'Low', 'Close', 'Volume'],
  ['bar_time', 'first', 'max', 'min', 'last', 'shares'],
] as const;
const ORDERS = ['tohlcv', 'tvohlc', 'toclhv', 'tclhov', 'vtohlc'] as const;
const CONTAINERS = [
  'csv',
  'semicolons',
  'tabs',
  'gzip',
  'zip',
  'utf-16',
  'json rows',
  'json columns',
  'json lines',
  'no header',
] as const;

const choices: fc.Arbitrary<Choice> = fc.constantFrom(...MARKETS).chain((market) =>
  fc.record({
    market: fc.constant(market),
    symbol: fc.constantFrom(...market.symbols),
    interval: fc.constantFrom('1m', '1m', '5m', '15m', '1h', '1d'),
    // Crypto exchanges stamp opens, all of them: a file that stamps closes says so in its names.
    stamp:
      market.group === 'CRYPTO' ? fc.constant('open' as const) : fc.constantFrom('open', 'open', 'close'),
    time: fc.constantFrom(...TIMES),
    head: fc.constantFrom(...HEADS),
    order: fc.constantFrom(...ORDERS),
    numbers: fc.constantFrom('plain', 'plain', 'comma', 'thousands', 'dollars', 'exponent'),
    newestFirst: fc.boolean(),
    crlf: fc.boolean(),
    mark: fc.boolean(),
    symbolColumn: fc.boolean(),
    extras: fc.boolean(),
    container: fc.constantFrom(...CONTAINERS),
    basePrice: fc.constantFrom(0.00002, 0.75, 12.5, 180, 1_250, 61_000),
    fractional: fc.boolean(),
    daysUsed: fc.integer({ min: 1, max: 3 }),
    part: fc.constantFrom(1, 1, 1, 0.3),
  }),
) as fc.Arbitrary<Choice>;

/** Files in all shapes, seeded by fast-check. */
export const madeFiles: fc.Arbitrary<MadeFile> = choices.map(makeFile);

function makeFile(choice: Choice): MadeFile {
  const { market, symbol, interval } = choice;
  const calendar = unwrapped(calendarFor(market.group));
  const bars = barsOf(choice);
  const zone = calendar.zone;
  const text = writeText(choice, bars, zone);
  const stem = choice.symbolColumn ? 'export' : symbol.replace('/', '-');
  const name = `${stem}${EXTENSIONS[choice.container]}`;
  const bytes = packed(text, choice, stem);
  const stored = symbol.replace('/', choice.symbolColumn ? '/' : '-');
  const { time, stamp, numbers, container, order, head, part, daysUsed, newestFirst } = choice;
  const about = JSON.stringify({
    symbol,
    interval,
    time,
    stamp,
    numbers,
    container,
    order,
    head: head[0],
    part,
    daysUsed,
    newestFirst,
    column: choice.symbolColumn,
  });
  return { name, bytes, symbol: stored, interval, zone, bars, about };
}

const EXTENSIONS: Readonly<Record<Choice['container'], string>> = {
  csv: '.csv',
  semicolons: '.csv',
  tabs: '.txt',
  gzip: '.csv.gz',
  zip: '.zip',
  'utf-16': '.csv',
  'json rows': '.json',
  'json columns': '.json',
  'json lines': '.jsonl',
  'no header': '.csv',
};

function unwrapped<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error('no calendar');
  return result.value;
}

/** Bars of some sessions, the opening auction loudest, every price on its own. */
function barsOf({ market, interval, basePrice, fractional, daysUsed, part }: Choice): readonly StoredBar[] {
  const calendar = unwrapped(calendarFor(market.group));
  const bars: StoredBar[] = [];
  const add = (t: number, isFirst: boolean): void => {
    const step = bars.length;
    const at = (offset: number): number =>
      Number((basePrice * (1 + ((step * 7) % 50) / 1_000 + offset)).toPrecision(7));
    const volume =
      (isFirst ? 50_000 : 100 + ((step * 37) % 900)) + (fractional && market.group === 'CRYPTO' ? 0.5 : 0);
    bars.push({ t, o: at(0), h: at(0.002), l: at(-0.002), c: at(0.001), v: volume });
  };
  if (interval === '1d') {
    const days = calendar
      .tradingDays(asTradingDay('2025-02-18'), asTradingDay('2025-04-10'))
      .slice(0, 8 * daysUsed);
    for (const day of days) add(calendar.instantOf(day, '06:00') ?? 0, false);
    return bars;
  }
  const span = INTERVALS[interval] * 60_000;
  for (const day of market.days.slice(0, daysUsed)) {
    const session = calendar.tradingSession(asTradingDay(day));
    for (const { open, close } of session?.segments ?? []) {
      const end = open + (close - open) * part;
      for (let t: number = open; t < end; t += span) add(t, t === open);
    }
  }
  return bars;
}

interface Written {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function writeText(choice: Choice, bars: readonly StoredBar[], zone: string): string {
  const ordered = choice.newestFirst ? [...bars].reverse() : bars;
  const table = tableOf(choice, ordered, zone);
  const numeric = (text: string): unknown =>
    text !== '' && /^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) && text.length < 16 ? Number(text) : text;
  switch (choice.container) {
    case 'json rows':
      return JSON.stringify(
        table.rows.map((row) =>
          Object.fromEntries(row.map((cell, at) => [table.names[at] || 'time', numeric(cell)])),
        ),
      );
    case 'json lines':
      return table.rows
        .map((row) =>
          JSON.stringify(
            Object.fromEntries(row.map((cell, at) => [table.names[at] || 'time', numeric(cell)])),
          ),
        )
        .join('\n');
    case 'json columns':
      return JSON.stringify(
        Object.fromEntries(
          table.names.map((name, at) => [name || 'time', table.rows.map((row) => numeric(row[at] ?? ''))]),
        ),
      );
    default:
      return delimited(table, choice);
  }
}

function delimited({ names, rows }: Written, { container, crlf }: Choice): string {
  const mark = container === 'semicolons' ? ';' : container === 'tabs' || container === 'utf-16' ? '\t' : ',';
  const quoted = (cell: string): string => (cell.includes(mark) ? `"${cell}"` : cell);
  const lines = [...(container === 'no header' ? [] : [names]), ...rows].map((row) =>
    row.map(quoted).join(mark),
  );
  return `${lines.join(crlf ? '\r\n' : '\n')}\n`;
}

function tableOf(choice: Choice, bars: readonly StoredBar[], zone: string): Written {
  const { head, symbol, symbolColumn, extras, container } = choice;
  const order = container === 'no header' ? 'tohlcv' : choice.order;
  const times = timeNames(choice);
  const nameOf = (letter: string): readonly string[] =>
    letter === 't' ? times : [head['tohlcv'.indexOf(letter)] as string];
  const isFull = container !== 'no header';
  const names = [
    ...(symbolColumn && isFull ? ['Ticker'] : []),
    ...order.split('').flatMap(nameOf),
    ...(extras && isFull ? ['RSI', 'Adj Close'] : []),
  ];
  const rows = bars.map((bar) => {
    const values: Readonly<Record<string, readonly string[]>> = {
      t: timeTexts(choice, bar.t, zone),
      o: [numberText(bar.o, choice)],
      h: [numberText(bar.h, choice)],
      l: [numberText(bar.l, choice)],
      c: [numberText(bar.c, choice)],
      v: [volumeText(bar.v, choice)],
    };
    return [
      ...(symbolColumn && isFull ? [symbol] : []),
      ...order.split('').flatMap((letter) => values[letter] ?? []),
      ...(extras && isFull ? ['55', numberText(bar.c, choice)] : []),
    ];
  });
  return { names, rows };
}

function timeNames({ time, head, interval, container }: Choice): readonly string[] {
  if (time === 'date and clock' && interval !== '1d') return ['Date', 'Time'];
  if (time === 'iso naive UTC, named') return ['timestamp_utc'];
  return [head[0] === '' && container.startsWith('json') ? 'index' : head[0]];
}

/** A bar's time as the file writes it. Daily bars have their date, with the local midnight where a clock is written. */
function timeTexts(choice: Choice, openMs: number, zone: string): readonly string[] {
  const { time, stamp, interval, market } = choice;
  const span = interval === '1d' ? 0 : INTERVALS[interval] * 60_000;
  const session = unwrapped(calendarFor(market.group));
  const label = session.dayOf(openMs as never);
  const local =
    interval === '1d'
      ? DateTime.fromISO(label, { zone })
      : DateTime.fromMillis(openMs + (stamp === 'close' ? span : 0), { zone });
  const utc = interval === '1d' ? DateTime.fromISO(label, { zone: 'UTC' }) : local.toUTC();
  const ms = utc.toMillis();
  switch (time) {
    case 'iso Z':
      return [utc.toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'")];
    case 'iso offset':
      return [local.toFormat('yyyy-MM-dd HH:mm:ssZZ')];
    case 'iso naive local':
      return [interval === '1d' ? local.toFormat('yyyy-MM-dd') : local.toFormat('yyyy-MM-dd HH:mm:ss')];
    case 'iso naive UTC, named':
      return [interval === '1d' ? utc.toFormat('yyyy-MM-dd') : utc.toFormat('yyyy-MM-dd HH:mm:ss')];
    case 'epoch s':
      return [String(ms / 1_000)];
    case 'epoch ms':
      return [String(ms)];
    case 'epoch us':
      return [`${ms}000`];
    case 'epoch ns':
      return [`${ms}000000`];
    case 'ms then us':
      return [Math.floor(ms / 600_000) % 2 === 0 ? String(ms) : `${ms}000`];
    case 'date and clock':
      return interval === '1d'
        ? [local.toFormat('yyyy-MM-dd')]
        : [local.toFormat('yyyy-MM-dd'), local.toFormat('HH:mm')];
    case 'US date':
      return [local.toFormat(interval === '1d' ? 'MM/dd/yyyy' : 'MM/dd/yyyy h:mm a')];
    case 'dotted date':
      return [local.toFormat(interval === '1d' ? 'dd.MM.yyyy' : 'dd.MM.yyyy HH:mm:ss')];
    case 'month name':
      return [local.toFormat(interval === '1d' ? 'd-LLL-yy' : 'd LLL yyyy HH:mm')];
    case 'packed 14':
      return [local.toFormat(interval === '1d' ? 'yyyyMMdd' : 'yyyyMMddHHmmss')];
    case 'packed 12':
      return [local.toFormat(interval === '1d' ? 'yyyyMMdd' : 'yyyyMMddHHmm')];
    case 'packed with blank':
      return [local.toFormat(interval === '1d' ? 'yyyyMMdd' : 'yyyyMMdd HHmmss')];
    case 'zone name':
      return [`${local.toFormat('yyyy-MM-dd HH:mm:ss')} ${zone}`];
    case 'GMT offset':
      return [`${local.toFormat('dd.MM.yyyy HH:mm:ss.000')} GMT${local.toFormat('ZZZ')}`];
    default:
      return [String(Math.round((local.toMillis() + local.offset * 60_000) / 1_000) / 86_400 + 25_569)];
  }
}

function numberText(value: number, { numbers, container }: Choice): string {
  const isJson = container.startsWith('json');
  const plain = value < 1e-4 ? value.toFixed(12).replace(/0+$/, '') : String(value);
  if (isJson || numbers === 'plain') return plain;
  if (numbers === 'exponent') return value.toExponential();
  const isSmall = value < 1_000;
  const [whole = '', fraction = ''] = plain.split('.');
  const grouped = (mark: string): string => whole.replaceAll(/\B(?=(\d{3})+$)/g, mark);
  if (numbers === 'comma')
    return container === 'semicolons' ? `${grouped('.')}${fraction === '' ? '' : `,${fraction}`}` : plain;
  const text = isSmall ? plain : `${grouped(',')}${fraction === '' ? '' : `.${fraction}`}`;
  return numbers === 'dollars' ? `$${text}` : text;
}

function volumeText(value: number, { numbers, container }: Choice): string {
  if (!Number.isInteger(value))
    return numbers === 'comma' && container === 'semicolons'
      ? String(value).replace('.', ',')
      : String(value);
  if (numbers === 'thousands' && !container.startsWith('json'))
    return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return String(value);
}

function packed(text: string, { container, mark }: Choice, stem: string): Uint8Array {
  const bytes = strToU8(mark && !container.startsWith('json') ? `\uFEFF${text}` : text);
  if (container === 'gzip') return gzipSync(bytes);
  if (container === 'zip') return zipSync({ [`${stem}.csv`]: bytes });
  return container === 'utf-16' ? new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le')) : bytes;
}
