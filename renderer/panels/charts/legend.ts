import type { LegendValues } from '../../chart/live-chart.ts';
import { formatCompact, formatPrice, type Ticks } from '../../format/number.ts';

const NAMES = ['O', 'H', 'L', 'C', 'V'] as const;

/** Writes the figures of a bar. Called up to once a frame, so it changes texts in place and touches no component. */
export function writeLegend(element: HTMLElement | null, values: LegendValues | null, ticks?: Ticks): void {
  if (element === null) return;
  if (values === null) {
    element.replaceChildren();
    return;
  }
  if (element.children.length === 0) element.append(...NAMES.map(emptyFigure), emptyNote());
  const { open, high, low, close, volume, forming } = values;
  const direction = close >= open ? 'up' : 'down';
  if (element.dataset['direction'] !== direction) element.dataset['direction'] = direction;
  const figures = [open, high, low, close].map((price) => formatPrice(price, ticks));
  for (const [index, text] of [...figures, formatCompact(volume)].entries()) {
    const last = element.children[index]?.lastChild;
    if (last && last.nodeValue !== text) last.nodeValue = text;
  }
  // No `instanceof`: in the second window elements have another class.
  const note = element.lastElementChild as HTMLElement;
  if (note.hidden === forming) note.hidden = !forming;
}

function emptyFigure(name: (typeof NAMES)[number]): HTMLElement {
  const part = document.createElement('span');
  const caption = document.createElement('b');
  caption.textContent = name;
  part.append(caption, '–');
  if (name === 'V') part.dataset['neutral'] = '';
  return part;
}

function emptyNote(): HTMLElement {
  const note = document.createElement('em');
  note.textContent = 'forming';
  note.dataset['forming'] = '';
  note.hidden = true;
  return note;
}
