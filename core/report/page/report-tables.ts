import {
  changeText,
  countText,
  gainText,
  heldText,
  moneyText,
  NO_FIGURE,
  percentText,
  priceText,
  ratioText,
} from '../../base/figure-text.ts';
import type { FigureGroup } from '../figures.ts';
import type { RunReport, TradeGroup, TradeRow } from '../run-report.ts';
import { escaped, gainCell, numberCell, sectionHtml, signClass, tableHtml, type HtmlCell } from './html.ts';
import type { PageClock } from './scale.ts';

/** `2025-11-25 10:00` as a cell that sorts by time. */
function timeCell(iso: string | null, clock: PageClock, absent: string): HtmlCell {
  if (iso === null) return { text: absent, value: null, className: 'muted' };
  const instant = clock.parse(iso);
  return { text: clock.print(instant), value: instant };
}

const GROUPS = [
  ['By side', 'by_direction'],
  ['By symbol', 'by_symbol'],
  ['By strategy', 'by_strategy'],
  ['By hour of entry', 'by_hour'],
  ['By source of the symbol', 'by_added_by'],
  ['By requirements met at entry', 'by_requirements'],
] as const;

/** Groups of trades; a group with one member says nothing that the totals do not, but for symbols and strategies. */
export function groupTables(report: RunReport): string {
  const tables = GROUPS.map(([title, key]) => {
    const always = key === 'by_symbol' || key === 'by_strategy';
    const groups = report[key];
    return sectionHtml(
      title,
      groups.length === 0 || (!always && groups.length < 2) ? '' : groupTable(groups),
    );
  });
  return tables.join('') === '' ? '' : `<div class="columns">${tables.join('')}</div>`;
}

const groupTable = (groups: readonly TradeGroup[]): string =>
  tableHtml(
    ['', 'Trades', 'Open', 'Won', 'Fees', 'Profit', 'Factor'],
    groups.map((group) => [
      group.name,
      numberCell(countText(group.trades), group.trades),
      numberCell(countText(group.open), group.open),
      numberCell(percentText(group.win_rate), group.win_rate),
      numberCell(moneyText(group.fees), group.fees),
      gainCell(gainText(group.profit), group.profit),
      numberCell(ratioText(group.profit_factor), group.profit_factor),
    ]),
    { sortable: true },
  );

const TRADE_HEADS = ['#', 'Symbol', 'By', 'Side', 'Entry', 'Exit', 'Ended by'] as const;
const TRADE_NUMBERS = ['Shares', 'In', 'Out', 'Profit', 'Return', 'Fees', 'MAE', 'MFE', 'Held'] as const;

/** The most trades that the page lists; a browser still sorts them at once. */
const MAX_TRADES = 3_000;

export function tradesTable({ trade_list: trades }: RunReport, clock: PageClock): string {
  if (trades.length === 0) return sectionHtml('Trades', '<p class="empty">There is no trade.</p>');
  const table = tableHtml(
    [...TRADE_HEADS, ...TRADE_NUMBERS],
    trades.slice(-MAX_TRADES).map((trade) => tradeCells(trade, clock)),
    { sortable: true, numbersFrom: TRADE_HEADS.length },
  );
  const earlier = trades.length - MAX_TRADES;
  const note =
    earlier <= 0 ? '' : `<p class="empty">${countText(earlier)} earlier ones are in the table trades.</p>`;
  return sectionHtml('Trades', `${note}<div class="wide">${table}</div>`, 'long');
}

function tradeCells(trade: TradeRow, clock: PageClock): readonly (HtmlCell | string)[] {
  const held = heldOf(trade, clock);
  const costs = trade.fees + trade.borrow_fees;
  return [
    { text: String(trade.id), value: trade.id },
    trade.symbol,
    trade.strategy,
    trade.direction,
    timeCell(trade.entry_bar, clock, NO_FIGURE),
    timeCell(trade.exit_bar, clock, 'open'),
    trade.exit_by === null ? '' : trade.exit_by === 'plain' ? 'order' : trade.exit_by.replace('_', ' '),
    numberCell(countText(trade.quantity), trade.quantity),
    numberCell(priceText(trade.entry_price), trade.entry_price),
    numberCell(priceText(trade.exit_price), trade.exit_price),
    gainCell(gainText(trade.profit), trade.profit),
    gainCell(changeText(trade.return), trade.return),
    numberCell(moneyText(costs), costs),
    numberCell(gainText(trade.mae), trade.mae),
    numberCell(gainText(trade.mfe), trade.mfe),
    numberCell(heldText(held), held),
  ];
}

