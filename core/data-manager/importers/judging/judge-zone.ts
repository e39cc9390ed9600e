import type { ReadonlyBarColumns } from '../../../model/bar-columns.ts';
import type { ExchangeGroup } from '../../../model/exchange-groups.ts';
import type { MarketCalendar } from '../../../time-manager/market-calendar.ts';
import type { Judged, TimeMeaning } from '../proposal.ts';
import { createZoneReader, UTC } from './zone-reader.ts';
import {
  beginsWith,
  fitMarket,
  GROUPS_WITH_HOURS,
  isExact,
  rowTimes,
  type Markets,
  type RowTimes,
} from './market-fit.ts';
import { createSessionLocator } from './session-locator.ts';

export interface JudgedZone {
  readonly zone: Judged<string>;
  readonly question?: string;
}

/** The known facts of rows when their zone is searched. */
export interface ZoneClues {
  /** Times as the file shows them, read as UTC. */
  readonly rows: ReadonlyBarColumns;
  readonly meaning: TimeMeaning;
  readonly spanMs: number;
  /** The group that the symbol's letters imply. */
  readonly group: ExchangeGroup | undefined;
  /** True for a ticker of letters alone, which markets that number their shares do not have. */
  readonly isLetters: boolean;
}

/** A zone is likely when it puts this much more of the trading into regular hours than the other. */
const MARGIN = 0.15;
const CONVINCING = 0.6;

/** Places of vendors' and traders' clocks, in addition to the markets' own zones. */
const ELSEWHERE = [
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Europe/Moscow',
  'Asia/Kolkata',
  'Asia/Hong_Kong',
  'Asia/Tokyo',
];

/** Markets whose shares have numbers for names. */
const NUMBERED: readonly ExchangeGroup[] = ['XTKS', 'XHKG', 'XSHG', 'XKRX', 'XTAI'];

/**
 * The zone of times without one. The hours of all markets decide: a zone is taken without a question when the rows
 * begin and end with the sessions of a market under it, and under no other reading with any market's.
 */
export function judgeZone(clues: ZoneClues, markets: Markets): JudgedZone {
  const { rows, meaning } = clues;
  if (meaning.kind === 'day') {
    return { zone: { value: UTC, certainty: 'certain', evidence: ['rows are days without a time'] } };
  }
  const shown = rowTimes(rows);
  if (meaning.kind === 'instant') return statedZone(meaning.says, clues, shown, markets);
  const readings = readingsOf(clues, shown, markets);
  const exact = distinct(readings.filter(({ fit }) => fit === 'exact'));
  if (exact.length === 1) return likely(exact[0] as Reading);
  const trading = byVolume(clues, markets.own);
  const begin = distinct(readings.filter(({ fit }) => fit === 'begins'));
  if (exact.length === 0 && trading !== undefined && trading.question === undefined) {
    const rivals = begin.some(({ zone }) => zone === trading.zone.value)
      ? []
      : rivalsOf(trading, clues, shown, markets);
    return rivals.length === 0 ? trading : askAmong(trading, rivals);
  }
  if (exact.length === 0 && begin.length === 1 && trading === undefined) return likely(begin[0] as Reading);
  return unsure(clues, exact.length > 0 ? exact : begin, trading);
}

/** Rows read in a zone, and how they lie in a market's sessions then. */
interface Reading {
  readonly zone: string;
  readonly group: ExchangeGroup;
  readonly fit: 'exact' | 'begins' | 'none';
  /** Readings with the same instants are one. */
  readonly instants: string;
}

function readingsOf(
  { spanMs, group, isLetters }: ZoneClues,
  shown: RowTimes,
  markets: Markets,
): readonly Reading[] {
  const groups =
    group === undefined
      ? GROUPS_WITH_HOURS.filter((each) => !isLetters || !NUMBERED.includes(each))
      : GROUPS_WITH_HOURS.filter((each) => each === group);
  return groups.flatMap((each) => {
    const calendar = markets.calendar(each);
    const isOfAnywhere =
      each === 'US_EQUITY' || each === 'FOREX' || each.startsWith('CME') || group !== undefined;
    const zones = new Set([calendar.zone, UTC, ...(isOfAnywhere ? ['America/New_York', ...ELSEWHERE] : [])]);
    return [...zones].flatMap((zone) => readIn(zone, each, { shown, spanMs }, markets));
  });
}

function readIn(
  zone: string,
  group: ExchangeGroup,
  { shown, spanMs }: { readonly shown: RowTimes; readonly spanMs: number },
  markets: Markets,
): readonly Reading[] {
  const toUtc = createZoneReader(zone);
  if (toUtc === undefined || shown.ms.length === 0) return [];
  const ms = shown.ms.map((at) => toUtc(at));
  const fit = fitMarket({ ms, volume: shown.volume }, spanMs, markets.calendar(group));
  const instants = `${ms[0]} ${ms[ms.length >> 1]} ${ms.at(-1)}`;
  return [{ zone, group, instants, fit: isExact(fit) ? 'exact' : beginsWith(fit) ? 'begins' : 'none' }];
}

/** One reading for each way to read the instants; a market's own zone goes before others. */
function distinct(readings: readonly Reading[]): readonly Reading[] {
  const found = new Map<string, Reading>();
  for (const reading of readings) if (!found.has(reading.instants)) found.set(reading.instants, reading);
  return [...found.values()];
}

