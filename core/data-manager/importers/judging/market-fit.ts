import { asEpochMs, MINUTE_MS } from '../../../base/epoch-ms.ts';
import { EXCHANGE_GROUPS, type ExchangeGroup } from '../../../model/exchange-groups.ts';
import type { ReadonlyBarColumns } from '../../../model/bar-columns.ts';
import { calendarFor } from '../../../time-manager/calendars.ts';
import type { MarketCalendar, TradingSession } from '../../../time-manager/market-calendar.ts';

/** Calendars without overrides answer the same at any time: each is made once. */
const calendars = new Map<string, MarketCalendar>();

/** Calendars of all groups, each created on demand. The import's own calendar has the user's overrides. */
export class Markets {
  readonly own: MarketCalendar;

  constructor(own: MarketCalendar) {
    this.own = own;
  }

  calendar(group: ExchangeGroup): MarketCalendar {
    if (group === this.own.exchangeGroup) return this.own;
    let calendar = calendars.get(group);
    if (calendar === undefined) {
      const made = calendarFor(group);
      calendar = made.ok ? made.value : this.own;
      calendars.set(group, calendar);
    }
    return calendar;
  }
}

/** Groups whose hours can show a zone: all but those that trade round the clock every day. */
export const GROUPS_WITH_HOURS = EXCHANGE_GROUPS.filter((group) => group !== 'CRYPTO');

/** Times at which rows are, each once and ascending, with the volume of each. */
export interface RowTimes {
  readonly ms: Float64Array;
  readonly volume: Float64Array;
}

const MOST_TIMES = 6_000;

/** The first and the last times of sampled rows: enough sessions to see when they begin and end. */
export function rowTimes({ openMs, volume: volumes, length }: ReadonlyBarColumns): RowTimes {
  const sorted = openMs.slice(0, length).filter(Number.isFinite).sort();
  const kept = sorted.filter((at, row) => row === 0 || at !== sorted[row - 1]);
  const ms = cut(kept);
  const volume = new Float64Array(ms.length);
  const places = new Map<number, number>();
  ms.forEach((at, place) => places.set(at, place));
  for (let row = 0; row < length; row++) {
    const place = places.get(openMs[row] as number);
    const units = volumes[row] as number;
    if (place !== undefined && units > 0) volume[place] = (volume[place] as number) + units;
  }
  return { ms, volume };
}

/** The first and the last of many times. */
function cut(times: Float64Array): Float64Array {
  if (times.length <= MOST_TIMES) return times;
  const both = new Float64Array(MOST_TIMES);
  both.set(times.subarray(0, MOST_TIMES / 2));
  both.set(times.subarray(times.length - MOST_TIMES / 2), MOST_TIMES / 2);
  return both;
}

/** How rows lie in the sessions of a market. */
export interface MarketFit {
  readonly rows: number;
  /** Rows within segments, the close included. */
  readonly inside: number;
  /** Rows within extended hours, regular ones included. */
  readonly extended: number;
  /** Sessions that begin after a closure and have rows, and those that end before one. */
  readonly begins: number;
  readonly ends: number;
  /** Of these, sessions whose first row holds the open as a bar that opens, or that closes, at its time. */
  readonly firstAsOpen: number;
  readonly firstAsClose: number;
  readonly lastAsOpen: number;
  readonly lastAsClose: number;
  /** Sessions that begin, or end, within a few bars of their first or last row. */
  readonly nearOpen: number;
  readonly nearClose: number;
  /** Volume one bar before the open, at it, and one bar after. */
  readonly before: number;
  readonly at: number;
  readonly after: number;
  /** Sessions with rows before the open, or behind the close, in extended hours. */
  readonly early: number;
}

/** A session's first trades may be some minutes after its open; a longer bar holds them. */
const NEAR_MS = 5 * MINUTE_MS;