/** Minutes from the open of the entry's bar to the open of the exit's. */
const heldOf = (trade: TradeRow, clock: PageClock): number | null =>
  trade.exit_bar === null ? null : (clock.parse(trade.exit_bar) - clock.parse(trade.entry_bar)) / 60_000;

export function drawdownTable({ drawdown_periods: periods }: RunReport, clock: PageClock): string {
  if (periods.length === 0) return '';
  return tableHtml(
    ['Peak', 'Lowest', 'Recovered', 'Drawdown', 'In money', 'Sessions'],
    periods.map((period) => [
      timeCell(period.from, clock, NO_FIGURE),
      timeCell(period.to, clock, NO_FIGURE),
      timeCell(period.recovered_at, clock, 'not yet'),
      numberCell(percentText(-period.drawdown), -period.drawdown, 'loss'),
      numberCell(moneyText(-period.money), -period.money),
      numberCell(countText(period.sessions), period.sessions),
    ]),
    { sortable: true, numbersFrom: 3 },
  );
}

export function refusedTable({ orders }: RunReport, clock: PageClock): string {
  if (orders.refused === 0) return '';
  const rows = orders.refused_list.map((order) => [
    { text: String(order.order), value: order.order },
    timeCell(order.clock, clock, NO_FIGURE),
    order.strategy,
    `${order.side} ${countText(order.quantity)} ${order.symbol} ${order.order_type.replace('_', '-')}`,
    order.rule,
    { text: order.reason, className: 'prose' },
  ]);
  const more = orders.refused - rows.length;
  const note = more === 0 ? '' : `<p class="empty">${countText(more)} more are in the table orders.</p>`;
  const heads = ['#', 'Time', 'By', 'Order', 'Rule', 'Reason'];
  const table = tableHtml(heads, rows, { sortable: true, numbersFrom: heads.length });
  return sectionHtml(
    `Refused orders: ${countText(orders.refused)}`,
    `<div class="wide">${table}</div>${note}`,
    'long',
  );
}

/** The setup of the run: strategies and their parameters, account, limits and costs. */
export function setupTables({ setup, account }: RunReport): string {
  const strategies = setup.strategies.map(({ name, role, parameters }) => [
    name,
    role,
    Object.entries(parameters)
      .map(([key, value]) => `${key} = ${valueText(value)}`)
      .join(', ') || 'defaults',
  ]);
  const strategyTable =
    strategies.length === 0
      ? '<p class="empty">No strategy: orders are the user\'s.</p>'
      : tableHtml(['Name', 'Role', 'Parameters'], strategies, { numbersFrom: 3, className: 'plain' });
  const rows = settings(setup.trading).map(([key, value]) => [key, { text: value, className: 'number' }]);
  const data = [
    ['Account', account.kind],
    ['Symbols at the start', setup.symbols.join(', ')],
    ['Intervals', setup.streams.join(', ')],
  ].map(([key = '', value = '']) => [key, { text: value, className: 'prose' }]);
  const half = Math.ceil(rows.length / 2);
  const tables = [rows.slice(0, half), rows.slice(half)].map((part) =>
    tableHtml(['Setting', 'Value'], part, { className: 'plain' }),
  );
  return `${strategyTable}${tableHtml(['', ''], data, { numbersFrom: 2, className: 'plain headless' })}<div class="columns">${tables.join('')}</div>`;
}

/** `costs.fee_per_order`, `1`: keys of nested objects joined by dots. */
function settings(value: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(value).flatMap(([key, each]: readonly [string, unknown]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const isNested = typeof each === 'object' && each !== null && !Array.isArray(each);
    return isNested ? settings(each, name) : [[name, valueText(each)] as const];
  });
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 8 });
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ');
  if (value === '') return 'none';
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Figures of one subject, name and value. */
export const figureTable = ({ title, figures }: FigureGroup): string =>
  `<table class="figures"><caption>${escaped(title)}</caption><tbody>${figures
    .map(
      ({ name, text, sign }) =>
        `<tr><th scope="row">${escaped(name)}</th><td class="${`number ${signClass(sign)}`.trim()}">${escaped(text)}</td></tr>`,
    )
    .join('')}</tbody></table>`;