const likely = ({ zone, group, fit }: Reading): JudgedZone => ({
  zone: {
    value: zone,
    certainty: 'likely',
    evidence: [
      `read in ${zone}, rows ${fit === 'exact' ? 'begin and end' : 'begin'} with the sessions of ${group}; in no other way with any market's`,
    ],
  },
});

/** Where most of the volume is in the regular hours of the import's own market. Undefined where the hours do not tell. */
function byVolume({ rows, group }: ZoneClues, calendar: MarketCalendar): JudgedZone | undefined {
  if (group !== undefined && group !== calendar.exchangeGroup) return undefined;
  const asShown = shareInSession(rows, UTC, calendar);
  const asExchange = shareInSession(rows, calendar.zone, calendar);
  const evidence =
    `read as UTC, ${percent(asShown)} of the volume is in regular hours; ` +
    `read as ${calendar.zone}, ${percent(asExchange)}`;
  const [value, share, other] =
    asExchange >= asShown ? [calendar.zone, asExchange, asShown] : [UTC, asShown, asExchange];
  if (share < CONVINCING || share - other < MARGIN) return undefined;
  const better = betterElsewhere(rows, share, calendar);
  if (better === undefined) return { zone: { value, certainty: 'likely', evidence: [evidence] } };
  return {
    zone: { value, certainty: 'assumed', evidence: [evidence] },
    question: `The times carry no zone. ${value} is assumed, yet ${better}. --zone says which.`,
  };
}

/** Other places whose clock puts as much of the volume into regular hours, and no row outside extended ones. */
function rivalsOf(
  { zone }: JudgedZone,
  { rows, spanMs }: ZoneClues,
  shown: RowTimes,
  markets: Markets,
): readonly string[] {
  const share = shareInSession(rows, zone.value, markets.own);
  return ELSEWHERE.filter((place) => {
    const toUtc = createZoneReader(place);
    if (toUtc === undefined || shareInSession(rows, place, markets.own) < share - MARGIN) return false;
    const fit = fitMarket({ ms: shown.ms.map((at) => toUtc(at)), volume: shown.volume }, spanMs, markets.own);
    return fit.extended >= 0.985 * fit.rows;
  });
}

function askAmong({ zone }: JudgedZone, rivals: readonly string[]): JudgedZone {
  return {
    zone: { ...zone, certainty: 'assumed' },
    question:
      `The times carry no zone, and lie in regular hours if they are read in ${[zone.value, ...rivals].join(', ')}. ` +
      `${zone.value} is assumed; say it: --zone ${zone.value} or --zone ${rivals[0]}.`,
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
  return `read as ${best.zone}, ${percent(best.share)} would be in regular hours`;
}

function unsure(
  { group }: ZoneClues,
  readings: readonly Reading[],
  trading: JudgedZone | undefined,
): JudgedZone {
  if (trading?.question !== undefined && readings.length === 0) return trading;
  const named = readings.slice(0, 4).map(({ zone, group: of }) => `${zone} (hours of ${of})`);
  const why =
    named.length > 0
      ? `they could be of ${named.join(', ')}`
      : group === undefined
        ? 'trading hours do not tell it'
        : `they do not begin and end with the sessions of ${group}`;
  const examples =
    readings.length > 0
      ? readings.slice(0, 2).map(({ zone }) => `--zone ${zone}`)
      : ['--zone UTC', '--zone America/New_York'];
  return {
    zone: { value: readings[0]?.zone ?? UTC, certainty: 'assumed', evidence: [why] },
    question: `The times carry no zone, and ${why}. ${readings[0]?.zone ?? UTC} is assumed; say it: ${examples.join(' or ')}.`,
  };
}

/** The file names its zone. Whether that can be true is another question. */
function statedZone(says: string, clues: ZoneClues, shown: RowTimes, markets: Markets): JudgedZone {
  const { rows, spanMs, group } = clues;
  const calendar = markets.own;
  const asShown = shareInSession(rows, UTC, calendar);
  const asExchange = shareInSession(rows, calendar.zone, calendar);
  const evidence =
    `read as UTC, ${percent(asShown)} of the volume is in regular hours; ` +
    `read as ${calendar.zone}, ${percent(asExchange)}`;
  const zone: Judged<string> = { value: UTC, certainty: 'certain', evidence: [says, evidence] };
  const isDoubtful = asExchange >= CONVINCING && asExchange - asShown >= MARGIN;
  if (!isDoubtful || (group !== undefined && group !== calendar.exchangeGroup)) return { zone };
  const toUtc = createZoneReader(calendar.zone);
  const there = toUtc && { ms: shown.ms.map((at) => toUtc(at)), volume: shown.volume };
  if (there === undefined || !isExact(fitMarket(there, spanMs, calendar))) return { zone };
  const fits = GROUPS_WITH_HOURS.some((each) => isExact(fitMarket(shown, spanMs, markets.calendar(each))));
  if (fits) return { zone };
  return {
    zone,
    question:
      `The file says that its times are UTC, yet ${percent(asExchange)} of the volume would be in regular hours ` +
      `if they were ${calendar.zone}: they may have been stamped wrongly. ` +
      `--zone UTC keeps them, --zone ${calendar.zone} reads them there.`,
  };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Part of the volume (of the rows, where there is none) that falls into regular hours, a minute to each side. */
function shareInSession(rows: ReadonlyBarColumns, zone: string, calendar: MarketCalendar): number {
  const toUtc = createZoneReader(zone);
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
