import { asEpochMs } from '../../core/base/epoch-ms.ts';
import type {
  BarComparison,
  BarDifference,
  BarField,
  DayComparison,
  Tolerance,
} from '../../core/data-manager/compare-bars.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { table } from './summary-table.ts';

export interface ComparisonReport extends BarComparison {
  readonly symbol: string;
  readonly interval: string;
  readonly left: string;
  readonly right: string;
  readonly tolerance: Tolerance;
}

const FIELDS: readonly BarField[] = ['open', 'high', 'low', 'close', 'volume'];
/** Most differences that a person is shown; a program gets all of them. */
const SHOWN = 20;

const total = (days: readonly DayComparison[], key: Exclude<keyof DayComparison, 'day'>): number =>
  days.reduce((sum, day) => sum + day[key], 0);

/** `t` is the bar's open in UTC epoch ms; `left` and `right` are [o, h, l, c, v], null where there is no bar. */
export function comparisonJson(report: ComparisonReport): string {
  const { symbol, interval, left, right, tolerance, days, fields, differences } = report;
  const document = {
    symbol,
    interval,
    left,
    right,
    tolerance,
    same: total(days, 'same'),
    differing: total(days, 'differing'),
    missing_left: total(days, 'missingLeft'),
    missing_right: total(days, 'missingRight'),
    fields: Object.fromEntries(
      FIELDS.map((name) => {
        const { bars, absolute, relative } = fields[name];
        return [name, { bars, max_absolute: absolute, max_relative: relative }];
      }),
    ),
    days: days.map(({ day, left: ofLeft, right: ofRight, same, differing, missingLeft, missingRight }) => ({
      day,
      left: ofLeft,
      right: ofRight,
      same,
      differing,
      missing_left: missingLeft,
      missing_right: missingRight,
    })),
    differences: differences.map((each) => ({
      t: each.openMs,
      kind: each.kind,
      fields: each.fields,
      left: each.left ?? null,
      right: each.right ?? null,
    })),
  };
  return `${JSON.stringify(document)}\n`;
}

export function comparisonText(report: ComparisonReport, calendar: MarketCalendar): string {
  const { days, fields, differences } = report;
  const heading = ['day', 'left', 'right', 'same', 'differing', 'only right', 'only left'];
  const rows = days.map((day) => [
    day.day,
    ...[day.left, day.right, day.same, day.differing, day.missingLeft, day.missingRight].map(figure),
  ]);
  const distances = FIELDS.filter((name) => fields[name].absolute > 0).map((name) => {
    const { bars, absolute, relative } = fields[name];
    return [name, figure(bars), String(rounded(absolute)), `${rounded(relative * 100)} %`];
  });
  const lines = [
    `${report.symbol} ${report.interval}`,
    `left:  ${report.left}`,
    `right: ${report.right}`,
    '',
    table([heading, ...rows], [1, 2, 3, 4, 5, 6]),
    ...(distances.length === 0
      ? []
      : ['', table([['field', 'bars', 'largest', 'of the larger'], ...distances], [1, 2, 3])]),
    '',
    ...differences.slice(0, SHOWN).map((each) => differenceText(each, calendar)),
    ...(differences.length > SHOWN
      ? [`and ${figure(differences.length - SHOWN)} more: --json has them all`]
      : []),
    differences.length === 0 ? 'No difference.' : `${figure(differences.length)} bars differ.`,
  ];
  return `${lines.join('\n')}\n`;
}

function differenceText(
  { openMs, kind, left, right, fields }: BarDifference,
  calendar: MarketCalendar,
): string {
  const at = asEpochMs(openMs);
  const when = `${calendar.civilDayOf(at)} ${calendar.wallClockOf(at)}`;
  if (kind === 'missing_left') return `${when}  only right: ${right?.join(' ')}`;
  if (kind === 'missing_right') return `${when}  only left: ${left?.join(' ')}`;
  const values = fields.map((name) => {
    const index = FIELDS.indexOf(name);
    return `${name} ${left?.[index]} and ${right?.[index]}`;
  });
  return `${when}  ${values.join(', ')}`;
}

const figure = (value: number): string => value.toLocaleString('en-US');

const rounded = (value: number): number => Number(value.toPrecision(4));
