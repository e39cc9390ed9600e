import { useEffect, useRef } from 'react';
import { MINUTE } from '../../../electron/contract/reading-requests.ts';
import { useView } from '../../state/workstation-context.ts';
import styles from './quality.module.css';

/** Pixel rows of a strip; the page stretches them. Signs differ in shape as well as in colour. */
const HEIGHT = 6;

/** Where a sign is drawn: from which pixel row, how many, and every how many. */
const SIGNS: readonly { readonly token: string; readonly rows: readonly number[] }[] = [
  { token: '--line-strong', rows: [5] },
  { token: '--quality-present', rows: [1, 2, 3, 4, 5] },
  { token: '--accent', rows: [0, 1, 2, 3, 4, 5] },
  { token: '--accent', rows: [0, 2, 4] },
  { token: '--line', rows: [] },
];

/** The minutes of one day, a pixel column each. */
export function MinuteStrip({ minutes }: { readonly minutes: Uint8Array }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useView((view) => view.theme);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context === null || context === undefined) return;
    // Colours are those of the theme that is on the document by now.
    canvas.current.dataset['theme'] = theme;
    const style = getComputedStyle(canvas.current);
    const colours = SIGNS.map(({ token }) => style.getPropertyValue(token).trim());
    context.clearRect(0, 0, minutes.length, HEIGHT);
    for (const [x, sign] of minutes.entries()) {
      context.fillStyle = colours[sign] ?? '';
      for (const y of SIGNS[sign]?.rows ?? []) context.fillRect(x, y, 1, 1);
    }
  }, [minutes, theme]);
  return (
    <canvas ref={canvas} className={styles['strip']} width={minutes.length} height={HEIGHT} aria-hidden />
  );
}

/** What a minute has, in words. */
export function minuteText(sign: number | undefined): string {
  switch (sign) {
    case MINUTE.present:
      return 'has a bar';
    case MINUTE.missing:
      return 'is missing';
    case MINUTE.unconfirmed:
      return 'has no bar: missing, or nobody traded';
    case MINUTE.notYet:
      return 'has not come yet';
    default:
      return 'is outside regular hours';
  }
}
