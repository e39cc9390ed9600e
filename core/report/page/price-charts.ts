import { gainText, priceText } from '../../base/figure-text.ts';
import type { PriceCurve, RunReport, TradeRow } from '../run-report.ts';
import { at, chartArea, HALF_WIDTH, svgHtml, timeAxis, valueAxis, type ChartArea } from './chart-frame.ts';
import { escaped, signClass } from './html.ts';
import { placesOf, valueScale, type PageClock, type TimeScale } from './scale.ts';

const SIZE = { width: HALF_WIDTH, height: 240 };
/** Trades that one chart shows; more are a blur. */
const MAX_TRADES = 300;

/** A chart per symbol: its price, and where its trades began and ended. */
export function priceCharts(
  { prices, trade_list: trades }: RunReport,
  time: TimeScale,
  clock: PageClock,
): string {
  return prices
    .filter(({ points }) => points.length > 1)
    .map((curve) => {
      const own = trades.filter(({ symbol }) => symbol === curve.symbol);
      return priceChart(curve, own, time, clock);
    })
    .join('');
}

function priceChart(
  { symbol, points }: PriceCurve,
  trades: readonly TradeRow[],
  time: TimeScale,
  clock: PageClock,
): string {
  const shown = trades.slice(-MAX_TRADES);
  const marked = shown.flatMap((trade) => [
    trade.entry_price,
    ...(trade.exit_price === null ? [] : [trade.exit_price]),
  ]);
  const scale = valueScale([...points.map(({ price }) => price), ...marked]);
  const area = chartArea(SIZE, time.length, scale);
  const x = (iso: string): number => area.x(time.position(clock.parse(iso)));
  const line = points.map((point) => `${at(x(point.clock))} ${at(area.y(point.price))}`).join('L');
  const axes = `${valueAxis(area, scale, (value) => value.toFixed(placesOf(scale.step)))}${timeAxis(area, time)}`;
  const lastX = area.x(time.length);
  const marks = shown.map((trade) => tradeMarks(trade, { x, area, lastX, clock })).join('');
  const label = `Price of ${symbol} with ${trades.length} trades`;
  const content = `${axes}<path class="line price" d="M${line}"/>${marks}`;
  const count =
    shown.length < trades.length
      ? `the last ${shown.length} of ${trades.length} trades`
      : `${trades.length} ${trades.length === 1 ? 'trade' : 'trades'}`;
  const sum = trades.reduce((total, { profit }) => total + profit, 0);
  return `<figure><h3>${escaped(symbol)} <small>${count}, <span class="${signClass(sum)}">${gainText(sum)}</span></small></h3>${svgHtml(content, { ...SIZE, label })}</figure>`;
}

interface Place {
  readonly x: (iso: string) => number;
  readonly area: ChartArea;
  readonly lastX: number;
  readonly clock: PageClock;
}

/** A triangle where a trade begins, up for long and down for short; a ring where it ends; a line between them. */
function tradeMarks(trade: TradeRow, { x, area, lastX, clock }: Place): string {
  const [entryX, entryY] = [x(trade.entry_bar), area.y(trade.entry_price)];
  const ends = trade.exit_bar !== null && trade.exit_price !== null;
  const exitX = ends ? x(trade.exit_bar ?? '') : lastX;
  const exitY = ends ? area.y(trade.exit_price ?? 0) : entryY;
  const look = signClass(trade.profit);
  const print = (iso: string): string => clock.print(clock.parse(iso));
  const entry = `${trade.direction} ${trade.quantity} at ${priceText(trade.entry_price)}, ${print(trade.entry_bar)}`;
  const exit = ends ? `out at ${priceText(trade.exit_price)}, ${print(trade.exit_bar ?? '')}` : 'open';
  const title = `<title>${escaped(`#${trade.id} ${trade.strategy}: ${entry}; ${exit}; ${gainText(trade.profit)}`)}</title>`;
  const up = trade.direction === 'long';
  const tip = up ? 5 : -5;
  const triangle = `M${at(entryX)} ${at(entryY - tip)}l4.5 ${up ? 9 : -9}h-9Z`;
  return `<g class="trade ${look}"><line class="${ends ? 'way' : 'way open'}" x1="${at(entryX)}" y1="${at(entryY)}" x2="${at(exitX)}" y2="${at(exitY)}"/><path class="entry" d="${triangle}"/>${ends ? `<circle class="exit" cx="${at(exitX)}" cy="${at(exitY)}" r="3.5"/>` : ''}${title}</g>`;
}
