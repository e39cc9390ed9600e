import { DAY_MS } from '../../../base/epoch-ms.ts';
import type { BaseInterval } from '../../../base/interval.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { dayNumberOf } from '../../../time-manager/civil-day.ts';
import { COMMA, DOT, LF, type CsvPlan } from '../csv/csv-plan.ts';

/** The kind of a file in LEAN's data folder, by its name and folders. */
export interface LeanFile {
  readonly symbol: string;
  readonly interval: BaseInterval;
  readonly plan: CsvPlan;
  /** The words that show it. */
  readonly evidence: string;
}

/** LEAN writes US equity prices as whole ten-thousandths of a dollar. */
const PRICE_DIVISOR = 10_000;

/** `20131007_spy_minute_trade.csv`, in a zip or alone. */
const ENTRY = /^(\d{8})_([a-z0-9.]+)_(minute|second|tick|hour|daily)_(trade|quote|openinterest)\.csv$/i;

/** `equity/usa/minute/spy/20131007_trade.zip`. */
const INTRADAY_PATH =
  /(?:^|[/\\])(\w+)[/\\](\w+)[/\\](minute|second|tick)[/\\]([^/\\]+)[/\\](\d{8})_(trade|quote|openinterest)\.zip$/i;

/** `equity/usa/daily/spy.zip`. */
const LONG_PATH = /(?:^|[/\\])(\w+)[/\\](\w+)[/\\](daily|hour)[/\\]([^/\\]+)\.zip$/i;

/** A daily or hourly row: `19980102 00:00,973100,975300,965300,973600,2150000`. */
const LONG_ROW = /^\d{8} \d{2}:\d{2}(,\d+){5}$/;

export interface LeanClues {
  readonly path: string;
  /** Name of the text itself: the zip's entry, or the file. */
  readonly entryName: string;
  readonly firstLine: string;
}

/**
 * Recognises a file of LEAN by its names. Undefined for any other file; `unsupported` for quotes, ticks, hours and
 * markets whose bars are not of US shares.
 */
export function recogniseLean(clues: LeanClues): Result<LeanFile> | undefined {
  const entry = ENTRY.exec(clues.entryName);
  const intraday = INTRADAY_PATH.exec(clues.path);
  if (entry !== null || intraday !== null) return intradayFile(clues, entry, intraday);
  const long = LONG_PATH.exec(clues.path);
  const isLongRow = LONG_ROW.test(clues.firstLine);
  if (long !== null && isLongRow)
    return longFile(clues.path, { type: long[1], market: long[2] }, long[3], long[4]);
  const named = /^([a-z0-9.]+)\.csv$/i.exec(clues.entryName)?.[1];
  const isAlone =
    isLongRow && named !== undefined && clues.path.toLowerCase().endsWith(`${named.toLowerCase()}.zip`);
  return isAlone ? longFile(clues.path, {}, 'daily', named) : undefined;
}

function intradayFile(
  { path }: LeanClues,
  entry: RegExpExecArray | null,
  folders: RegExpExecArray | null,
): Result<LeanFile> {
  const [, type, market, folderStep, folderSymbol, folderDate, folderKind] = folders ?? [];
  const [, date = folderDate ?? '', symbol = folderSymbol ?? '', step = folderStep, kind = folderKind] =
    entry ?? [];
  const refused = refusal(path, { type, market }, step, kind);
  if (refused !== undefined) return refused;
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
  const dayNumber = dayNumberOf(day);
  if (dayNumber === undefined) return fail('bad_file', `${path}: ${date} is no day.`);
  return ok({
    symbol: symbol.toUpperCase(),
    interval: step === 'second' ? '1s' : '1m',
    plan: planOf({ kind: 'since_midnight', dayMs: dayNumber * DAY_MS }),
    evidence: `${entry === null ? 'its folders and name' : 'the name inside'} say${entry === null ? '' : 's'} ${symbol}, ${step}, trades of ${day}`,
  });
}

function longFile(path: string, place: Place, step: string | undefined, symbol = ''): Result<LeanFile> {
  const refused = refusal(path, place, step, 'trade');
  if (refused !== undefined) return refused;
  return ok({
    symbol: symbol.toUpperCase(),
    interval: '1d',
    plan: planOf({ kind: 'text', order: 'ymd', dateOnly: false, hasOffset: false }),
    evidence: `its name and rows are those of LEAN's daily file of ${symbol}`,
  });
}

interface Place {
  readonly type?: string | undefined;
  readonly market?: string | undefined;
}

function refusal(
  path: string,
  { type, market }: Place,
  step?: string,
  kind?: string,
): Result<never> | undefined {
  if (kind !== 'trade') {
    return fail(
      'unsupported',
      `${path} holds ${kind}s, not trades: bid and ask make no bars here.`,
      'Import the *_trade.zip of that day.',
    );
  }
  if (step === 'tick' || step === 'hour') {
    return fail(
      'unsupported',
      `${path} holds bars of another interval (${step}); the store keeps 1s, 1m and 1d.`,
    );
  }
  if (type !== undefined && (type.toLowerCase() !== 'equity' || market?.toLowerCase() !== 'usa')) {
    return fail('unsupported', `${path} is of ${type}/${market}; LEAN's equity/usa is read.`);
  }
  return undefined;
}

const planOf = (writing: CsvPlan['writing']): CsvPlan => ({
  delimiter: COMMA,
  lineEnd: LF,
  decimalMark: DOT,
  dataStart: 0,
  firstLine: 1,
  columns: { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 },
  writing,
  priceDivisor: PRICE_DIVISOR,
});

/** Files of LEAN's data folder other than its trades: their kind, by path. */
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
