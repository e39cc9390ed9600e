import type { ReadonlyBarColumns } from '../../../model/bar-columns.ts';
import type { ExchangeGroup } from '../../../model/exchange-groups.ts';
import { spanMs, type BaseInterval } from '../../../base/interval.ts';
import type { Judged, Stamp } from '../proposal.ts';
import {
  beginsWith,
  fitMarket,
  GROUPS_WITH_HOURS,
  isExact,
  rowTimes,
  type MarketFit,
  type Markets,
} from './market-fit.ts';

export interface JudgedStamp {
  readonly stamp: Judged<Stamp>;
  readonly question?: string;
  /** Remarks that need no answer. */
  readonly note?: string;
  /** The market whose sessions the rows begin and end with. */
  readonly group?: ExchangeGroup;
}

/** How much louder than the other edge the opening auction must be. */
const LOUD = 1.5;

/**
 * Whether times are opens or closes. `rows` are stamped in UTC.
 *
 * Two things show it. The first and the last bar of sessions: opens run from 09:30 to 15:59, closes from 09:31 to
 * 16:00, so the edge with a bar decides, unless extended hours fill both. And the opening auction, the loudest bar of
 * the morning: it is stamped with the session's open, or one interval later. Crypto exchanges, which never close, all
 * stamp bars with their open.
 */
export function judgeStamp(
  rows: ReadonlyBarColumns,
  interval: BaseInterval,
  group: ExchangeGroup | undefined,
  markets: Markets,
): JudgedStamp {
  if (interval === '1d') {
    const stamp: Judged<Stamp> = {
      value: 'open',
      certainty: 'certain',
      evidence: ['a bar is a whole trading day'],
    };
    return { stamp, ...(group === undefined ? {} : { group }) };
  }
  if (group === 'CRYPTO') {
    const evidence = ['all crypto exchanges stamp a bar with its open'];
    return { stamp: { value: 'open', certainty: 'likely', evidence }, group };
  }
  const times = rowTimes(rows);
  const span = spanMs(interval);
  const market = group ?? marketOf((each) => fitMarket(times, span, markets.calendar(each)));
  const calendar = market === undefined ? markets.own : markets.calendar(market);
  const fit = fitMarket(times, span, calendar);
  const evidence = sentences(fit, calendar.exchangeGroup, calendar.zone);
  const value = byEdges(fit) ?? byAuction(fit);
  const found = market === undefined ? {} : { group: market };
  if (value !== undefined) return { stamp: { value, certainty: 'likely', evidence }, ...found };
  return {
    stamp: { value: 'open', certainty: 'assumed', evidence },
    question:
      'Nothing shows whether times are opens or closes. Opens are assumed; say it: --stamp open or --stamp close.',
    ...found,
  };
}

/** The one market whose sessions the rows begin and end with; else the one they begin with. */
function marketOf(fitOf: (group: ExchangeGroup) => MarketFit): ExchangeGroup | undefined {
  // Other calendars are made only when the rows are not those of US shares.
  if (isExact(fitOf('US_EQUITY'))) return 'US_EQUITY';
  const fits = GROUPS_WITH_HOURS.map((group) => ({ group, fit: fitOf(group) }));
  for (const holds of [isExact, beginsWith]) {
    const found = fits.filter(({ fit }) => holds(fit)).map(({ group }) => group);
    if (found.includes('US_EQUITY')) return 'US_EQUITY';
    if (found.length > 0) return found[0];
  }
  const own = fits.find(({ group }) => group === 'US_EQUITY');
  return own !== undefined && own.fit.extended >= 0.985 * own.fit.rows && own.fit.early > 0
    ? 'US_EQUITY'
    : undefined;
}

/** One edge carries bars on clearly more sessions than the other. */
function byEdges({
  begins,
  ends,
  firstAsOpen,
  firstAsClose,
  lastAsOpen,
  lastAsClose,
}: MarketFit): Stamp | undefined {
  const margin = Math.max(1, Math.max(begins, ends) * 0.25);
  const opens = firstAsOpen - lastAsClose;
  // The first minute of a thin symbol may have no trade: only a bar at the close itself shows a close.
  const closes = lastAsClose - firstAsOpen;
  if (opens >= margin && firstAsOpen >= firstAsClose) return 'open';
  if (closes >= margin && lastAsClose >= lastAsOpen) return 'close';
  return undefined;
}

/** Both edges do: the volume jumps where the auction is. */
function byAuction({ before, at, after }: MarketFit): Stamp | undefined {
  if (at > LOUD * after && at > LOUD * before) return 'open';
  return after > LOUD * at && after > LOUD * before ? 'close' : undefined;
}

function sentences(
  { begins, ends, firstAsOpen, lastAsClose, before, at, after }: MarketFit,
  group: string,
  zone: string,
): string[] {
  const sessions = Math.max(begins, ends);
  return [
    `in ${sessions} ${sessions === 1 ? 'session' : 'sessions'} of ${group} (${zone}) the first bar is stamped with the session's open on ${firstAsOpen}, the last with its close on ${lastAsClose}`,
    `volume in the interval before the open ${before}, at it ${at}, after it ${after}`,
  ];
}
