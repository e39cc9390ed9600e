import type { LegendValues } from '../../chart/live-chart.ts';
import { formatCompact, formatPrice } from '../../format/number.ts';

/** Writes the figures of a bar; called up to once a frame, so it touches the one element and no component. */
export function writeLegend(element: HTMLElement | null, values: LegendValues | null): void {
  if (element === null) return;
  if (values === null) {
    element.replaceChildren();
    return;
  }
  const { open, high, low, close, volume, forming } = values;
  element.dataset['direction'] = close >= open ? 'up' : 'down';
  const figures: readonly (readonly [string, string])[] = [
    ['O', formatPrice(open)],
    ['H', formatPrice(high)],
    ['L', formatPrice(low)],
    ['C', formatPrice(close)],
  ];
  const parts: HTMLElement[] = figures.map(([name, text]) => figure(name, text));
  const traded = figure('V', formatCompact(volume));
  traded.dataset['neutral'] = '';
  parts.push(traded);
  if (forming) {
    const note = document.createElement('em');
    note.textContent = 'forming';
    note.dataset['forming'] = '';
    parts.push(note);
  }
  element.replaceChildren(...parts);
}

function figure(name: string, text: string): HTMLElement {
  const part = document.createElement('span');
  const caption = document.createElement('b');
  caption.textContent = name;
  part.append(caption, text);
  return part;
}
