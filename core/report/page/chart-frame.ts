import { escaped } from './html.ts';
import type { TimeScale, ValueScale } from './scale.ts';

/** Widths of charts in their own units: over the whole page, and over half of it with text as large. */
export const WHOLE_WIDTH = 960;
export const HALF_WIDTH = 520;
const LEFT = 78;
const RIGHT = 14;
const TOP = 10;
const BOTTOM = 24;
/** Room that the text of a time takes. */
const TICK_WIDTH = 95;

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** Where values and times lie in a chart. */
export interface ChartArea extends ChartSize {
  readonly x: (position: number) => number;
  readonly y: (value: number) => number;
}

/** `length` is of the axis of `x`: sessions, or bars. */
export function chartArea(
  { width, height }: ChartSize,
  length: number,
  { low, high }: ValueScale,
): ChartArea {
  return {
    width,
    height,
    x: (position) => LEFT + ((width - LEFT - RIGHT) * position) / length,
    y: (value) => TOP + ((height - TOP - BOTTOM) * (high - value)) / (high - low || 1),
  };
}

/** Horizontal lines with their values. The line of 0 is stronger where others lie on both sides. */
export function valueAxis(area: ChartArea, { ticks }: ValueScale, print: (value: number) => string): string {
  return ticks
    .map((value) => {
      const y = at(area.y(value));
      const isZero = value === 0 && ticks.length > 1;
      const line = `<line class="${isZero ? 'zero' : 'grid'}" x1="${LEFT}" x2="${area.width - RIGHT}" y1="${y}" y2="${y}"/>`;
      return `${line}<text class="value" x="${LEFT - 8}" y="${at(area.y(value) + 4)}">${escaped(print(value))}</text>`;
    })
    .join('');
}

/** Marks below the chart where days, months or hours begin. */
export function timeAxis(area: ChartArea, { ticks }: Pick<TimeScale, 'ticks'>): string {
  const bottom = area.height - BOTTOM;
  return ticks(Math.floor(area.width / TICK_WIDTH))
    .map(({ at: position, text }) => {
      const x = area.x(position);
      const anchor = x > area.width - 40 ? 'end' : x < LEFT + 10 ? 'start' : 'middle';
      return `<line class="mark" x1="${at(x)}" x2="${at(x)}" y1="${bottom}" y2="${bottom + 4}"/><text class="clock" text-anchor="${anchor}" x="${at(x)}" y="${area.height - 6}">${escaped(text)}</text>`;
    })
    .join('');
}

interface SvgOptions extends ChartSize {
  readonly label: string;
  /** The values to show under the pointer, as JSON. */
  readonly hover?: object;
}

export function svgHtml(content: string, { width, height, label, hover }: SvgOptions): string {
  const data = hover === undefined ? '' : ` data-hover="${escaped(JSON.stringify(hover))}"`;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}"${data}>${content}</svg>`;
}

/** A coordinate with one place: finer than a screen's pixel. */
export const at = (value: number): string => value.toFixed(1);