/** Lays rows at instants over a market's sessions. */
export function fitMarket({ ms, volume }: RowTimes, spanMs: number, calendar: MarketCalendar): MarketFit {
  const fit = {
    rows: 0,
    inside: 0,
    extended: 0,
    begins: 0,
    ends: 0,
    firstAsOpen: 0,
    firstAsClose: 0,
    lastAsOpen: 0,
    lastAsClose: 0,
    nearOpen: 0,
    nearClose: 0,
    before: 0,
    at: 0,
    after: 0,
    early: 0,
  };
  const half = ms.length >> 1;
  let sessions = 0;
  for (let from = 0; from < ms.length;) {
    const day = calendar.dayOf(asEpochMs(ms[from] as number));
    const session = calendar.tradingSession(day);
    // A close stamp of the last bar is the instant at which the session's day ends.
    const end = session === undefined ? undefined : Math.max(session.dayEnd, session.close + 1);
    let to = from + 1;
    while (to < ms.length && isOfDay(ms[to] as number, day, end, calendar)) to++;
    if (session !== undefined) addSession(fit, session, { ms, volume }, { from, to, spanMs }, calendar);
    fit.rows += to - from;
    sessions += 1;
    // Some sessions of the beginning and of the end are enough.
    from = sessions === MOST_SESSIONS && to < half ? half : to;
    if (sessions >= 2 * MOST_SESSIONS) break;
  }
  return fit;
}

const MOST_SESSIONS = 16;

const isOfDay = (
  instant: number,
  day: ReturnType<MarketCalendar['dayOf']>,
  end: number | undefined,
  calendar: MarketCalendar,
): boolean => (end === undefined ? calendar.dayOf(asEpochMs(instant)) === day : instant < end);

type Counts = { -readonly [K in keyof MarketFit]: MarketFit[K] };

function addSession(
  fit: Counts,
  session: TradingSession,
  { ms, volume }: RowTimes,
  { from, to, spanMs }: { readonly from: number; readonly to: number; readonly spanMs: number },
  calendar: MarketCalendar,
): void {
  const { open, close, segments } = session;
  for (let row = from; row < to; row++) {
    const at = ms[row] as number;
    const units = volume[row] as number;
    if (segments.some((segment) => at >= segment.open && at <= segment.close)) fit.inside += 1;
    if (at >= session.extendedOpen && at <= session.extendedClose) fit.extended += 1;
    if (at === open) fit.at += units;
    else if (at === open - spanMs) fit.before += units;
    else if (at === open + spanMs) fit.after += units;
  }
  const first = ms[from] as number;
  const last = ms[to - 1] as number;
  if (first < open) fit.early += 1;
  if (open > session.dayStart && first >= open && first <= close) {
    fit.begins += 1;
    if (first < open + spanMs) fit.firstAsOpen += 1;
    else if (first <= open + spanMs) fit.firstAsClose += 1;
    if (first <= open + Math.max(spanMs, NEAR_MS)) fit.nearOpen += 1;
  }
  if (endsBeforeClosure(session, calendar) && last >= open && last <= close) {
    fit.ends += 1;
    if (last === close) fit.lastAsClose += 1;
    else if (last + spanMs >= close) fit.lastAsOpen += 1;
    if (last + Math.max(spanMs, NEAR_MS) >= close) fit.nearClose += 1;
  }
}

function endsBeforeClosure({ day, close }: TradingSession, calendar: MarketCalendar): boolean {
  const next = calendar.nextTradingDay(day);
  const following = next === undefined ? undefined : calendar.tradingSession(next);
  return following === undefined || following.open > close;
}

/** Rows lie where the market trades, and begin and end with its sessions. */
export function isExact(fit: MarketFit): boolean {
  const { rows, inside, begins, ends, nearOpen, nearClose } = fit;
  return (
    rows > 0 &&
    inside >= 0.985 * rows &&
    begins > 0 &&
    ends > 0 &&
    nearOpen >= 0.6 * begins &&
    nearClose >= 0.6 * ends
  );
}

/** Rows lie where the market trades, and begin with its sessions; they may end in the middle of one. */
export function beginsWith(fit: MarketFit): boolean {
  const { rows, inside, begins, firstAsOpen, firstAsClose } = fit;
  return rows > 0 && inside >= 0.985 * rows && begins > 0 && firstAsOpen + firstAsClose >= 0.8 * begins;
}
