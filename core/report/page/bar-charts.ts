import { changeText, countText } from '../../base/figure-text.ts';
import type { DailyReturn } from '../run-report.ts';
import { at, chartArea, HALF_WIDTH, svgHtml, timeAxis, valueAxis } from './chart-frame.ts';
import { escaped, signClass } from './html.ts';
import { placesOf, tidyStep, valueScale, WHOLE_STEPS, type TimeScale } from './scale.ts';

const SIZE = { width: HALF_WIDTH, height: 200 };
const MAX_BINS = 30;
const MIN_RETURNS = 5;

/** `-0.5 %` on an axis with so wide steps. */
export const percentTick = (part: number, step: number): string =>
  `${(part * 100).toFixed(placesOf(step * 100))} %`;

/** A bar per day, up or down from 0. */
export function dailyBars(days: readonly DailyReturn[], time: TimeScale): string {
  const known = days.filter((day) => day.return !== null);
  if (known.length < 2) return '';
  const scale = valueScale(
    known.map((day) => day.return as number),
    0,
  );
  const area = chartArea(SIZE, days.length, scale);
  const gap = days.length > 120 ? 0 : 0.15;
  const bars = days.map((day, index) => {
    if (day.return === null) return '';
    const [left, right] = [area.x(index + gap), area.x(index + 1 - gap)];
    const [top, bottom] = [area.y(Math.max(day.return, 0)), area.y(Math.min(day.return, 0))];
    return rect({ left, right, top, bottom }, signClass(day.return), `${day.day}: ${changeText(day.return)}`);
  });
  const axes = valueAxis(area, scale, (value) => percentTick(value, scale.step));
  const label = 'Return of each day';
  return `<figure>${svgHtml(`${axes}${timeAxis(area, time)}${bars.join('')}`, { ...SIZE, label })}</figure>`;
}

/** How often returns of each size came; steps are tidy and one begins at 0. */
export function histogram(returns: readonly number[], noun: string): string {
  if (returns.length < MIN_RETURNS) return '';
  const [low, high] = [returns.reduce((a, b) => Math.min(a, b)), returns.reduce((a, b) => Math.max(a, b))];
  if (high - low < 1e-12) return '';
  const step = tidyStep(high - low, MAX_BINS);
  const first = Math.floor(low / step + 1e-9);
  const counts = Array.from<number>({ length: Math.floor(high / step + 1e-9) - first + 1 }).fill(0);
  for (const each of returns) {
    const bin = Math.floor(each / step + 1e-9) - first;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const scale = valueScale(counts, 0, WHOLE_STEPS);
  const area = chartArea(SIZE, counts.length, scale);
  const bars = counts.map((count, bin) => {
    const from = (first + bin) * step;
    const text = `${percentTick(from, step)} to ${percentTick(from + step, step)}: ${countText(count)} ${noun}`;
    const box = {
      left: area.x(bin + 0.05),
      right: area.x(bin + 0.95),
      top: area.y(count),
      bottom: area.y(0),
    };
    return count === 0 ? '' : rect(box, from < -step / 2 ? 'loss' : 'gain', text);
  });
  const every = Math.ceil(counts.length / 6);
  const ticks = Array.from({ length: counts.length + 1 }, (_, index) => index)
    .filter((index) => (first + index) % every === 0)
    .map((index) => ({ at: index, text: percentTick((first + index) * step + 0, step) }));
  const axes = `${valueAxis(area, scale, countText)}${timeAxis(area, { ticks: () => ticks })}`;
  const label = `How often returns of each size came, of ${returns.length} ${noun}`;
  return `<figure>${svgHtml(`${axes}${bars.join('')}`, { ...SIZE, label })}</figure>`;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const rect = ({ left, right, top, bottom }: Box, className: string, title: string): string =>
  `<rect class="bar ${className}" x="${at(left)}" y="${at(top)}" width="${at(Math.max(0.6, right - left))}" height="${at(Math.max(0.6, bottom - top))}"><title>${escaped(title)}</title></rect>`;
