import { thinned } from '../thin.ts';

/** One line of a chart: values over instants, both in the order of time. */
export interface ChartLine {
  readonly name: string;
  readonly className: string;
  readonly points: readonly { readonly clock: number; readonly value: number }[];
}

const WIDTH = 960;
const MOST_POINTS = 1_200;
const LEFT = 64;
const RIGHT = 12;

interface Frame {
  readonly height: number;
  /** Fills the space between the first line and 0. */
  readonly filled?: boolean;
  readonly label: string;
  readonly print: (value: number) => string;
  readonly printClock: (clock: number) => string;
}

/** A chart as SVG. The time axis leaves nights out: points stand side by side as they come. */
export function lineChart(lines: readonly ChartLine[], frame: Frame): string {
  const drawn = lines.filter(({ points }) => points.length > 1);
  const clocks = [...new Set(drawn.flatMap(({ points }) => points.map(({ clock }) => clock)))].sort(
    (a, b) => a - b,
  );
  const values = drawn.flatMap(({ points }) => points.map(({ value }) => value));
  if (clocks.length < 2) return '<p class="empty">Too little to draw.</p>';
  const low = values.reduce((a, b) => Math.min(a, b), frame.filled === true ? 0 : Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), frame.filled === true ? 0 : Number.NEGATIVE_INFINITY);
  const span = high - low || Math.abs(high) || 1;
  const place = new Map(clocks.map((clock, index) => [clock, index]));
  const x = (clock: number): number =>
    LEFT + ((WIDTH - LEFT - RIGHT) * (place.get(clock) ?? 0)) / (clocks.length - 1);
  const y = (value: number): number => 8 + ((frame.height - 32) * (high - value)) / span;
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const value = low + span * part;
    return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(value))}" y2="${at(y(value))}"/><text x="${LEFT - 6}" y="${at(y(value) + 3)}" class="value">${frame.print(value)}</text>`;
  });
  const times = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const clock = clocks[Math.round(part * (clocks.length - 1))] ?? 0;
    const anchor = part === 0 ? 'start' : part === 1 ? 'end' : 'middle';
    return `<text x="${at(x(clock))}" y="${frame.height - 6}" text-anchor="${anchor}" class="clock">${frame.printClock(clock)}</text>`;
  });
  const paths = drawn.map((line) => pathOf(line, x, y, frame.filled === true));
  return `<svg viewBox="0 0 ${WIDTH} ${frame.height}" role="img" aria-label="${frame.label}">${grid.join('')}${times.join('')}${paths.join('')}</svg>`;
}

function pathOf(
  { className, points }: ChartLine,
  x: (clock: number) => number,
  y: (value: number) => number,
  filled: boolean,
): string {
  const some = thinned(points, ({ value }) => value, MOST_POINTS);
  const steps = some.map(({ clock, value }) => `${at(x(clock))} ${at(y(value))}`);
  const line = `<path class="${className}" d="M${steps.join('L')}"/>`;
  if (!filled) return line;
  const [first, last] = [some[0], some.at(-1)];
  const area = `M${at(x(first?.clock ?? 0))} ${at(y(0))}L${steps.join('L')}L${at(x(last?.clock ?? 0))} ${at(y(0))}Z`;
  return `<path class="${className} area" d="${area}"/>${line}`;
}

const at = (value: number): string => value.toFixed(1);
