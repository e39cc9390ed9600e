import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../base/epoch-ms.ts';
import type { ExchangeGroup } from '../../../model/exchange-groups.ts';
import type { ReadonlyBarColumns } from '../../../model/bar-columns.ts';
import type { MarketCalendar } from '../../../time-manager/market-calendar.ts';
import type { ImportPlan, Judged, SampledTable } from '../proposal.ts';
import { UTC } from './zone-reader.ts';

/** How to read the days of daily bars that are stamped with a time. */
export interface JudgedDays {
  readonly zone: Judged<string>;
  readonly plan: ImportPlan;
  readonly question?: string;
}

export interface DayClues {
  /** The user's word. */
  readonly zone: string | undefined;
  readonly group: ExchangeGroup | undefined;
  readonly calendar: MarketCalendar;
}

/**
 * The days of daily bars with a time of day. The date that a person reads in the file is the day, for any time and
 * offset beside it: 2024-10-21T00:00+01:00 is the 21st, although it still is the 20th in UTC. Stamps that show no date
 * (numbers since 1970, instants in UTC) at another time than midnight are days of a zone: New York's midnights and the
 * hours of its sessions fall on the same date in UTC; others are a question. Undefined where rows show no time.
 */
export function judgeDays(table: SampledTable, { zone, group }: DayClues): JudgedDays | undefined {
  if (zone !== undefined && table.meaning.kind === 'instant') return inZone(table, zone, 'you said so');
  const days = table.daysShown?.();
  if (days !== undefined) {
    const plan = takingDates(table.plan);
    const evidence = 'the date that each row shows is its day';
    const offset = isUtcText(table, days.rows);
    const isDoubtful = group !== 'CRYPTO' && onWrongDays(days.rows) && zone === undefined;
    const judged: Judged<string> = {
      value: UTC,
      certainty: isDoubtful ? 'assumed' : 'certain',
      evidence: [evidence],
    };
    days.rows.openMs.forEach((ms, row) => (table.sample.rows.openMs[row] = ms));
    if (!isDoubtful) return { zone: judged, plan };
    return { zone: judged, plan, question: dayQuestion(offset ? 'in UTC' : 'as written') };
  }
  if (table.meaning.kind !== 'instant') return undefined;
  const { rows } = table.sample;
  const shown: Judged<string> = {
    value: UTC,
    certainty: 'certain',
    evidence: ['the date in UTC is the day'],
  };
  if (areMidnights(rows)) return { zone: shown, plan: table.plan };
  const isAmerican = hoursOf(rows).every((hour) => hour >= 4 && hour <= 21);
  if (isAmerican && (group === 'CRYPTO' || !onWrongDays(rows))) return { zone: shown, plan: table.plan };
  return { zone: { ...shown, certainty: 'assumed' }, plan: table.plan, question: dayQuestion('in UTC') };
}

const dayQuestion = (how: string): string =>
  `Read ${how}, the daily bars fall on Sundays and not on Fridays, or on hours that belong to the next day elsewhere: they are stamped in the zone of an exchange. ` +
  'Say in which their dates are read: --zone Asia/Tokyo, --zone Europe/London, or --zone UTC for the dates in the file.';

/** The plan with each row's own date as its day. */
const takingDates = (plan: ImportPlan): ImportPlan =>
  plan.kind === 'lines'
    ? { ...plan, lines: { ...plan.lines, takesDate: true } }
    : { ...plan, parquet: { ...plan.parquet, takesDate: true } };

/** Instants whose date is read in a zone. */
function inZone(table: SampledTable, zone: string, by: string): JudgedDays {
  const { plan } = table;
  const read: ImportPlan =
    plan.kind === 'lines'
      ? { ...plan, lines: { ...plan.lines, dateZone: zone } }
      : { ...plan, parquet: { ...plan.parquet, dateZone: zone } };
  return { zone: { value: zone, certainty: 'told', evidence: [by, 'dates are read there'] }, plan: read };
}

/** True where the text shows the clock of UTC: the instants and the dates agree. */
function isUtcText({ sample, meaning }: SampledTable, days: ReadonlyBarColumns): boolean {
  if (meaning.kind !== 'instant' || days.length !== sample.rows.length) return false;
  for (let row = 0; row < days.length; row++) {
    const ms = sample.rows.openMs[row] as number;
    if (Math.floor(ms / DAY_MS) * DAY_MS !== days.openMs[row]) return false;
  }
  return true;
}

function areMidnights({ openMs, length }: ReadonlyBarColumns): boolean {
  for (let row = 0; row < length; row++) if ((openMs[row] as number) % DAY_MS >= MINUTE_MS) return false;
  return true;
}

function hoursOf({ openMs, length }: ReadonlyBarColumns): readonly number[] {
  return Array.from({ length }, (_, row) => Math.floor(((openMs[row] as number) % DAY_MS) / HOUR_MS));
}

/** Days of a market that trades from Monday to Friday: Sundays without Fridays, or Saturdays without Mondays. */
function onWrongDays({ openMs, length }: ReadonlyBarColumns): boolean {
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (let row = 0; row < length; row++) {
    const weekday = (((Math.floor((openMs[row] as number) / DAY_MS) + 4) % 7) + 7) % 7;
    counts[weekday] = (counts[weekday] ?? 0) + 1;
  }
  const [sunday = 0, monday = 0, , , , friday = 0, saturday = 0] = counts;
  return (sunday > 0 && friday === 0) || (saturday > 0 && monday === 0 && sunday === 0);
}
