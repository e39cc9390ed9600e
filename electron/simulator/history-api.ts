import { asEpochMs, asTicker, DAY_MS, isRealDay, MINUTE_MS, type EpochMs } from '../../core/base/epoch-ms.ts';
import {
  ALPACA_ADJUSTMENTS,
  MOST_BARS_PER_PAGE,
  STOCK_FEEDS,
  type AlpacaBar,
} from '../../core/live-feed/alpaca/protocol.ts';
import { parseRfc3339, printRfc3339 } from '../../core/live-feed/alpaca/rfc3339.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { MarketCalendar, TradingSession } from '../../core/time-manager/market-calendar.ts';
import { isTapeSymbol, type MarketTape } from './market-tape.ts';
import { parseTimeframe, toTimeframe, type Timeframe } from './timeframe.ts';

/** An answer of the history, before it is written. */
export interface HistoryAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface HistorySource {
  readonly tape: MarketTape;
  readonly calendar: MarketCalendar;
  /** The market's current time: bars that are not over yet are left out. */
  readonly now: () => EpochMs;
}

const DEFAULT_LIMIT = 1_000;
const refusal = (status: number, message: string): HistoryAnswer => ({ status, body: { message } });

interface BarsQuery {
  readonly symbols: readonly string[];
  readonly timeframe: Timeframe;
  readonly unit: string;
  /** Both included, as Alpaca has it. */
  readonly start: number;
  readonly end: number;
  readonly limit: number;
  readonly descending: boolean;
  /** The end of the previous page: its last symbol, and the time of its last bar. */
  readonly after: { readonly symbol: string; readonly openMs: number } | undefined;
}

/**
 * `GET /v2/stocks/bars` and, with `only`, `GET /v2/stocks/{symbol}/bars`: symbol after symbol in the order of their
 * names, `limit` bars in all, the rest behind `next_page_token`.
 */
export async function answerBars(
  params: URLSearchParams,
  source: HistorySource,
  only?: string,
): Promise<HistoryAnswer> {
  const query = readQuery(params, source, only);
  if ('status' in query) return query;
  const bars: Record<string, AlpacaBar[]> = {};
  let room = query.limit;
  let last: { symbol: string; openMs: number } | undefined;
  let more = false;
  for (const symbol of query.symbols) {
    if (query.after !== undefined && symbol < query.after.symbol) continue;
    const read = await barsOf(symbol, query, source);
    if (read === undefined) return refusal(500, 'internal server error occurred');
    const rows = rowsOf(read, symbol, query);
    if (rows.length > room || (rows.length > 0 && room === 0)) more = true;
    const taken = rows.slice(0, room);
    room -= taken.length;
    if (taken.length > 0) {
      bars[symbol] = taken.map((row) => barAt(read, row));
      last = { symbol, openMs: read.openMs[taken.at(-1) as number] as number };
    }
    if (more) break;
  }
  const next_page_token = more && last !== undefined ? tokenOf(query.unit, last) : null;
  return only === undefined
    ? { status: 200, body: { bars, next_page_token } }
    : { status: 200, body: { bars: bars[only] ?? null, symbol: only, next_page_token } };
}

function readQuery(params: URLSearchParams, source: HistorySource, only?: string): BarsQuery | HistoryAnswer {
  const symbols = only === undefined ? (params.get('symbols') ?? '').split(',').filter(Boolean) : [only];
  if (symbols.length === 0) return refusal(400, 'symbols parameter is required');
  const invalid = symbols.find((symbol) => !isTapeSymbol(symbol));
  if (invalid !== undefined) return refusal(400, `invalid symbol: ${invalid}`);
  const unit = params.get('timeframe') ?? '';
  const timeframe = parseTimeframe(unit);
  if (timeframe === undefined) return refusal(400, `invalid timeframe: ${unit}`);
  const limit = params.has('limit') ? Number(params.get('limit')) : DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_BARS_PER_PAGE) {
    return refusal(400, `limit must be between 1 and ${MOST_BARS_PER_PAGE}`);
  }
  const wrong = wrongChoice(params);
  if (wrong !== undefined) return refusal(400, wrong);
  const now = source.now();
  const start = instantOf(
    params.get('start'),
    source.calendar.instantOf(source.calendar.dayOf(now), '00:00'),
  );
  const end = instantOf(params.get('end'), now, DAY_MS - 1);
  if (start === undefined) return refusal(400, `invalid start: ${params.get('start')}`);
  if (end === undefined) return refusal(400, `invalid end: ${params.get('end')}`);
  if (end < start) return refusal(400, 'end should not be before start');
  const token = params.get('page_token');
  const after = token === null || token === '' ? undefined : readToken(token);
  if (token !== null && token !== '' && after === undefined) return refusal(400, 'invalid page token');
  const descending = params.get('sort') === 'desc';
  return { symbols: [...new Set(symbols)].sort(), timeframe, unit, start, end, limit, descending, after };
}

