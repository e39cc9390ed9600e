import { DAY_MS } from '../../../base/epoch-ms.ts';
import type { BaseInterval } from '../../../base/interval.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { dayNumberOf } from '../../../time-manager/civil-day.ts';
import { COMMA, DOT, LF, type CsvPlan } from '../csv/csv-plan.ts';

/** A file of LEAN's data folder, as its name and folders describe it. */
export interface LeanFile {
  readonly symbol: string;
  readonly interval: BaseInterval;
  readonly plan: CsvPlan;
  /** Zone of the file's times; undefined for markets whose files do not all have the same. */
  readonly zone: string | undefined;
  /** Which words said so. */
  readonly evidence: string;
}

/** LEAN writes prices of shares as whole ten-thousandths of their currency, those of all other instruments unscaled. */
const PRICE_DIVISOR = 10_000;

/** `20131007_spy_minute_trade.csv`, in a zip or alone; a contract of a future has its month behind it. */
const ENTRY =
  /^(\d{8})_([a-z0-9.]+)_(minute|second|tick|hour|daily)_(trade|quote|openinterest)(?:_(\d{6})(?:_\d{8})?)?\.csv$/i;

/** `equity/usa/minute/spy/20131007_trade.zip`, and a file within it. */
const INTRADAY_PATH =
  /(?:^|[/\\])(\w+)[/\\](\w+)[/\\](minute|second|tick)[/\\]([^/\\]+)[/\\](\d{8})_(trade|quote|openinterest)\.zip(?:[/\\][^/\\]+)?$/i;

/** `equity/usa/daily/spy.zip`, `crypto/coinbase/hour/btcusd_trade.zip`. */
const LONG_PATH =
  /(?:^|[/\\])(\w+)[/\\](\w+)[/\\](daily|hour)[/\\]([^/\\]+?)(?:_(trade|quote|openinterest))?\.zip(?:[/\\][^/\\]+)?$/i;

/** A daily or hourly row: `19980102 00:00,973100,975300,965300,973600,2150000`. */
const LONG_ROW = /^\d{8} \d{2}:\d{2}(,\d+(\.\d+)?){5}/;
const LONG_ROW_OF_SHARES = /^\d{8} \d{2}:\d{2}(,\d+){5}$/;

export interface LeanClues {
  readonly path: string;
  /** Name of the text itself: the zip's entry, or the file. */
  readonly entryName: string;
  readonly firstLine: string;
}

/** Undefined for a file that is none of LEAN's; fails with `unsupported` for quotes, ticks and options. */
export function recogniseLean(clues: LeanClues): Result<LeanFile> | undefined {
  const entry = ENTRY.exec(clues.entryName);
  const intraday = INTRADAY_PATH.exec(clues.path);
  if (entry !== null || intraday !== null) return intradayFile(clues, entry, intraday);
  const long = LONG_PATH.exec(clues.path);
  if (long !== null && LONG_ROW.test(clues.firstLine)) {
    const [, type, market, step, symbol, kind = 'trade'] = long;
    return longFile(clues, { type, market }, { step, symbol, kind });
  }
  const named = /^([a-z0-9.]+)\.csv$/i.exec(clues.entryName)?.[1];
  const isAlone =
    LONG_ROW_OF_SHARES.test(clues.firstLine) &&
    named !== undefined &&
    clues.path.toLowerCase().endsWith(`${named.toLowerCase()}.zip`);
  return isAlone ? longFile(clues, {}, { step: 'daily', symbol: named, kind: 'trade' }) : undefined;
}

function intradayFile(
  { path, firstLine }: LeanClues,
  entry: RegExpExecArray | null,
  folders: RegExpExecArray | null,
): Result<LeanFile> {
  const [, type, market, folderStep, folderSymbol, folderDate, folderKind] = folders ?? [];
  const [
    ,
    date = folderDate ?? '',
    symbol = folderSymbol ?? '',
    step = folderStep,
    kind = folderKind,
    contract,
  ] = entry ?? [];
  const refused = refusal(path, { type, market }, step, kind);
  if (refused !== undefined) return refused;
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
  const dayNumber = dayNumberOf(day);
  if (dayNumber === undefined) return fail('bad_file', `${path}: ${date} is no day.`);
  return ok({
    symbol: contractOf(symbol, contract),
    interval: step === 'second' ? '1s' : step === 'hour' ? '1h' : step === 'daily' ? '1d' : '1m',
    plan: planOf({ kind: 'since_midnight', dayMs: dayNumber * DAY_MS }, divisorOf({ type }, firstLine)),
    zone: zoneOf({ type, market }),
    evidence: `${entry === null ? 'its folders and name' : 'the name inside'} say${entry === null ? '' : 's'} ${symbol}, ${step}, trades of ${day}`,
  });
}

