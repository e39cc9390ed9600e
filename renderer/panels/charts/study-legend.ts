import type { StudyReading } from '../../chart/study-layers.ts';
import { formatCompact, formatPrice } from '../../format/number.ts';

const BELOW_TOP = 6;
const BIG = 100_000;

const figure = (value: number, isPrice: boolean): string =>
  isPrice || Math.abs(value) < BIG ? formatPrice(value) : formatCompact(value);

/**
 * Writes each indicator's value into the corner of its pane. Called up to once a frame, so it touches no component. An
 * indicator that is not warm is marked as such, because a zero would read as a value.
 */
export function writeStudyLegend(
  element: HTMLElement | null,
  readings: readonly StudyReading[],
  paneTops: readonly number[],
): void {
  if (element === null) return;
  while (element.children.length > readings.length) element.lastElementChild?.remove();
  const lines = new Map<number, number>();
  for (const [index, { key, color, pane, values, isPrice, isNewest }] of readings.entries()) {
    // No `instanceof`: in the second window elements have another class.
    const row = (element.children[index] ?? element.appendChild(emptyRow())) as HTMLElement;
    const line = lines.get(pane) ?? 0;
    lines.set(pane, line + 1);
    const [name, numbers] = row.children;
    if (name === undefined || numbers === undefined) continue;
    if (row.dataset['study'] !== key) {
      row.dataset['study'] = key;
      name.textContent = key.slice(0, key.lastIndexOf('@'));
    }
    row.style.setProperty('--study', color);
    row.style.top = `${(paneTops[pane] ?? 0) + BELOW_TOP + line * 16}px`;
    const isWarm = values.some((value) => value !== null);
    if (row.dataset['warm'] !== String(isWarm)) row.dataset['warm'] = String(isWarm);
    const text = isWarm
      ? values.map((value) => (value === null ? '–' : figure(value, isPrice))).join('  ')
      : isNewest
        ? 'not warm yet'
        : 'no value here';
    if (numbers.textContent !== text) numbers.textContent = text;
  }
}

function emptyRow(): HTMLElement {
  const row = document.createElement('div');
  row.append(document.createElement('b'), document.createElement('span'));
  return row;
}