function wrongChoice(params: URLSearchParams): string | undefined {
  const choices = {
    feed: [...STOCK_FEEDS, 'otc', 'boats'],
    adjustment: ALPACA_ADJUSTMENTS,
    sort: ['asc', 'desc'],
  };
  for (const [name, allowed] of Object.entries(choices)) {
    const given = params.get(name);
    if (given === null) continue;
    const wrong = given.split(',').find((word) => !(allowed as readonly string[]).includes(word));
    if (wrong !== undefined) return `invalid ${name}: ${wrong}`;
  }
  return undefined;
}

/** RFC 3339, or a day: its midnight in UTC, `dayAdds` later where the day itself is included. */
function instantOf(text: string | null, missing: number | undefined, dayAdds = 0): number | undefined {
  if (text === null || text === '') return missing;
  if (isRealDay(text)) return (parseRfc3339(`${text}T00:00:00Z`) ?? 0) + dayAdds;
  // The Python SDK leaves out the zone: UTC is meant.
  return parseRfc3339(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
}

async function barsOf(
  symbol: string,
  { timeframe, start, end }: BarsQuery,
  { tape, calendar, now }: HistorySource,
): Promise<ReadonlyBarColumns | undefined> {
  const first = Math.min(start, timeframe.bucketOf(start, calendar));
  // A day's bar of the tape is keyed by its open, asked for by its midnight.
  const last = timeframe.base === '1d' ? end + DAY_MS : end + 1;
  const range = { from: asEpochMs(first), to: asEpochMs(Math.min(last, now())) };
  const read = await tape.bars(asTicker(symbol), timeframe.base, range);
  if (!read.ok) return undefined;
  return toTimeframe(overAt(read.value, timeframe.base, now(), calendar), timeframe, calendar);
}

/** The bars that have closed by `now`. */
function overAt(
  bars: ReadonlyBarColumns,
  base: '1m' | '1d',
  now: number,
  calendar: MarketCalendar,
): ReadonlyBarColumns {
  const closeOf = (openMs: number): number =>
    base === '1m' ? openMs + MINUTE_MS : (sessionAt(openMs, calendar)?.close ?? openMs + DAY_MS);
  let length = bars.length;
  while (length > 0 && closeOf(bars.openMs[length - 1] as number) > now) length--;
  return { ...bars, openMs: bars.openMs, length };
}

const sessionAt = (openMs: number, calendar: MarketCalendar): TradingSession | undefined =>
  calendar.tradingSession(calendar.dayOf(asEpochMs(openMs)));

/** Rows of the range in the requested order, without those on earlier pages. */
function rowsOf(bars: ReadonlyBarColumns, symbol: string, query: BarsQuery): number[] {
  const { start, end, descending, after } = query;
  const told = after?.symbol === symbol ? after.openMs : undefined;
  const isExternalReport = (openMs: number): boolean =>
    told !== undefined && (descending ? openMs >= told : openMs <= told);
  const rows: number[] = [];
  for (let row = 0; row < bars.length; row++) {
    const openMs = bars.openMs[row] as number;
    if (openMs >= start && openMs <= end && !isExternalReport(openMs)) rows.push(row);
  }
  return descending ? rows.reverse() : rows;
}

function barAt(bars: ReadonlyBarColumns, row: number): AlpacaBar {
  return alpacaBar(
    bars.openMs[row] as number,
    bars.open[row] as number,
    bars.high[row] as number,
    bars.low[row] as number,
    bars.close[row] as number,
    bars.volume[row] as number,
  );
}

/** The tape has neither trades nor VWAP: both are derived from the bar, the same in every answer. */
export function alpacaBar(openMs: number, o: number, h: number, l: number, c: number, v: number): AlpacaBar {
  const vw = Math.round(((h + l + 2 * c) / 4) * 1e6) / 1e6;
  return { t: printRfc3339(openMs), o, h, l, c, v, n: Math.max(1, Math.round(v / 100)), vw };
}

const tokenOf = (unit: string, { symbol, openMs }: { symbol: string; openMs: number }): string =>
  Buffer.from(`${symbol}|${unit}|${printRfc3339(openMs)}`).toString('base64');

function readToken(token: string): { symbol: string; openMs: number } | undefined {
  const [symbol, , time] = Buffer.from(token, 'base64').toString('utf8').split('|');
  const openMs = parseRfc3339(time ?? '');
  return symbol === undefined || openMs === undefined ? undefined : { symbol, openMs };
}
