import { thinned } from '../thin.ts';
import {
  at,
  chartArea,
  svgHtml,
  timeAxis,
  valueAxis,
  type ChartArea,
  type ChartSize,
} from './chart-frame.ts';
import { escaped } from './html.ts';
import { valueScale, type PageClock, type TimeScale } from './scale.ts';

/** A value at an instant, UTC epoch ms. */
export interface ChartPoint {
  readonly clock: number;
  readonly value: number;
}

/** One line of a chart: values in the order of time. */
export interface ChartLine {
  readonly name: string;
  readonly className: string;
  readonly points: readonly ChartPoint[];
}

interface LineChartOptions extends ChartSize {
  readonly label: string;
  readonly time: TimeScale;
  readonly clock: PageClock;
  /** Values on the axis. */
  readonly print: (value: number, step: number) => string;
  /** Values under the pointer and in the legend, with all digits. */
  readonly printFull: (value: number) => string;
  /** The chart holds this value, and the area between it and the first line is filled. */
  readonly filledFrom?: number;
  /** The chart holds this value. */
  readonly from?: number;
}

const MAX_POINTS = 1_000;

/** Lines over the sessions of a run, with a legend that names each and its last value. */
export function lineChart(lines: readonly ChartLine[], options: LineChartOptions): string {
  const drawn = lines
    .filter(({ points }) => points.length > 1)
    .map((line) => ({ ...line, points: thinned(line.points, ({ value }) => value, MAX_POINTS) }));
  if (drawn.length === 0) return '<p class="empty">There is too little to draw.</p>';
  const { width, height, label, time, clock, print, printFull, filledFrom } = options;
  const values = drawn.flatMap(({ points }) => points.map(({ value }) => value));
  const scale = valueScale(values, filledFrom ?? options.from);
  const area = chartArea({ width, height }, time.length, scale);
  const paths = drawn.map((line) => linePath(line, area, time, filledFrom));
  const axes = `${valueAxis(area, scale, (value) => print(value, scale.step))}${timeAxis(area, time)}`;
  const hover = {
    lines: drawn.map(({ name, points }) => ({
      name,
      points: points.map((point) => [
        Number(at(area.x(time.position(point.clock)))),
        Number(at(area.y(point.value))),
        clock.print(point.clock),
        printFull(point.value),
      ]),
    })),
  };
  const svg = svgHtml(`${axes}${paths.join('')}`, { width, height, label, hover });
  return `<figure>${svg}${drawn.length === 1 ? '' : legendHtml(drawn, printFull)}</figure>`;
}

const legendHtml = (lines: readonly ChartLine[], print: (value: number) => string): string =>
  `<figcaption>${lines
    .map(
      ({ name, className, points }) =>
        `<span class="key ${className}">${escaped(name)} <b>${escaped(print(points.at(-1)?.value ?? 0))}</b></span>`,
    )
    .join('')}</figcaption>`;

function linePath(
  { className, points }: ChartLine,
  area: ChartArea,
  time: TimeScale,
  filledFrom: number | undefined,
): string {
  const steps = points.map(({ clock, value }) => `${at(area.x(time.position(clock)))} ${at(area.y(value))}`);
  const line = `<path class="line ${className}" d="M${steps.join('L')}"/>`;
  if (filledFrom === undefined) return line;
  const [first, last] = [points[0] as ChartPoint, points.at(-1) as ChartPoint];
  const base = at(area.y(filledFrom));
  const ends = [last, first].map(({ clock }) => `${at(area.x(time.position(clock)))} ${base}`);
  return `<path class="area ${className}" d="M${steps.join('L')}L${ends.join('L')}Z"/>${line}`;
}
