import { changeText, NO_FIGURE } from '../../base/figure-text.ts';
import type { PeriodReturn, RunReport } from '../run-report.ts';
import { tableHtml, type HtmlCell } from './html.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A return at which a cell has its full colour, as part of the largest one. */
const MIN_FULL = 0.02;

/** Years by months, coloured by return, with the year's own and the benchmark's. */
export function periodTable({
  monthly_returns: months,
  yearly_returns: years,
  benchmark,
}: RunReport): string {
  if (months.length < 2) return '';
  const byMonth = new Map(months.map((month) => [month.period, month]));
  const most = months.reduce((full, month) => Math.max(full, Math.abs(month.return ?? 0)), MIN_FULL);
  const rows = years.map((year) => [
    year.period,
    ...MONTHS.map((_, index) => {
      const month = byMonth.get(`${year.period}-${String(index + 1).padStart(2, '0')}`);
      return month === undefined ? '' : returnCell(month, most);
    }),
    { ...returnCell(year, Number.POSITIVE_INFINITY), className: 'number total' },
    ...(benchmark === null ? [] : [benchmarkCell(year)]),
  ]);
  const heads = ['', ...MONTHS, 'Year', ...(benchmark === null ? [] : [benchmark.symbol])];
  return tableHtml(heads, rows, { className: 'months' });
}

function returnCell(period: PeriodReturn, most: number): HtmlCell {
  const part = period.return;
  if (part === null) return { text: NO_FIGURE, className: 'number' };
  const strength = Math.round((Math.min(1, Math.abs(part) / most) * 0.5 + 0.06) * 100);
  const colour = `color-mix(in srgb, var(--${part < 0 ? 'loss' : 'gain'}) ${strength}%, transparent)`;
  const plain = part === 0 || most === Number.POSITIVE_INFINITY;
  return {
    text: changeText(part).replace(' %', ''),
    className: 'number',
    ...(plain ? {} : { style: `background:${colour}` }),
  };
}

const benchmarkCell = ({ benchmark_return: part }: PeriodReturn): HtmlCell => ({
  text: part === null ? NO_FIGURE : changeText(part).replace(' %', ''),
  className: 'number muted',
});