/** The letters of the months in which futures expire. */
const MONTHS = 'FGHJKMNQUVXZ';

/** `ESZ13` of `es` and `201312`, as exchanges write a contract. */
function contractOf(symbol: string, contract: string | undefined): string {
  if (contract === undefined) return symbol.toUpperCase();
  const month = MONTHS[Number(contract.slice(4, 6)) - 1] ?? contract.slice(4, 6);
  return `${symbol.toUpperCase()}${month}${contract.slice(2, 4)}`;
}

function longFile(
  { path, firstLine }: LeanClues,
  place: Place,
  {
    step,
    symbol = '',
    kind,
  }: { readonly step?: string | undefined; readonly symbol?: string | undefined; readonly kind: string },
): Result<LeanFile> {
  const refused = refusal(path, place, step, kind);
  if (refused !== undefined) return refused;
  return ok({
    symbol: symbol.toUpperCase(),
    interval: step === 'hour' ? '1h' : '1d',
    plan: planOf(
      { kind: 'text', order: 'ymd', dateOnly: false, hasOffset: false },
      divisorOf(place, firstLine),
    ),
    zone: zoneOf(place),
    evidence: `its name and rows are those of LEAN's ${step} file of ${symbol}`,
  });
}

interface Place {
  readonly type?: string | undefined;
  readonly market?: string | undefined;
}

const typeOf = ({ type }: Place): string => (type ?? 'equity').toLowerCase();

/** Whole ten-thousandths for shares; a price with a decimal mark is unscaled. */
function divisorOf(place: Place, firstLine: string): number {
  const prices = firstLine.split(',').slice(1, 5);
  return typeOf(place) === 'equity' && !prices.some((price) => price.includes('.')) ? PRICE_DIVISOR : 1;
}

/** The zones of LEAN's market hours database; those of futures and currencies have changed between its versions. */
function zoneOf(place: Place): string | undefined {
  const type = typeOf(place);
  if (type === 'crypto' || type === 'cryptofuture') return 'UTC';
  if (type !== 'equity' && type !== 'index') return undefined;
  return place.market?.toLowerCase() === 'india' ? 'Asia/Kolkata' : 'America/New_York';
}

const READ_TYPES = ['equity', 'index', 'crypto', 'cryptofuture', 'future', 'forex', 'cfd'];

function refusal(path: string, place: Place, step?: string, kind?: string): Result<never> | undefined {
  if (kind !== 'trade') {
    return fail(
      'unsupported',
      `${path} holds ${kind}s, not trades: bid and ask make no bars here.`,
      'Import the *_trade.zip of that day.',
    );
  }
  if (step === 'tick') {
    return fail(
      'unsupported',
      `${path} holds single trades (tick).`,
      'Import the minute or second file of that day.',
    );
  }
  if (!READ_TYPES.includes(typeOf(place))) {
    return fail(
      'unsupported',
      `${path} is of ${place.type}/${place.market}; LEAN's ${READ_TYPES.join(', ')} are read.`,
    );
  }
  return undefined;
}

const planOf = (writing: CsvPlan['writing'], priceDivisor: number): CsvPlan => ({
  delimiter: COMMA,
  lineEnd: LF,
  decimalMark: DOT,
  dataStart: 0,
  firstLine: 1,
  columns: { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 },
  writing,
  ...(priceDivisor === 1 ? {} : { priceDivisor }),
});

/** Other files of LEAN's data folder, by their path. */
const ASIDE: readonly { readonly where: RegExp; readonly reason: string }[] = [
  {
    where: /(^|[/\\])factor_files[/\\][^/\\]+$/i,
    reason: "LEAN's factors for splits and dividends, which an adjusted import of its bars uses; no bars",
  },
  { where: /(^|[/\\])map_files[/\\][^/\\]+$/i, reason: "LEAN's list of a share's former names; no bars" },
];

/** Why a file that belongs to LEAN's bars holds none itself; undefined for any other file. */
export const leanAside = (path: string): string | undefined =>
  ASIDE.find(({ where }) => where.test(path))?.reason;
