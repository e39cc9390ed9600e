import type { ReadonlyBarColumns } from '../../../model/bar-columns.ts';
import type { MarketCalendar } from '../../../time-manager/market-calendar.ts';
import type { Judged } from '../proposal.ts';
import type { TimeMeaning } from './time-meaning.ts';
import { createSessionLocator } from './session-locator.ts';
import { createZoneReader, UTC } from './zone-reader.ts';

export interface JudgedZone {
  readonly zone: Judged<string>;
  readonly question?: string;
}

/** A zone is likely when it puts this much more of the trading into regular hours than the other. */
const MARGIN = 0.15;
const CONVINCING = 0.6;

/** Where traders' clocks stand besides the exchange's: not assumed, but named when they fit better. */
const ELSEWHERE = [
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'Europe/London',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Asia/Tokyo',
];

/**
 * In which zone times without one are meant. `rows` are stamped with what the file shows, read as UTC.
 * Regular hours hold most of a day's volume: the zone under which they do is it.
 */
export function judgeZone(
  rows: ReadonlyBarColumns,
  meaning: TimeMeaning,
  calendar: MarketCalendar,
): JudgedZone {
  if (meaning.kind === 'day') {
    return { zone: { value: UTC, certainty: 'certain', evidence: ['rows are days without a time'] } };
  }
  const asShown = shareInSession(rows, UTC, calendar);
  const asExchange = shareInSession(rows, calendar.zone, calendar);
  const evidence =
    `read as UTC, ${percent(asShown)} of the volume lies in regular hours; ` +
    `read as ${calendar.zone}, ${percent(asExchange)}`;
  if (meaning.kind === 'instant') {
    return statedZone(meaning.says, asShown, asExchange, evidence, calendar);
  }
  const [value, share, other] =
    asExchange >= asShown ? [calendar.zone, asExchange, asShown] : [UTC, asShown, asExchange];
  const better = betterElsewhere(rows, share, calendar);
  if (share >= CONVINCING && share - other >= MARGIN) {
    const zone: Judged<string> = {
      value,
      certainty: better === undefined ? 'likely' : 'assumed',
      evidence: [evidence],
    };
    if (better === undefined) return { zone };
    return {
      zone,
      question: `The times carry no zone. ${value} is assumed, yet ${better}; --zone says otherwise.`,
    };
  }
  // Trading round the clock (crypto, currencies) is stamped in UTC by custom.
  return {
    zone: { value: UTC, certainty: 'assumed', evidence: [evidence] },
    question:
      `The times carry no zone, and trading hours do not tell it. UTC is assumed` +
      `${better === undefined ? '' : `, yet ${better}`}; --zone says otherwise.`,
  };
}

/** The zone of another place that puts clearly more of the volume into regular hours, in words. */
function betterElsewhere(
  rows: ReadonlyBarColumns,
  share: number,
  calendar: MarketCalendar,
): string | undefined {
  const [best] = ELSEWHERE.map((zone) => ({ zone, share: shareInSession(rows, zone, calendar) })).sort(
    (a, b) => b.share - a.share,
  );
  if (best === undefined || best.share - share < MARGIN) return undefined;
  return `read as ${best.zone}, ${percent(best.share)} would lie in regular hours`;
}

/** The file says its zone. Whether what it says can be true is another question. */
function statedZone(
  says: string,
  asShown: number,
  asExchange: number,
  evidence: string,
  calendar: MarketCalendar,
): JudgedZone {
  const zone: Judged<string> = { value: UTC, certainty: 'certain', evidence: [says, evidence] };
  if (asExchange < CONVINCING || asExchange - asShown < MARGIN) return { zone };
  return {
    zone,
    question:
      `The file says that its times are UTC, yet ${percent(asExchange)} of the volume would lie in regular hours ` +
      `if they were ${calendar.zone}: they may have been stamped wrongly.`,
  };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Part of the volume (of the rows, where there is none) that falls into regular hours, a minute to each side. */
function shareInSession(rows: ReadonlyBarColumns, zone: string, calendar: MarketCalendar): number {
  const toUtc = createZoneReader(zone, calendar);
  if (toUtc === undefined) return 0;
  const sessionOf = createSessionLocator(calendar);
  const hasVolume = rows.volume.subarray(0, rows.length).some((volume) => volume > 0);
  let inside = 0;
  let all = 0;
  for (let row = 0; row < rows.length; row++) {
    const weight = hasVolume ? (rows.volume[row] as number) : 1;
    if (!(weight > 0)) continue;
    const instant = toUtc(rows.openMs[row] as number);
    const session = sessionOf(instant);
    all += weight;
    if (session !== undefined && instant >= session.open && instant <= session.close) inside += weight;
  }
  return all === 0 ? 0 : inside / all;
}
