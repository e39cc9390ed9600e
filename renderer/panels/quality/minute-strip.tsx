import { useEffect, useRef } from 'react';
import { useView } from '../../state/workstation-context.ts';
import styles from './quality.module.css';

/** Pixel rows of a strip; the page stretches them. Signs differ in shape as well as in colour. */
const HEIGHT = 6;

/** The look and the meaning of a sign in a map. The sign is the index in a list of them. */
export interface MinuteSign {
  /** The colour's token. */
  readonly token: string;
  /** Which of the strip's pixel rows are drawn. */
  readonly rows: readonly number[];
  readonly words: string;
}

/** Signs of `MINUTE`. */
export const GAP_SIGNS: readonly MinuteSign[] = [
  { token: '--line-strong', rows: [5], words: 'has not come yet' },
  { token: '--quality-present', rows: [1, 2, 3, 4, 5], words: 'has a bar' },
  { token: '--quality-present', rows: [5], words: 'had no trades, as the vendor says' },
  { token: '--accent', rows: [0, 2, 4], words: 'has no bar: missing, or without trades' },
  { token: '--line', rows: [], words: 'is outside regular hours' },
];

/** Signs of `COMPARED`: the store beside another source. */
export const COMPARED_SIGNS: readonly MinuteSign[] = [
  { token: '--line', rows: [5], words: 'has no bar on either side' },
  { token: '--quality-present', rows: [1, 2, 3, 4, 5], words: 'is the same on both sides' },
  { token: '--accent', rows: [0, 1, 2, 3, 4, 5], words: 'differs' },
  { token: '--accent', rows: [0, 1], words: 'is in the file alone' },
  { token: '--accent', rows: [4, 5], words: 'is in the store alone' },
];

interface MinuteStripProps {
  readonly minutes: Uint8Array;
  readonly signs: readonly MinuteSign[];
}

/** The minutes of one day, a pixel column each. */
export function MinuteStrip({ minutes, signs }: MinuteStripProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useView((view) => view.theme);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context === null || context === undefined) return;
    // Colours of the theme that is on the document when the strip is drawn.
    canvas.current.dataset['theme'] = theme;
    const style = getComputedStyle(canvas.current);
    const colours = signs.map(({ token }) => style.getPropertyValue(token).trim());
    context.clearRect(0, 0, minutes.length, HEIGHT);
    for (const [x, sign] of minutes.entries()) {
      context.fillStyle = colours[sign] ?? '';
      for (const y of signs[sign]?.rows ?? []) context.fillRect(x, y, 1, 1);
    }
  }, [minutes, signs, theme]);
  return (
    <canvas ref={canvas} className={styles['strip']} width={minutes.length} height={HEIGHT} aria-hidden />
  );
}
