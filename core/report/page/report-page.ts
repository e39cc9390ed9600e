import { changeText, moneyText, NO_FIGURE, percentText, ratioText } from '../../base/figure-text.ts';
import { figureGroups, headlineFigures } from '../figures.ts';
import type { RunReport } from '../run-report.ts';
import { dailyBars, histogram, percentTick } from './bar-charts.ts';
import { HALF_WIDTH, WHOLE_WIDTH } from './chart-frame.ts';
import { escaped, sectionHtml, signClass } from './html.ts';
import { lineChart, type ChartLine, type ChartPoint } from './line-chart.ts';
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { periodTable } from './period-table.ts';
import { priceCharts } from './price-charts.ts';
import {
  drawdownTable,
  figureTable,
  groupTables,
  refusedTable,
  setupTables,
  tradesTable,
} from './report-tables.ts';
import { placesOf, timeScale, type PageClock, type TimeScale } from './scale.ts';

const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src '${PAGE_SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/** A report as one file: nothing is read from elsewhere, and no text of the run can run as code. */
export function reportPage(report: RunReport, clock: PageClock): string {
  const sessions = report.sessions.map(({ open, close }) => ({
    open: clock.parse(open),
    close: clock.parse(close),
  }));
  const time = timeScale(sessions, clock);
  const chart = { report, clock, time };
  const title = escaped(report.session);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Tapedeck">
<title>${title}: report</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<header><h1>${title}</h1><p>${subtitle(report, clock)}</p></header>
${cautions(report)}
${headline(report)}
${sectionHtml('Equity', equityChart(chart))}
${sectionHtml(`Return beside holding ${report.benchmark?.symbol ?? ''}`, returnChart(chart))}
${sectionHtml('Drawdown', drawdownChart(chart))}
${sectionHtml('Figures', `<div class="figure-tables">${figureGroups(report).map(figureTable).join('')}</div>`, 'long')}
${sectionHtml('Return by month, in percent', periodTable(report))}
${returnCharts(chart)}
${sectionHtml('Deepest drawdowns', drawdownTable(report, clock))}
${groupTables(report)}
${sectionHtml('Entries and exits', priceChartsHtml(chart), 'long')}
${tradesTable(report, clock)}
${refusedTable(report, clock)}
${sectionHtml('Setup', setupTables(report), 'long')}
${sectionHtml('Definitions', `<ul class="definitions">${report.conventions.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`, 'long')}
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

interface Chart {
  readonly report: RunReport;
  readonly clock: PageClock;
  readonly time: TimeScale;
}

function subtitle({ days, synthetic, setup, account }: RunReport, { zone }: PageClock): string {
  const span =
    days.length <= 1 ? (days[0] ?? 'no day') : `${days[0]} to ${days.at(-1)}, ${days.length} sessions`;
  const names = setup.strategies.map(({ name }) => name);
  const costs = account.fees + account.slippage + account.borrow_fees;
  const parts = [
    escaped(span),
    ...(names.length === 0 ? [] : [escaped(names.join(', '))]),
    ...(synthetic ? ['<strong>synthetic data</strong>'] : []),
    costs === 0 ? '<strong>no costs are counted</strong>' : `costs ${moneyText(costs)}`,
    `times: ${escaped(zone)}`,
  ];
  return parts.join(' · ');
}

const cautions = ({ cautions: list }: RunReport): string =>
  list.length === 0
    ? ''
    : `<ul class="cautions">${list.map(({ text }) => `<li>${escaped(text)}</li>`).join('')}</ul>`;

const headline = (report: RunReport): string =>
  `<dl class="headline">${headlineFigures(report)
    .map(
      ({ name, text, sign }) =>
        `<div><dt title="${escaped(name)}">${escaped(name)}</dt><dd class="${signClass(sign)}">${escaped(text)}</dd></div>`,
    )
    .join('')}</dl>`;

/** Equity alone, on a scale of its own: a benchmark that moves more would press it flat. */
function equityChart({ report, clock, time }: Chart): string {
  const points = report.equity.map((row) => ({ clock: clock.parse(row.clock), value: row.equity }));
  return lineChart([{ name: 'Equity', className: 'equity', points }], {
    width: WHOLE_WIDTH,
    height: 260,
    label: 'Equity over time',
    time,
    clock,
    print: (value, step) => moneyText(value).slice(0, placesOf(step) === 0 ? -3 : undefined),
    printFull: moneyText,
  });
}

/** Both returns from 0 on one scale. */
function returnChart({ report, clock, time }: Chart): string {
  const { benchmark, account, equity } = report;
  if (benchmark === null || account.starting_cash <= 0) return '';
  const own: readonly ChartPoint[] = equity.map((row) => ({
    clock: clock.parse(row.clock),
    value: row.equity / account.starting_cash - 1,
  }));
  const held = benchmark.curve.map((point) => ({ clock: clock.parse(point.clock), value: point.value - 1 }));
  const lines: readonly ChartLine[] = [
    { name: 'Account', className: 'equity', points: own },
    { name: `Holding ${benchmark.symbol}`, className: 'benchmark', points: held },
  ];
  return lineChart(lines, {
    width: WHOLE_WIDTH,
    height: 220,
    label: `Return of the account beside holding ${benchmark.symbol}`,
    time,
    clock,
    print: percentTick,
    printFull: changeText,
    from: 0,
  });
}

function drawdownChart({ report, clock, time }: Chart): string {
  let peak = Number.NEGATIVE_INFINITY;
  const points = report.equity.map((row) => {
    peak = Math.max(peak, row.equity);
    return { clock: clock.parse(row.clock), value: peak > 0 ? row.equity / peak - 1 : 0 };
  });
  if (points.every(({ value }) => value === 0)) return '<p class="empty">Equity never fell below a peak.</p>';
  return lineChart([{ name: 'Drawdown', className: 'drawdown', points }], {
    width: WHOLE_WIDTH,
    height: 150,
    label: 'Drawdown over time',
    time,
    clock,
    print: percentTick,
    printFull: percentText,
    filledFrom: 0,
  });
}

/** Daily returns, how they are spread, how trades are spread, and Sharpe over time. */
function returnCharts(chart: Chart): string {
  const { report, time } = chart;
  const returns = report.daily_returns.flatMap((day) => day.return ?? []);
  const ended = report.trade_list.flatMap((trade) => (trade.exit_at === null ? [] : (trade.return ?? [])));
  const charts = [
    sectionHtml('Daily returns', dailyBars(report.daily_returns, time)),
    sectionHtml('Spread of daily returns', histogram(returns, 'days')),
    sectionHtml('Spread of trade returns', histogram(ended, 'trades')),
    rollingSharpeChart(chart),
  ].join('');
  return charts === '' ? '' : `<div class="columns">${charts}</div>`;
}

function rollingSharpeChart({ report, clock, time }: Chart): string {
  const rolling = report.rolling_sharpe;
  if (rolling === null) return '';
  const closes = new Map(report.days.map((day, index) => [day, report.sessions[index]?.close]));
  const points = rolling.values.flatMap(({ day, sharpe }): readonly ChartPoint[] => {
    const close = closes.get(day);
    return sharpe === null || close === undefined ? [] : [{ clock: clock.parse(close), value: sharpe }];
  });
  const chart = lineChart([{ name: 'Sharpe', className: 'equity', points }], {
    width: HALF_WIDTH,
    height: 200,
    label: `Sharpe ratio of each ${rolling.window} sessions`,
    time,
    clock,
    print: (value, step) => value.toFixed(placesOf(step)),
    printFull: (value) => ratioText(value) || NO_FIGURE,
    from: 0,
  });
  return sectionHtml(`Sharpe ratio of ${rolling.window} sessions`, chart);
}

function priceChartsHtml({ report, clock, time }: Chart): string {
  const charts = priceCharts(report, time, clock);
  return charts === '' ? '' : `<div class="columns">${charts}</div>`;
}
