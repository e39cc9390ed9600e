import { priceText } from '../figure-text.ts';
import { headlineFigures } from '../figures.ts';
import type { RunReport, TradeGroup, TradeRow } from '../run-report.ts';
import { lineChart } from './line-chart.ts';

/** The page's own style, light or dark as the reader's system is. */
const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--panel:#f5f6f8;--line:#dcdfe4;--text:#1a1d21;--muted:#616872;--accent:#1f6feb;--gain:#0a7a3d;--loss:#c02a2a}
@media (prefers-color-scheme:dark){:root{--ground:#101317;--panel:#171b21;--line:#2a3038;--text:#e4e7eb;--muted:#98a1ac;--accent:#5aa2ff;--gain:#43c778;--loss:#ff6b6b}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.45 system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;padding:24px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:15px;margin:28px 0 8px}header p,.empty,.legend{color:var(--muted);margin:0}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(170px,1fr));gap:8px;margin:20px 0 0}
.figures div{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:8px 12px}
dt{color:var(--muted);font-size:12px}dd{margin:2px 0 0;font-size:16px}
.gain{color:var(--gain)}.loss{color:var(--loss)}
svg{display:block;width:100%;height:auto;background:var(--panel);border:1px solid var(--line);border-radius:6px}
svg text{fill:var(--muted);font-size:11px}svg .value{text-anchor:end}svg .grid{stroke:var(--line)}
svg path{fill:none;stroke-width:1.5}svg .equity{stroke:var(--accent)}svg .benchmark{stroke:var(--muted);stroke-dasharray:4 3}
svg .drawdown{stroke:var(--loss)}svg .area{stroke:none;fill:var(--loss);opacity:.18}
.legend span{margin-right:16px}.legend .equity::before{content:"— ";color:var(--accent)}.legend .benchmark::before{content:"- - "}
.groups{display:grid;grid-template-columns:repeat(auto-fill,minmax(480px,1fr));gap:0 24px}
table{border-collapse:collapse;width:100%}th,td{padding:4px 8px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th{color:var(--muted);font-weight:500;font-size:12px}th:first-child,td:first-child{text-align:left}.wide{overflow-x:auto}
@media (max-width:640px){main{padding:12px}.groups{grid-template-columns:1fr}}
@media print{main{max-width:none}svg{break-inside:avoid}}
`;

/** What the page needs of the host: instants in exchange time. */
export interface PageClock {
  /** Milliseconds of an ISO instant. */
  parse(iso: string): number;
  /** `2025-07-02 10:00`, exchange time. */
  print(instant: number): string;
  readonly zone: string;
}

/** A report as one page that needs nothing else: no script, no font, no picture from elsewhere. */
export function reportPage(report: RunReport, clock: PageClock): string {
  const title = escaped(report.session);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}: report</title>
<style>${PAGE_STYLE}</style>
<main>
<header><h1>${title}</h1><p>${daysText(report)}${report.synthetic ? ' · <strong>synthetic data</strong>' : ''} · ${costsText(report)} · times: ${clock.zone}</p></header>
${report.cautions.map(({ text }) => `<p>${escaped(text)}</p>`).join('')}
${figures(report)}
<section><h2>Equity</h2>${equityChart(report, clock)}</section>
<section><h2>Drawdown</h2>${drawdownChart(report, clock)}</section>
${groupTables(report)}
${tradesTable(report.trade_list, clock)}
${refusedTable(report)}
<section><h2>How it is reckoned</h2><ul>${report.conventions.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul></section>
</main>
</html>
`;
}

const daysText = ({ days }: RunReport): string =>
  days.length <= 1 ? (days[0] ?? 'no day') : `${days.length} days, ${days[0]} to ${days.at(-1)}`;

function costsText({ account }: RunReport): string {
  const { fees, slippage, borrow_fees: borrowed } = account;
  if (fees === 0 && slippage === 0 && borrowed === 0) return '<strong>no costs were reckoned</strong>';
  return `fees ${money(fees)}, slippage ${money(slippage)}${borrowed === 0 ? '' : `, borrowing ${money(borrowed)}`}`;
}

function figures(report: RunReport): string {
  const items = headlineFigures(report).map(
    ({ name, text, sign: of = 0 }) =>
      `<div><dt>${escaped(name)}</dt><dd class="${sign(of)}">${escaped(text)}</dd></div>`,
  );
  return `<dl class="figures">${items.join('')}</dl>`;
}

function equityChart(report: RunReport, clock: PageClock): string {
  const equity = report.equity.map((row) => ({ clock: clock.parse(row.clock), value: row.equity }));
  const start = report.account.starting_cash;
  const held = (report.benchmark?.curve ?? []).map((point) => ({
    clock: clock.parse(point.clock),
    value: point.value * start,
  }));
  const lines = [
    { name: 'Equity', className: 'equity', points: equity },
    { name: `Holding ${report.benchmark?.symbol ?? ''}`, className: 'benchmark', points: held },
  ];
  const chart = lineChart(lines, {
    height: 300,
    label: 'Equity over time, with the benchmark',
    print: (value) => money(value).replace(/\.\d+$/, ''),
    printClock: (instant) => clock.print(instant),
  });
  const legend = lines.filter(({ points }) => points.length > 1);
  return `${chart}<p class="legend">${legend.map(({ name, className }) => `<span class="${className}">${escaped(name)}</span>`).join('')}</p>`;
}

function drawdownChart({ equity }: RunReport, clock: PageClock): string {
  let peak = Number.NEGATIVE_INFINITY;
  const points = equity.map((row) => {
    peak = Math.max(peak, row.equity);
    return { clock: clock.parse(row.clock), value: peak > 0 ? row.equity / peak - 1 : 0 };
  });
  return lineChart([{ name: 'Drawdown', className: 'drawdown', points }], {
    height: 160,
    filled: true,
    label: 'Drawdown over time',
    print: percent,
    printClock: (instant) => clock.print(instant),
  });
}

const GROUPS = [
  ['By symbol', 'by_symbol'],
  ['By strategy', 'by_strategy'],
  ['By hour of entry', 'by_hour'],
  ['By who added the symbol', 'by_added_by'],
  ['By requirements met at entry', 'by_requirements'],
] as const;

function groupTables(report: RunReport): string {
  const tables = GROUPS.map(
    ([title, key]) => `<section><h2>${title}</h2>${groupTable(report[key])}</section>`,
  );
  return `<div class="groups">${tables.join('')}</div>`;
}

function groupTable(groups: readonly TradeGroup[]): string {
  if (groups.length === 0) return '<p class="empty">No trades.</p>';
  return tableOf(
    ['', 'Trades', 'Won', 'Fees', 'Profit', 'Factor'],
    groups.map((group) => [
      cell(group.name),
      cell(String(group.trades)),
      cell(group.win_rate === null ? '–' : percent(group.win_rate)),
      cell(money(group.fees)),
      cell(money(group.profit), sign(group.profit)),
      cell(ratio(group.profit_factor)),
    ]),
  );
}

function tradesTable(trades: readonly TradeRow[], clock: PageClock): string {
  const rows = trades.map((trade) => [
    cell(String(trade.id)),
    cell(trade.symbol),
    cell(trade.strategy),
    cell(trade.direction),
    cell(String(trade.quantity)),
    cell(clock.print(clock.parse(trade.entry_bar))),
    cell(price(trade.entry_price)),
    cell(trade.exit_bar === null ? 'open' : clock.print(clock.parse(trade.exit_bar))),
    cell(trade.exit_price === null ? '–' : price(trade.exit_price)),
    cell(money(trade.profit), sign(trade.profit)),
    cell(percent(trade.return), sign(trade.profit)),
    cell(money(trade.mae)),
    cell(money(trade.mfe)),
    cell(String(trade.bars)),
    cell(trade.metadata?.added_by ?? '–'),
  ]);
  const heads = [
    '#',
    'Symbol',
    'Strategy',
    'Side',
    'Shares',
    'Entry',
    'At',
    'Exit',
    'At',
    'Profit',
    'Return',
    'MAE',
    'MFE',
    'Bars',
    'Added by',
  ];
  const table = rows.length === 0 ? '<p class="empty">No trades.</p>' : tableOf(heads, rows);
  return `<section><h2>Trades</h2><div class="wide">${table}</div></section>`;
}

function refusedTable({ orders }: RunReport): string {
  if (orders.refused === 0) return '';
  const rows = orders.refused_list.map((order) => [
    cell(String(order.order)),
    cell(`${order.side} ${order.quantity} ${order.symbol}`),
    cell(order.reason),
  ]);
  return `<section><h2>Refused orders</h2>${tableOf(['#', 'Order', 'Reason'], rows)}</section>`;
}

const cell = (text: string, className = ''): string =>
  `<td${className === '' ? '' : ` class="${className}"`}>${escaped(text)}</td>`;

const tableOf = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.join('')}</tr>`)
    .join('')}</tbody></table>`;

/** `-1,234.50`: two places, or as many as it has up to four. */
function money(amount: number): string {
  const [whole = '', places = ''] = Math.abs(amount).toFixed(4).split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  const text = `${grouped}.${places.endsWith('00') ? places.slice(0, 2) : places}`;
  return amount < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

const price = priceText;
const percent = (part: number | null): string => (part === null ? '–' : `${(part * 100).toFixed(2)} %`);
const ratio = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
const sign = (value: number | null): string =>
  value === null ? '' : value > 0 ? 'gain' : value < 0 ? 'loss' : '';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (each) => ESCAPES[each] ?? each);
