import { spanMs, type BaseInterval } from '../../../base/interval.ts';
import type { ReadonlyBarColumns } from '../../../model/bar-columns.ts';
import type { MarketCalendar, TradingSession } from '../../../time-manager/market-calendar.ts';
import type { Judged, Stamp } from '../proposal.ts';
import { createSessionLocator } from './session-locator.ts';

export interface JudgedStamp {
  readonly stamp: Judged<Stamp>;
  readonly question?: string;
}

/** How much louder than the other edge the opening auction must be. */
const LOUD = 1.5;

/**
 * Whether times are opens or closes. `rows` are stamped in UTC.
 *
 * Two things give it away. A day's first and last bar: opens run from 09:30 to 15:59, closes from 09:31 to 16:00, so
 * which edge of the session carries a bar tells, unless extended hours fill both. And the opening auction, the loudest
 * minute of the morning: it is stamped with the session's open, or one interval later.
 */
export function judgeStamp(
  rows: ReadonlyBarColumns,
  interval: BaseInterval,
  calendar: MarketCalendar,
): JudgedStamp {
  if (interval === '1d') {
    return { stamp: { value: 'open', certainty: 'certain', evidence: ['a bar is a whole trading day'] } };
  }
  const edges = countEdges(rows, spanMs(interval), calendar);
  const evidence = sentences(edges, calendar);
  const value = byEdges(edges) ?? byAuction(edges);
  if (value !== undefined) return { stamp: { value, certainty: 'likely', evidence } };
  return {
    stamp: { value: 'open', certainty: 'assumed', evidence },
    question: 'Nothing shows whether times are opens or closes. Opens are assumed; --stamp says otherwise.',
  };
}

interface Edges {
  /** Days with any bar in their session, both ends included. */
  readonly days: number;
  /** Days with a bar stamped with the session's open, and with its close. */
  readonly atOpen: number;
  readonly atClose: number;
  /** Volume one interval before the open, at it, and one after, over all days. */
  readonly before: number;
  readonly at: number;
  readonly after: number;
}

function countEdges(rows: ReadonlyBarColumns, span: number, calendar: MarketCalendar): Edges {
  const sessionOf = createSessionLocator(calendar);
  const days = new Set<TradingSession>();
  const counts = { atOpen: 0, atClose: 0, before: 0, at: 0, after: 0 };
  for (let row = 0; row < rows.length; row++) {
    const stamp = rows.openMs[row] as number;
    const session = sessionOf(stamp);
    if (session === undefined) continue;
    if (stamp >= session.open && stamp <= session.close) days.add(session);
    const volume = rows.volume[row] as number;
    if (stamp === session.close) counts.atClose += 1;
    else if (stamp === session.open - span) counts.before += volume;
    else if (stamp === session.open + span) counts.after += volume;
    else if (stamp === session.open) {
      counts.atOpen += 1;
      counts.at += volume;
    }
  }
  return { days: days.size, ...counts };
}

/** One edge carries bars on clearly more days than the other. */
function byEdges({ days, atOpen, atClose }: Edges): Stamp | undefined {
  const margin = Math.max(1, days * 0.25);
  if (atOpen - atClose >= margin) return 'open';
  return atClose - atOpen >= margin ? 'close' : undefined;
}

/** Both edges do: the volume jumps where the auction stands. */
function byAuction({ before, at, after }: Edges): Stamp | undefined {
  if (at > LOUD * after && at > LOUD * before) return 'open';
  return after > LOUD * at ? 'close' : undefined;
}

function sentences({ days, atOpen, atClose, before, at, after }: Edges, calendar: MarketCalendar): string[] {
  const where = `on ${days} ${days === 1 ? 'day' : 'days'} of ${calendar.zone}`;
  return [
    `${where} a bar is stamped with the session's open on ${atOpen}, with its close on ${atClose}`,
    `volume in the interval before the open ${before}, at it ${at}, after it ${after}`,
  ];
}
